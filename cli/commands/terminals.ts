// `gatehouse terminals`: the terminals of a session, and what they printed.
import type { SessionTerminal } from '#contract/types/terminals.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findOne } from '../connection/find.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine, plainText } from '../output/plain-text.ts';
import { argument, defineCommand, textOption, type CommandContext } from '../parser/command.ts';

const SESSION = {
  session: { short: 's', value: 'session', help: 'Session (default: main)', completes: 'session' },
} as const;
const TERMINAL = { name: 'terminal' } as const;

export const terminals = defineCommand({
  name: 'terminals',
  summary: 'List, rename, and close the terminals of a session, and print their output',
  description: 'Terminals are opened in the app. Refer to a terminal by its name or the start of its ID.',
  examples: ['gatehouse terminals list --session garden', 'gatehouse terminals output server --session garden'],
  subcommands: [
    {
      name: 'list',
      summary: 'List open terminals, and those that ended when Gatehouse stopped',
      options: SESSION,
      run: withClient(list),
    },
    {
      name: 'output',
      summary: 'Print the saved output of a terminal',
      args: [TERMINAL],
      options: SESSION,
      run: withClient(output),
    },
    {
      name: 'rename',
      summary: 'Rename a terminal',
      args: [TERMINAL, { name: 'name' }],
      options: SESSION,
      run: withClient(rename),
    },
    {
      name: 'close',
      summary: 'Close a terminal and delete its output',
      args: [TERMINAL],
      options: SESSION,
      run: withClient(close),
    },
  ],
});

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const found = await listTerminals(context, client);
  context.output.json({ ok: true, terminals: found });
  context.output.table(
    [
      { title: 'NAME', cell: ({ name }) => plainLine(name) },
      { title: 'STATE', cell: ({ ended }) => (ended === undefined ? 'open' : 'ended') },
      { title: 'LAST OUTPUT', cell: ({ ended }) => (ended === undefined ? '-' : formatTime(ended.atMs)) },
      { title: 'ID', cell: ({ id }) => id },
    ],
    found,
    'No terminals.',
  );
}

async function output(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id, name } = await findTerminal(context, client);
  const { output: text } = await client.request('terminal.output', { sessionId: id });
  context.output.result({ ok: true, id, name, output: text }, plainText(text));
}

async function rename(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id, name: before } = await findTerminal(context, client);
  const name = argument(context, 1);
  await client.request('terminal.rename', { sessionId: id, name });
  context.output.result({ ok: true, id, name }, `Renamed ${plainLine(before)} to ${plainLine(name)}.`);
}

async function close(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id, name } = await findTerminal(context, client);
  await client.request('terminal.close', { sessionId: id });
  context.output.result({ ok: true, id, name }, `Closed ${plainLine(name)}.`);
}

async function listTerminals(context: CommandContext, client: GatewayClient): Promise<readonly SessionTerminal[]> {
  const sessionKey = textOption(context, 'session') ?? 'main';
  return (await client.request('terminal.bySession', { sessionKey })).terminals;
}

async function findTerminal(context: CommandContext, client: GatewayClient): Promise<SessionTerminal> {
  const rows = await listTerminals(context, client);
  const columns = { id: ({ id }: SessionTerminal) => id, name: ({ name }: SessionTerminal) => name };
  return findOne(argument(context, 0), { noun: 'terminal', rows, ...columns, listCommand: 'gatehouse terminals list' });
}
