// `gatehouse dispatches`: prompts that were sent to several agents at once.
import type { Dispatch, DispatchEntry, DispatchTest } from '#contract/types/dispatches.ts';
import { defined } from '#contract/types/defined.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { findDispatch, findEntry } from '../connection/find-dispatch.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';
import { argument, defineCommand, hasFlag, listOption, optionAs, type CommandContext } from '../parser/command.ts';
import { confirm, YES_OPTION } from '../terminal/confirm.ts';

const SHORT_ID = 12;
const DISPATCH = [{ name: 'dispatch' }] as const;

export const dispatches = defineCommand({
  name: 'dispatches',
  summary: 'Manage prompts that were sent to several agents',
  description:
    'Refer to a dispatch by its ID or the start of it, and to an agent by its number in "gatehouse dispatches show".',
  examples: [
    'gatehouse dispatches',
    'gatehouse dispatches show 3c9f',
    'gatehouse dispatches test 3c9f --command "npm test"',
    'gatehouse dispatches archive 3c9f --keep 2',
  ],
  subcommands: [
    {
      name: 'list',
      summary: 'List dispatches, newest first',
      options: { archived: { help: 'List archived ones' } },
      run: withClient(list),
    },
    { name: 'show', summary: 'Show the agents of a dispatch', args: DISPATCH, run: withClient(show) },
    {
      name: 'retry',
      summary: "Start an agent that couldn't be started",
      args: [...DISPATCH, { name: 'number' }],
      run: withClient(retry),
    },
    {
      name: 'test',
      summary: 'Run the test command in each worktree',
      args: DISPATCH,
      options: { command: { value: 'command', help: "Command to run (default: the project's test command)" } },
      run: withClient(test),
    },
    {
      name: 'archive',
      summary: 'Archive the sessions of a dispatch and remove their worktrees; they can be restored for 30 days',
      args: DISPATCH,
      options: { keep: { value: 'number', help: 'Agent to leave as it is', isRepeatable: true }, ...YES_OPTION },
      run: withClient(archive),
    },
    { name: 'restore', summary: 'Restore an archived dispatch', args: DISPATCH, run: withClient(restore) },
  ],
});

const COLUMNS: readonly Column<Dispatch>[] = [
  { title: 'ID', cell: ({ id }) => id.slice(0, SHORT_ID), color: () => 'yellow' },
  { title: 'TITLE', cell: ({ title }) => plainLine(title) },
  { title: 'REPOSITORY', cell: ({ repoName }) => plainLine(repoName) },
  { title: 'AGENTS', alignsRight: true, cell: ({ entries }) => String(entries.length) },
  { title: 'CREATED', cell: ({ createdAt }) => formatTime(createdAt) },
];

const ENTRY_COLUMNS: readonly Column<DispatchEntry & { readonly number: number }>[] = [
  { title: '#', alignsRight: true, cell: ({ number }) => String(number) },
  { title: 'AGENT', cell: ({ agentId }) => plainLine(agentId) },
  { title: 'MODEL', cell: ({ model }) => plainLine(model ?? '') },
  { title: 'STATE', cell: ({ state, isArchived }) => (isArchived === true ? 'archived' : state) },
  { title: 'TEST', cell: ({ test: result }) => (result === undefined ? '' : describeTest(result)) },
  { title: 'BRANCH', cell: ({ branch }) => plainLine(branch ?? '') },
  { title: 'SESSION', cell: ({ sessionKey }) => plainLine(sessionKey) },
  { title: 'PROBLEM', cell: ({ error }) => plainLine(error?.message ?? '') },
];

/** Prints the agents of a dispatch. */
export function entryTable({ output }: CommandContext, { entries }: Dispatch): void {
  output.table(
    ENTRY_COLUMNS,
    entries.map((entry, index) => ({ ...entry, number: index + 1 })),
    'No agents.',
  );
}

function describeTest({ status, exitCode }: DispatchTest): string {
  return status === 'failed' && typeof exitCode === 'number' ? `failed (exit code ${exitCode})` : status;
}

async function list(context: CommandContext, client: GatewayClient): Promise<void> {
  const found = await client.request('dispatches.list', { archived: hasFlag(context, 'archived') });
  context.output.json({ ok: true, ...found });
  context.output.table(COLUMNS, found.dispatches, 'No dispatches.');
}

async function show(context: CommandContext, client: GatewayClient): Promise<void> {
  const found = await findDispatch(client, argument(context, 0));
  context.output.json({ ok: true, dispatch: found });
  entryTable(context, found);
}

async function retry(context: CommandContext, client: GatewayClient): Promise<void> {
  const found = await findDispatch(client, argument(context, 0));
  const { id: entryId, agentId } = findEntry(found, argument(context, 1));
  const result = await client.request('dispatches.retry', { id: found.id, entryId });
  context.output.result({ ok: true, ...result }, `Starting ${plainLine(agentId)}.`);
}

async function test(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await findDispatch(client, argument(context, 0));
  const result = await client.request('dispatches.test', { id, ...defined(optionAs(context, 'command', 'command')) });
  context.output.result(
    { ok: true, ...result },
    `Running the test command. See "gatehouse dispatches show ${id.slice(0, SHORT_ID)}".`,
  );
}

async function archive(context: CommandContext, client: GatewayClient): Promise<void> {
  const found = await findDispatch(client, argument(context, 0));
  const keep = listOption(context, 'keep').map((number) => findEntry(found, number).id);
  const count = found.entries.length - keep.length;
  await confirm(context, `Archive ${count} ${count === 1 ? 'session' : 'sessions'} and remove the worktrees?`);
  const result = await client.request('dispatches.archive', { id: found.id, keep });
  context.output.result(
    { ok: true, ...result },
    `Archived. Restore it with "gatehouse dispatches restore ${found.id.slice(0, SHORT_ID)}".`,
  );
}

async function restore(context: CommandContext, client: GatewayClient): Promise<void> {
  const { id } = await findDispatch(client, argument(context, 0));
  const result = await client.request('dispatches.restore', { id });
  context.output.result({ ok: true, ...result }, 'Restored.');
}
