// `gatehouse channels`: chat networks, the people on them, and messages that couldn't be sent.
import type { ConnectableChannel } from '#contract/methods/channels.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { plainLine } from '../output/plain-text.ts';
import { argument, defineCommand, listOption, textOption, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';
import { readSecret } from '../terminal/read-secret.ts';
import { CHANNEL_DELIVERY_SUBCOMMANDS } from './channels-deliveries.ts';
import { CHANNEL_PEOPLE_SUBCOMMANDS } from './channels-people.ts';

const CHANNEL = { name: 'channel' } as const;

export const channels = defineCommand({
  name: 'channels',
  summary: 'Connect chat networks, and link people',
  description:
    'A channel is named after its network, such as telegram. A further account has a name behind it, such as telegram-work. Secrets are read from a prompt or stdin, and sealed.',
  examples: [
    'gatehouse channels connect telegram',
    'gatehouse channels link --channel telegram --allow approvals',
    'gatehouse channels test telegram',
  ],
  subcommands: [
    { name: 'list', summary: 'List the networks and their state', run: withClient(list) },
    {
      name: 'connect',
      summary: 'Set up a network and connect it',
      args: [CHANNEL],
      options: {
        option: { value: 'name=value', help: 'A setting of the network, such as receive=webhook', isRepeatable: true },
        agent: { value: 'id', help: 'The agent that answers' },
      },
      run: withClient(connect),
    },
    { name: 'start', summary: 'Connect a channel that was stopped', args: [CHANNEL], run: withClient(start) },
    { name: 'stop', summary: 'Disconnect a channel until it is started', args: [CHANNEL], run: withClient(stop) },
    {
      name: 'remove',
      summary: 'Disconnect a channel, and remove its secrets and settings',
      args: [CHANNEL],
      options: YES_OPTION,
      run: withClient(remove),
    },
    {
      name: 'test',
      summary: 'Send a test message to a chat, or to the first linked person',
      args: [CHANNEL, { name: 'chat', isOptional: true }],
      run: withClient(test),
    },
    ...CHANNEL_PEOPLE_SUBCOMMANDS,
    ...CHANNEL_DELIVERY_SUBCOMMANDS,
  ],
});

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const status = await client.request('channels.status', {});
  const rows = status.channelOrder.map((id) => {
    const { configured = false, running = false, connected = false, lastError } = status.channelAccounts[id]?.[0] ?? {};
    const state = !configured ? 'not set up' : connected ? 'connected' : running ? 'connecting' : 'stopped';
    const error = typeof lastError === 'string' ? { error: lastError } : {};
    return { id, title: status.channelLabels[id] ?? id, state, ...error };
  });
  output.json({ ok: true, channels: rows });
  output.table(
    [
      { title: 'CHANNEL', cell: ({ id }) => id },
      { title: 'NETWORK', cell: ({ title }) => title },
      { title: 'STATE', cell: ({ state }) => state, color: (text) => (text === 'connected' ? 'green' : undefined) },
      { title: 'PROBLEM', cell: ({ error = '-' }) => plainLine(error) },
    ],
    rows,
    'There are no networks.',
  );
}

async function connect(context: CommandContext, client: GatewayClient): Promise<void> {
  const id = argument(context, 0);
  const { kinds } = await client.request('channels.kinds', {});
  const kind = kinds.find((one) => id === one.id || id.startsWith(`${one.id}-`));
  if (kind === undefined)
    throw new CommandError(
      EXIT.usage,
      `there is no network "${id}". Networks: ${kinds.map((one) => one.id).join(', ')}`,
    );
  const options = readOptions(listOption(context, 'option'));
  const secrets: Record<string, string> = {};
  for (const field of kind.fields) {
    const isKnown = isSet(kind, id, field.name) || kind.fromEnvironment.includes(field.name);
    if (field.isSecret !== true || field.isOptional === true || isKnown) continue;
    secrets[field.name] = await readSecret(context, `${field.title}: `);
  }
  const agent = textOption(context, 'agent');
  await client.request('channels.connect', {
    channel: id,
    options,
    secrets,
    ...(agent === undefined ? {} : { agent }),
  });
  context.output.result(
    { ok: true, channel: id },
    `Set up ${kind.title}. Link yourself with: gatehouse channels link --channel ${id}`,
  );
}

function isSet({ accounts }: ConnectableChannel, id: string, name: string): boolean {
  return accounts.find((one) => one.id === id)?.set.includes(name) === true;
}

function readOptions(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new CommandError(EXIT.usage, `"${pair}" is not name=value`);
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

async function start(context: CommandContext, client: GatewayClient): Promise<void> {
  const channel = argument(context, 0);
  await client.request('channels.start', { channel });
  context.output.result({ ok: true, channel }, `Started ${channel}.`);
}

async function stop(context: CommandContext, client: GatewayClient): Promise<void> {
  const channel = argument(context, 0);
  await client.request('channels.stop', { channel });
  context.output.result({ ok: true, channel }, `Stopped ${channel}.`);
}

async function remove(context: CommandContext, client: GatewayClient): Promise<void> {
  const channel = argument(context, 0);
  await confirm(context, `Disconnect ${channel}, and remove its secrets and settings?`);
  const { cleared } = await client.request('channels.logout', { channel });
  context.output.result({ ok: true, channel, cleared }, cleared ? `Removed ${channel}.` : `${channel} was not set up.`);
}

async function test(context: CommandContext, client: GatewayClient): Promise<void> {
  const channel = argument(context, 0);
  const to = argument(context, 1);
  const result = await client.request('channels.test', { channel, ...(to === '' ? {} : { to }) });
  if (result.state === 'sent') return context.output.result({ ok: true, ...result }, 'The test message was sent.');
  const reason = result.error ?? 'it is still waiting to be sent';
  throw new CommandError(EXIT.failed, `the test message wasn't sent: ${reason}`);
}
