// `gatehouse agents files`: an agent's instruction files.
import { AGENT_FILES } from '#contract/types/agent-files.ts';

import { withGateway } from '../connection/gateway-connection.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { formatTime } from '../output/format-time.ts';
import { plainText } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, textOption, type CommandContext, type Subcommand } from '../parser/command.ts';
import { readInputFile } from '../terminal/input.ts';

const AGENT = { name: 'agent', completes: 'agent' } as const;
const FILE = { name: 'file', choices: AGENT_FILES } as const;

/** Subcommands of `agents`. */
export const AGENT_FILE_SUBCOMMANDS: readonly Subcommand[] = [
  { name: 'files list', summary: "List an agent's instruction files", args: [AGENT], run: list },
  { name: 'files get', summary: 'Print an instruction file', args: [AGENT, FILE], run: get },
  {
    name: 'files set',
    summary: 'Write an instruction file from stdin or --from; the previous version is kept',
    args: [AGENT, FILE],
    options: { from: { value: 'file', help: 'Read the content from this file' } },
    run: set,
  },
];

const COLUMNS: readonly Column[] = [{ title: 'FILE' }, { title: 'BYTES', alignsRight: true }, { title: 'MODIFIED' }];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const found = await client.request('agents.files.list', { agentId: argument(context, 0) });
    context.output.json({ ok: true, ...found });
    const rows = found.files.map(({ name, missing, size, updatedAtMs }) =>
      missing ? [name, '-', 'missing'] : [name, String(size ?? 0), formatTime(updatedAtMs)],
    );
    context.output.table(COLUMNS, rows);
    return EXIT.ok;
  });
}

function get(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { file } = await client.request('agents.files.get', {
      agentId: argument(context, 0),
      name: argument(context, 1),
    });
    if (file.missing) throw new CommandError(EXIT.failed, `file ${file.name} doesn't exist`);
    context.output.json({ ok: true, file });
    context.output.text(plainText(file.content ?? ''));
    return EXIT.ok;
  });
}

async function set(context: CommandContext): Promise<ExitCode> {
  const from = textOption(context, 'from');
  const content = from === undefined ? await context.input.readAll() : readInputFile(from);
  return withGateway(context, async (client) => {
    const which = { agentId: argument(context, 0), name: argument(context, 1) };
    const { file } = await client.request('agents.files.get', which);
    const saved = await client.request('agents.files.set', { ...which, content, expectedHash: file.hash ?? '' });
    context.output.json(saved);
    context.output.line(`Saved ${saved.file.name}. The previous version was kept.`);
    return EXIT.ok;
  });
}
