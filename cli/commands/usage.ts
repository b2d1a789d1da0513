// `gatehouse usage`: tokens and cost by day or session, and rate limits.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { UsageRow } from '#contract/types/usage.ts';

import { countOption, defineCommand, optionAs, argument, type CommandContext } from '../parser/command.ts';
import { withClient } from '../connection/gateway-connection.ts';
import { formatTime } from '../output/format-time.ts';
import type { Column } from '../output/table.ts';

const DEFAULT_DAYS = 7;
const DEFAULT_SESSIONS = 20;
const DAY_MS = 24 * 60 * 60_000;
/** Days in this computer's time zone. */
const LOCAL_DAYS = { mode: 'specific', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone } as const;

export const usage = defineCommand({
  name: 'usage',
  summary: 'Show token usage, cost, and rate limits',
  examples: ['gatehouse usage days --days 30', 'gatehouse usage sessions --agent main'],
  subcommands: [
    {
      name: 'days',
      summary: 'Show usage by day',
      options: {
        days: { value: 'n', help: `Number of days up to today (default: ${DEFAULT_DAYS})` },
        agent: { value: 'agent', help: 'Filter by agent', completes: 'agent' },
      },
      run: withClient(byDay),
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
      run: withClient(bySession),
    },
    {
      name: 'limits',
      summary: "Show rate limit usage from each provider's last response",
      run: withClient(printLimits),
    },
  ],
});

const USAGE_COLUMNS: readonly Column<UsageRow>[] = [
  { title: 'INPUT', alignsRight: true, cell: ({ input }) => formatCount(input) },
  { title: 'CACHED', alignsRight: true, cell: ({ cacheRead, cacheWrite }) => formatCount(cacheRead + cacheWrite) },
  { title: 'OUTPUT', alignsRight: true, cell: ({ output }) => formatCount(output) },
  { title: 'COST', alignsRight: true, cell: ({ totalCost }) => `$${totalCost.toFixed(4)}` },
];

async function byDay(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const days = countOption(context, 'days', DEFAULT_DAYS);
  const cost = await client.request('usage.cost', {
    ...LOCAL_DAYS,
    days,
    ...optionAs(context, 'agent', 'agentId'),
  });
  output.json({ ok: true, ...cost });
  const rows = cost.daily.length === 0 ? [] : [...cost.daily, { date: 'total', ...cost.totals }];
  output.table([{ title: 'DATE', cell: ({ date }) => date }, ...USAGE_COLUMNS], rows, noUsage(days));
  const { missingCostEntries, totalCost } = cost.totals;
  if (totalCost > 0 && cost.pricesAsOf !== undefined) output.note(`Prices as of ${cost.pricesAsOf}.`);
  if (missingCostEntries > 0)
    output.note(`The cost excludes ${missingCostEntries} model calls whose price is unknown.`);
}

async function bySession(context: CommandContext, client: GatewayClient): Promise<void> {
  const { output } = context;
  const days = countOption(context, 'days', DEFAULT_DAYS);
  const key = argument(context, 0);
  const used = await client.request('sessions.usage', {
    ...LOCAL_DAYS,
    startDate: toDay(Date.now() - (days - 1) * DAY_MS),
    endDate: toDay(Date.now()),
    limit: countOption(context, 'limit', DEFAULT_SESSIONS),
    ...optionAs(context, 'agent', 'agentId'),
    ...(key === '' ? {} : { key }),
  });
  output.json({ ok: true, ...used });
  const rows = used.sessions
    .flatMap(({ key: session, label, usage: sums }) => (sums === null ? [] : [{ session, label, ...sums }]))
    .toSorted((a, b) => b.totalCost - a.totalCost || b.totalTokens - a.totalTokens);
  output.table(
    [
      { title: 'SESSION', cell: ({ session }) => session },
      ...USAGE_COLUMNS,
      { title: 'TITLE', cell: ({ label = '' }) => label },
    ],
    rows,
    noUsage(days),
  );
}

function noUsage(days: number): string {
  return `No usage in the last ${days} days.`;
}

/** A local date. */
function toDay(ms: number): string {
  return formatTime(ms).slice(0, 10);
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

async function printLimits({ output }: CommandContext, client: GatewayClient): Promise<void> {
  const status = await client.request('usage.status', {});
  output.json({ ok: true, ...status });
  const rows = status.providers.flatMap(({ windows, ...provider }) =>
    windows.map((window) => ({ ...provider, ...window })),
  );
  output.table(
    [
      { title: 'PROVIDER', cell: ({ provider }) => provider },
      { title: 'LIMIT', cell: ({ label }) => label },
      { title: 'USED', alignsRight: true, cell: ({ usedPercent }) => `${usedPercent}%` },
      { title: 'RESETS', cell: ({ resetAt }) => formatTime(resetAt) },
      { title: 'AS OF', cell: ({ observedAt }) => formatTime(observedAt) },
    ],
    rows,
    'No provider has reported rate limits since the gateway started.',
  );
}
