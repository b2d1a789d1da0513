// `gatehouse queue`: runs that wait for a slot.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { QueuedRunRow, QueueReason, RunQueueStatus } from '#contract/types/run-queue.ts';

import { argument, defineCommand, hasFlag, textOption, type CommandContext } from '../parser/command.ts';
import { CommandError, EXIT } from '../output/exit-codes.ts';
import { findOne } from '../connection/find.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { formatTime } from '../output/format-time.ts';
import { plainLine } from '../output/plain-text.ts';
import type { Column } from '../output/table.ts';

const SHORT_ID = 12;
const LIST_COMMAND = 'gatehouse queue list';
const RUN = [{ name: 'run' }] as const;

export const queue = defineCommand({
  name: 'queue',
  summary: 'List, reorder, and cancel queued runs',
  description: 'Run IDs can be shortened to a unique prefix. The limit is the setting `limits.concurrentRuns`.',
  examples: ['gatehouse queue', 'gatehouse queue move 3c9f --first', 'gatehouse queue cancel 3c9f'],
  subcommands: [
    { name: 'list', summary: 'List queued runs in order', run: withClient(list) },
    {
      name: 'move',
      summary: 'Move a queued run',
      args: RUN,
      options: {
        first: { help: 'Move it to the front' },
        last: { help: 'Move it to the end' },
        before: { value: 'run', help: 'Move it to just before this run' },
      },
      run: withClient(move),
    },
    { name: 'cancel', summary: 'Cancel a queued run', args: RUN, run: withClient(cancel) },
  ],
});

const REASONS: Readonly<Record<QueueReason, string>> = {
  limit: 'run limit',
  'user-limit': 'run limit per user',
  memory: 'low memory',
};

const COLUMNS: readonly Column<QueuedRunRow>[] = [
  { title: '#', alignsRight: true, cell: ({ position }) => String(position) },
  { title: 'RUN', cell: ({ runId }) => runId.slice(0, SHORT_ID), color: () => 'yellow' },
  { title: 'SESSION', cell: ({ sessionKey }) => sessionKey },
  { title: 'QUEUED', cell: ({ queuedAt }) => formatTime(queuedAt) },
  { title: 'WAITS FOR', cell: ({ reason }) => REASONS[reason] },
  { title: 'TITLE', cell: ({ title }) => title },
];

async function list({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const status = await client.request('runs.queue.list', {});
  output.json({ ok: true, ...status });
  output.table(COLUMNS, status.runs, 'No queued runs.');
  output.note(describeLimit(status));
}

function describeLimit({ activeRuns, limit, configuredLimit }: RunQueueStatus): string {
  const runs = `${activeRuns} active ${activeRuns === 1 ? 'run' : 'runs'}, limit ${limit}`;
  return limit < configuredLimit ? `${runs} (lowered from ${configuredLimit} because memory is low).` : `${runs}.`;
}

async function move(context: CommandContext, client: GatewayClient): Promise<void> {
  const { runs } = await client.request('runs.queue.list', {});
  const { runId } = findRun(runs, argument(context, 0));
  const beforeRunId = findTarget(context, runs);
  await client.request('runs.queue.move', { runId, ...(beforeRunId === undefined ? {} : { beforeRunId }) });
  context.output.result({ ok: true, runId }, `Moved ${runId.slice(0, SHORT_ID)}.`);
}

/** The run before which the moved one goes; undefined for the end. */
function findTarget(context: CommandContext, runs: readonly QueuedRunRow[]): string | undefined {
  const before = textOption(context, 'before');
  const isFirst = hasFlag(context, 'first');
  if ([isFirst, hasFlag(context, 'last'), before !== undefined].filter(Boolean).length !== 1)
    throw new CommandError(EXIT.usage, 'specify one of --first, --last, or --before');
  if (before !== undefined) return findRun(runs, before).runId;
  return isFirst ? runs[0]?.runId : undefined;
}

async function cancel(context: CommandContext, client: GatewayClient): Promise<void> {
  const { runs } = await client.request('runs.queue.list', {});
  const { runId, title } = findRun(runs, argument(context, 0));
  await client.request('runs.queue.cancel', { runId });
  context.output.result({ ok: true, runId }, `Canceled ${plainLine(title === '' ? runId.slice(0, SHORT_ID) : title)}.`);
}

function findRun(runs: readonly QueuedRunRow[], prefix: string): QueuedRunRow {
  return findOne(prefix, { noun: 'queued run', rows: runs, id: ({ runId }) => runId, listCommand: LIST_COMMAND });
}
