// `gatehouse usage`: tokens and cost by day or session.
import type { UsageRow } from '#contract/types/usage.ts';

import { countOption, defineCommand, optionAs, argument, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import type { Column } from '../output/table.ts';

const DEFAULT_DAYS = 7;
const DEFAULT_SESSIONS = 20;
const DAY_MS = 24 * 60 * 60_000;

export const usage = defineCommand({
  name: 'usage',
  summary: 'Show token usage and cost',
  examples: ['gatehouse usage days --days 30', 'gatehouse usage sessions --agent main'],
  subcommands: [
    {
      name: 'days',
      summary: 'Show usage by day',
      options: {
        days: { value: 'n', help: `Number of days up to today (default: ${DEFAULT_DAYS})` },
        agent: { value: 'agent', help: 'Filter by agent', completes: 'agent' },
      },
      run: byDay,
    },
    {
      name: 'sessions',
      summary: 'Show usage by session, most expensive first, or of one session',
      args: [{ name: 'session', isOptional: true, completes: 'session' }],
      options: {
        days: { value: 'n', help: `Number of days up to today (default: ${DEFAULT_DAYS})` },
        agent: { value: 'agent', help: 'Filter by agent', completes: 'agent' },
        limit: { value: 'n', help: `Maximum number of sessions (default: ${DEFAULT_SESSIONS})` },
      },
      run: bySession,
    },
  ],
});

const COLUMNS: readonly Column[] = [
  { title: 'DATE' },
  { title: 'INPUT', alignsRight: true },
  { title: 'CACHED', alignsRight: true },
  { title: 'OUTPUT', alignsRight: true },
  { title: 'COST', alignsRight: true },
];

function byDay(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const days = countOption(context, 'days', DEFAULT_DAYS);
    const cost = await client.request('usage.cost', { days, ...optionAs(context, 'agent', 'agentId') });
    output.json({ ok: true, ...cost });
    const rows = cost.daily.map((day) => cells(day.date, day));
    output.table(COLUMNS, rows.length === 0 ? [] : [...rows, cells('total', cost.totals)], noUsage(days));
    const { missingCostEntries } = cost.totals;
    if (missingCostEntries > 0)
      output.note(`The cost excludes ${missingCostEntries} model calls whose price is unknown.`);
    return EXIT.ok;
  });
}

const SESSION_COLUMNS: readonly Column[] = [{ title: 'SESSION' }, ...COLUMNS.slice(1), { title: 'TITLE' }];

function bySession(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const days = countOption(context, 'days', DEFAULT_DAYS);
    const key = argument(context, 0);
    const used = await client.request('sessions.usage', {
      startDate: utcDate(Date.now() - (days - 1) * DAY_MS),
      endDate: utcDate(Date.now()),
      limit: countOption(context, 'limit', DEFAULT_SESSIONS),
      ...optionAs(context, 'agent', 'agentId'),
      ...(key === '' ? {} : { key }),
    });
    output.json({ ok: true, ...used });
    const rows = used.sessions
      .flatMap(({ key: session, label, usage: sums }) => (sums === null ? [] : [{ session, label, sums }]))
      .toSorted((a, b) => b.sums.totalCost - a.sums.totalCost || b.sums.totalTokens - a.sums.totalTokens)
      .map(({ session, label, sums }) => [...cells(session, sums), label ?? '']);
    output.table(SESSION_COLUMNS, rows, noUsage(days));
    return EXIT.ok;
  });
}

function noUsage(days: number): string {
  return `No usage in the last ${days} days.`;
}

/** The protocol counts UTC days. */
function utcDate(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function cells(title: string, { input, output, cacheRead, cacheWrite, totalCost }: UsageRow): readonly string[] {
  return [
    title,
    formatCount(input),
    formatCount(cacheRead + cacheWrite),
    formatCount(output),
    `$${totalCost.toFixed(4)}`,
  ];
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
