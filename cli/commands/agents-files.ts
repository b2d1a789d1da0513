// `gatehouse agents files`: what an agent is told before every conversation.
import { readFileSync } from 'node:fs';

import { AGENT_FILES } from '#contract/types/agent-files.ts';

import { operand, textOption, type Action, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import { plainText } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { timeText } from '../output/format-time.ts';

const AGENT = { name: 'agent', ids: 'agent' } as const;
const FILE = { name: 'file', choices: AGENT_FILES } as const;

/** The actions, for the table of `agents`. */
export const AGENT_FILE_ACTIONS: readonly Action[] = [
  { name: 'files list', summary: 'files that the agent is told', operands: [AGENT], run: list },
  { name: 'files get', summary: 'print one', operands: [AGENT, FILE], run: get },
  {
    name: 'files set',
    summary: 'write one, from stdin or --from; the version before is kept',
    operands: [AGENT, FILE],
    options: { from: { value: 'file', help: 'a file of this machine' } },
    run: set,
  },
];

const COLUMNS: readonly Column[] = [{ title: 'FILE' }, { title: 'BYTES', alignsRight: true }, { title: 'CHANGED' }];

function list(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const found = await client.request('agents.files.list', { agentId: operand(context, 0) });
    context.output.json({ ok: true, ...found });
    const rows = found.files.map(({ name, missing, size, updatedAtMs }) =>
      missing ? [name, '-', 'not there'] : [name, String(size ?? 0), timeText(updatedAtMs)],
    );
    context.output.table(COLUMNS, rows);
    return EXIT.ok;
  });
}

function get(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { file } = await client.request('agents.files.get', {
      agentId: operand(context, 0),
      name: operand(context, 1),
    });
    if (file.missing) throw new CommandError(EXIT.failed, `${file.name} is not there`);
    context.output.json({ ok: true, file });
    context.output.text(plainText(file.content ?? ''));
    return EXIT.ok;
  });
}

async function set(context: CommandContext): Promise<ExitCode> {
  const content = await contentOf(context);
  return withGateway(context, async (client) => {
    const which = { agentId: operand(context, 0), name: operand(context, 1) };
    const { file } = await client.request('agents.files.get', which);
    const saved = await client.request('agents.files.set', { ...which, content, expectedHash: file.hash ?? '' });
    context.output.json(saved);
    context.output.line(`${saved.file.name} is written; the version before is kept.`);
    return EXIT.ok;
  });
}

async function contentOf(context: CommandContext): Promise<string> {
  const from = textOption(context, 'from');
  if (from === undefined) return context.input.readAll();
  try {
    return readFileSync(from, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(EXIT.usage, `${from} cannot be read: ${reason}`, { cause: error });
  }
}
