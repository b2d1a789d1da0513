// `gatehouse usage`: tokens and cost by day.
import type { UsageRow } from '#contract/methods/system.ts';

import { countOption, defineCommand, given, type CommandContext } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { withGateway } from '../gateway-connection.ts';
import type { Column } from '../table.ts';

const DEFAULT_DAYS = 7;

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

function cells(title: string, { input, output, cacheRead, cacheWrite, totalCost }: UsageRow): readonly string[] {
  return [title, grouped(input), grouped(cacheRead + cacheWrite), grouped(output), `$${totalCost.toFixed(4)}`];
}

function grouped(count: number): string {
  return String(count).replaceAll(/\B(?=(\d{3})+$)/g, ' ');
}
