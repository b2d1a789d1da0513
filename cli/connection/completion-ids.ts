// IDs for shell completion, read from the gateway. Without a gateway there are none.
import { truncateText } from '#contract/types/truncate-text.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

import { deviceName, modelRef, sessionTitle } from '../output/display-names.ts';
import { EXIT } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import type { CommandContext, ResourceKind } from '../parser/command.ts';
import type { Candidate } from '../parser/complete-line.ts';
import { withGateway } from './gateway-connection.ts';

const MAX_IDS = 100;
const MAX_HELP_LENGTH = 60;

/** The IDs of one kind of resource, each with a short description. */
export async function completionIds(context: CommandContext, kind: ResourceKind): Promise<readonly Candidate[]> {
  let found: readonly (readonly [string, string])[] = [];
  try {
    await withGateway(context, async (client) => {
      found = await READERS[kind](client);
      return EXIT.ok;
    });
  } catch {
    // An error message would disturb the command line that is being typed.
    return [];
  }
  return found.map(([value, help]) => ({ value, help: truncateText(plainLine(help), MAX_HELP_LENGTH) }));
}

type Reader = (client: GatewayClient) => Promise<readonly (readonly [string, string])[]>;

const READERS: Readonly<Record<ResourceKind, Reader>> = {
  async session(client) {
    const { sessions } = await client.request('sessions.list', { limit: MAX_IDS, includeDerivedTitles: true });
    return sessions.map((session) => [session.key, sessionTitle(session)]);
  },
  async agent(client) {
    return (await client.request('agents.list', {})).agents.map(({ id, name }) => [id, name ?? '']);
  },
  async model(client) {
    return (await client.request('models.list', {})).models.map((model) => [modelRef(model), model.name]);
  },
  async project(client) {
    const { projects } = await client.request('projects.catalog', { archived: false });
    return projects.map(({ id, name }) => [id, name]);
  },
  async device(client) {
    const { paired } = await client.request('device.pair.list', {});
    return paired.map((device) => [device.deviceId, deviceName(device)]);
  },
  async 'pairing request'(client) {
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
  async schedule(client) {
    const { jobs } = await client.request('cron.list', { includeDisabled: true, limit: MAX_IDS });
    return jobs.map(({ id, name }) => [id, name]);
  },
  async 'slash command'(client) {
    const { commands } = await client.request('commands.list', {});
    return commands.map(({ name, description }) => [`/${name}`, description]);
  },
  method: async (client) => (client.hello()?.features.methods ?? []).map((name) => [name, '']),
};
