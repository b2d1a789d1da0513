// `gatehouse usage`: tokens and cost, by day and by session.
import type { UsageRow } from '#contract/types/usage.ts';

import { countOption, defineCommand, given, operand, type CommandContext } from '../parser/command.ts';
import { EXIT, type ExitCode } from '../output/exit-codes.ts';
import { withGateway } from '../connection/gateway-connection.ts';
import type { Column } from '../output/table.ts';

const DEFAULT_DAYS = 7;
const DEFAULT_SESSIONS = 20;
const DAY_MS = 24 * 60 * 60_000;

export const usage = defineCommand({
  name: 'usage',
  summary: 'Show tokens and cost.',
  actions: [
    {
      name: 'days',
      summary: 'by day',
      options: {
        days: { value: 'n', help: `so many days up to today (default: ${DEFAULT_DAYS})` },
        agent: { value: 'agent', help: 'only of this agent', ids: 'agent' },
      },
      run: byDay,
    },
    {
      name: 'sessions',
      summary: 'by session, the dearest first; or one of them',
      operands: [{ name: 'session', isOptional: true, ids: 'session' }],
      options: {
        days: { value: 'n', help: `so many days up to today (default: ${DEFAULT_DAYS})` },
        agent: { value: 'agent', help: 'only of this agent', ids: 'agent' },
        limit: { value: 'n', help: `so many at most (default: ${DEFAULT_SESSIONS})` },
      },
      run: bySession,
    },
  ],
});

const COLUMNS: readonly Column[] = [
  { title: 'DAY' },
  { title: 'IN', alignsRight: true },
  { title: 'CACHED', alignsRight: true },
  { title: 'OUT', alignsRight: true },
  { title: 'COST', alignsRight: true },
];

function byDay(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const days = countOption(context, 'days', DEFAULT_DAYS);
    const cost = await client.request('usage.cost', { days, ...given(context, 'agent', 'agentId') });
    output.json({ ok: true, ...cost });
    if (cost.daily.length === 0) output.line(`Nothing was used in ${days} days.`);
    else output.table(COLUMNS, [...cost.daily.map((day) => cells(day.date, day)), cells('total', cost.totals)]);
    const { missingCostEntries } = cost.totals;
    if (missingCostEntries > 0)
      output.note(`The price of ${missingCostEntries} calls is not known; they are not in the cost.`);
    return EXIT.ok;
  });
}

const SESSION_COLUMNS: readonly Column[] = [{ title: 'SESSION' }, ...COLUMNS.slice(1), { title: 'TITLE' }];

function bySession(context: CommandContext): Promise<ExitCode> {
  return withGateway(context, async (client) => {
    const { output } = context;
    const days = countOption(context, 'days', DEFAULT_DAYS);
    const key = operand(context, 0);
    const used = await client.request('sessions.usage', {
      startDate: dateOf(Date.now() - (days - 1) * DAY_MS),
      endDate: dateOf(Date.now()),
      limit: countOption(context, 'limit', DEFAULT_SESSIONS),
      ...given(context, 'agent', 'agentId'),
      ...(key === '' ? {} : { key }),
    });
    output.json({ ok: true, ...used });
    const rows = used.sessions
      .flatMap(({ key: session, label, usage: sums }) => (sums === null ? [] : [{ session, label, sums }]))
      .toSorted((a, b) => b.sums.totalCost - a.sums.totalCost || b.sums.totalTokens - a.sums.totalTokens)
      .map(({ session, label, sums }) => [...cells(session, sums), label ?? '']);
    if (rows.length === 0) output.line(`Nothing was used in ${days} days.`);
    else output.table(SESSION_COLUMNS, rows);
    return EXIT.ok;
  });
}

/** The protocol counts in UTC days. */
function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function cells(title: string, { input, output, cacheRead, cacheWrite, totalCost }: UsageRow): readonly string[] {
  return [title, grouped(input), grouped(cacheRead + cacheWrite), grouped(output), `$${totalCost.toFixed(4)}`];
}

function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}
