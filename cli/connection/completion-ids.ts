// Ids that a gateway has now, for completion. A gateway that cannot be asked has none.
import type { GatewayClient } from '#contract/wire/client-api.ts';

import type { CommandContext, IdKind } from '../parser/command.ts';
import type { Candidate } from '../parser/complete-line.ts';
import { EXIT } from '../output/exit-codes.ts';
import { withGateway } from './gateway-connection.ts';
import { plainLine } from '../output/plain-text.ts';

const MOST = 100;
const LONGEST_HELP = 60;

/** The ids of one kind, each with a word about it. */
export async function liveIds(context: CommandContext, kind: IdKind): Promise<readonly Candidate[]> {
  let found: readonly (readonly [string, string])[] = [];
  try {
    await withGateway(context, async (client) => {
      found = await READERS[kind](client);
      return EXIT.ok;
    });
  } catch {
    // Whoever presses Tab wants words, not sentences.
    return [];
  }
  return found.map(([value, help]) => ({ value, help: plainLine(help).slice(0, LONGEST_HELP) }));
}

type Reader = (client: GatewayClient) => Promise<readonly (readonly [string, string])[]>;

const READERS: Readonly<Record<IdKind, Reader>> = {
  async session(client) {
    const { sessions } = await client.request('sessions.list', { limit: MOST, includeDerivedTitles: true });
    return sessions.map(({ key, label, derivedTitle }) => [key, label ?? derivedTitle ?? '']);
  },
  async agent(client) {
    return (await client.request('agents.list', {})).agents.map(({ id, name }) => [id, name ?? '']);
  },
  async model(client) {
    const { models } = await client.request('models.list', {});
    return models.map(({ id, provider, name }) => [id.startsWith(`${provider}/`) ? id : `${provider}/${id}`, name]);
  },
  async device(client) {
    const { paired } = await client.request('device.pair.list', {});
    return paired.map(({ deviceId, label, displayName, clientId }) => [deviceId, label ?? displayName ?? clientId]);
  },
  async pairing(client) {
    const { pending } = await client.request('device.pair.list', {});
    return pending.map(({ requestId, displayName, clientId }) => [requestId, displayName ?? clientId ?? '']);
  },
  async approval(client) {
    const { approvals } = await client.request('approvals.list', { status: 'pending' });
    return approvals.map(({ id, subject }) => [id, subject.command]);
  },
  async rule(client) {
    const { rules } = await client.request('approvals.rules.list', {});
    return rules.map(({ id, words }) => [id, words.join(' ')]);
  },
  async proof(client) {
    return (await client.request('proof.list', {})).pending.map(({ id, method }) => [id, method]);
  },
  async job(client) {
    const { jobs } = await client.request('cron.list', { includeDisabled: true, limit: MOST });
    return jobs.map(({ id, name }) => [id, name]);
  },
  method: async (client) => (client.hello()?.features.methods ?? []).map((name) => [name, '']),
};
