// Chat networks: whether their connections work.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { plainLine } from '../../output/plain-text.ts';
import { type Check, note, ok, problem, type Finding } from '../check.ts';

export const CHANNELS_CHECK: Check = {
  id: 'channels',
  title: 'Channels',
  run: async ({ client }) => (client === undefined ? [] : states(client)),
};

async function states(client: GatewayClient): Promise<readonly Finding[]> {
  const accounts = await listChannelAccounts(client);
  if (accounts.length === 0) return [note('No chat network is connected')];
  return accounts.map(({ name, isConnected, error }) => {
    if (isConnected) return ok(`${name} is connected`);
    return problem(
      `${name} is not connected${error === undefined ? '' : `: ${error}`}`,
      'Open the Channels page in the app, or run: gatehouse channels status',
    );
  });
}

/** An account of a chat network, as `channels.status` reports it. */
export interface ChannelAccount {
  readonly channel: string;
  readonly accountId: string;
  readonly name: string;
  readonly isConnected: boolean;
  readonly error?: string;
}

/** The enabled accounts; none if the gateway has no channels. */
export async function listChannelAccounts(client: GatewayClient): Promise<readonly ChannelAccount[]> {
  if (client.hello()?.features.methods.includes('channels.status') !== true) return [];
  const { channelAccounts, channelLabels } = await client.request('channels.status', {});
  return Object.entries(channelAccounts).flatMap(([channel, accounts]) =>
    Array.isArray(accounts)
      ? accounts
          .filter(isJsonObject)
          .filter(isEnabled)
          .map((account) => toAccount(channel, channelLabels[channel] ?? channel, account))
      : [],
  );
}

function isEnabled({ enabled, configured }: JsonObject): boolean {
  return enabled !== false && configured !== false;
}

function toAccount(
  channel: string,
  label: string,
  { accountId, name, connected, running, lastError }: JsonObject,
): ChannelAccount {
  const id = typeof accountId === 'string' ? accountId : 'default';
  return {
    channel,
    accountId: id,
    name: plainLine(typeof name === 'string' && name !== '' ? `${label} (${name})` : label),
    isConnected: connected === true || (connected === undefined && running === true),
    ...(typeof lastError === 'string' && lastError !== '' ? { error: plainLine(lastError) } : {}),
  };
}
