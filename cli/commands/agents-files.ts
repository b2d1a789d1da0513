// `gatehouse agents files`: an agent's instruction files.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { AGENT_FILES } from '#contract/types/agent-files.ts';

import { withClient, withGateway } from '../connection/gateway-connection.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainText } from '../output/plain-text.ts';
import { argument, textOption, type CommandContext, type Subcommand } from '../parser/command.ts';
import { readInputFile } from '../terminal/input.ts';

const AGENT = { name: 'agent', completes: 'agent' } as const;
const FILE = { name: 'file', choices: AGENT_FILES } as const;

/** Subcommands of `agents`. */
export const AGENT_FILE_SUBCOMMANDS: readonly Subcommand[] = [
  { name: 'files list', summary: "List an agent's instruction files", args: [AGENT], run: withClient(list) },
  { name: 'files get', summary: 'Print an instruction file', args: [AGENT, FILE], run: withClient(get) },
  {
    name: 'files set',
    summary: 'Write an instruction file from stdin or --from; the previous version is kept',
    args: [AGENT, FILE],
    options: { from: { value: 'file', help: 'Read the content from this file' } },
    run: set,
  },
];

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const found = await client.request('agents.files.list', { agentId: argument(context, 0) });
  output.json({ ok: true, ...found });
  output.table(
    [
      { title: 'FILE', cell: ({ name }) => name },
      { title: 'BYTES', alignsRight: true, cell: ({ missing, size = 0 }) => (missing ? '-' : String(size)) },
      { title: 'MODIFIED', cell: ({ missing, updatedAtMs }) => (missing ? 'missing' : formatTime(updatedAtMs)) },
    ],
    found.files,
  );
}

async function get(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const { file } = await client.request('agents.files.get', {
    agentId: argument(context, 0),
    name: argument(context, 1),
  });
  if (file.missing) throw new CommandError(EXIT.failed, `file ${file.name} doesn't exist`);
  output.json({ ok: true, file });
  output.text(plainText(file.content ?? ''));
}

async function set(context: CommandContext): Promise<void> {
  const from = textOption(context, 'from');
  const content = from === undefined ? await context.input.readAll() : readInputFile(from);
  await withGateway(context, async (client) => {
    const which = { agentId: argument(context, 0), name: argument(context, 1) };
    const { file } = await client.request('agents.files.get', which);
    const saved = await client.request('agents.files.set', { ...which, content, expectedHash: file.hash ?? '' });
    context.output.result(saved, `Saved ${saved.file.name}. The previous version was kept.`);
  });
}
