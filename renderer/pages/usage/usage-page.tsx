// Tokens and cost by day. What has no known price says so; it is never counted as zero.
import { ChartColumn } from 'lucide-react';
import { useState } from 'react';
import type { UsageCost, UsageRow } from '#contract/types/usage.ts';
import { formatCompact, formatCost, formatNumber, formatPercent, formatWeekday } from '#messages/format.ts';
import { Card, Page, Section } from '../../design/page.tsx';
import { EmptyState, ErrorNote, Skeleton } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { useRequest } from '../../state/use-client.ts';
import { TableHead } from './table-head.tsx';
import { SessionUsageTable } from './session-usage-table.tsx';
import { UsageBars } from './usage-bars.tsx';
import { cacheShare, costWords, dayOf, fillDays, type UsageDay } from './usage-days.ts';

const SPANS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
] as const;
type Measure = 'cost' | 'tokens';

/** `/usage`. */
export function UsagePage() {
  const [span, setSpan] = useState<(typeof SPANS)[number]['value']>('30');
  const read = useRequest('usage.cost', { days: Number(span) });
  return (
    <Page
      title="Usage"
      summary="What your agents consumed"
      width="wide"
      actions={<Segmented label="Span" options={SPANS} value={span} onChange={setSpan} />}
    >
      {read.status === 'error' && read.data === undefined && (
        <ErrorNote title="Usage could not be read" message={read.error.message} onRetry={() => void read.reload()} />
      )}
      {read.status === 'loading' && <UsageSkeleton />}
      {read.data !== undefined && <UsageBody usage={read.data} days={Number(span)} />}
    </Page>
  );
}

function UsageBody({ usage, days }: { readonly usage: UsageCost; readonly days: number }) {
  const [measure, setMeasure] = useState<Measure>(usage.totals.totalCost === 0 ? 'tokens' : 'cost');
  const rows = fillDays(usage, days, dayOf(usage.updatedAt));
  if (usage.totals.totalTokens === 0) {
    return (
      <EmptyState icon={<ChartColumn size={22} />} title="Nothing used yet">
        Tokens and cost of each model call appear here. The demo costs nothing.
      </EmptyState>
    );
  }
  return (
    <>
      <Totals totals={usage.totals} days={days} />
      <Section
        title="By day"
        actions={
          <Segmented<Measure>
            label="Measure"
            options={[
              { value: 'cost', label: 'Cost' },
              { value: 'tokens', label: 'Tokens' },
            ]}
            value={measure}
            onChange={setMeasure}
          />
        }
      >
        <Card className="p-4">
          <UsageBars days={rows} measure={measure} />
        </Card>
      </Section>
      <Section title="By session">
        <SessionUsageTable days={days} today={dayOf(usage.updatedAt)} />
      </Section>
      <Section title="Days with calls">
        <DayTable rows={rows.filter((row) => row.tokens > 0 || row.unpriced > 0).toReversed()} />
      </Section>
    </>
  );
}

function Totals({ totals, days }: { readonly totals: UsageRow; readonly days: number }) {
  const figures = [
    {
      name: `Cost, ${days} days`,
      value: costWords(totals.totalCost, totals.missingCostEntries),
      note:
        totals.missingCostEntries > 0
          ? `${totals.missingCostEntries} calls have no known price`
          : `${formatCost(totals.totalCost / days)} a day`,
    },
    {
      name: 'Tokens',
      value: formatCompact(totals.totalTokens),
      note: `${formatCompact(totals.input + totals.cacheRead + totals.cacheWrite)} in · ${formatCompact(totals.output)} out`,
    },
    {
      name: 'From cache',
      value: formatPercent(cacheShare(totals)),
      note: `${formatCompact(totals.cacheRead)} tokens read again cheaply`,
    },
  ];
  return (
    <dl className="mb-8 grid grid-cols-3 gap-3 max-md:grid-cols-1">
      {figures.map((figure) => (
        <Card key={figure.name} className="p-4">
          <dt className="text-xs text-ink-faint">{figure.name}</dt>
          <dd className="tabular mt-1 text-xl font-semibold text-ink">{figure.value}</dd>
          <dd className="mt-0.5 text-xs text-ink-soft">{figure.note}</dd>
        </Card>
      ))}
    </dl>
  );
}

function DayTable({ rows }: { readonly rows: readonly UsageDay[] }) {
  return (
    <table aria-label="Usage by day" className="tabular w-full text-sm">
      <TableHead columns={['Day', 'Tokens', 'Cost']} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.date} className="border-b border-line">
            <td className="py-1.5">{dayWords(row.date)}</td>
            <td className="py-1.5 text-right">{formatNumber(row.tokens)}</td>
            <td className="py-1.5 text-right">{costWords(row.cost, row.unpriced)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function dayWords(date: string): string {
  return formatWeekday(Date.parse(`${date}T12:00:00`));
}

function UsageSkeleton() {
  return (
    <div role="status" aria-label="Loading usage" className="flex flex-col gap-6">
      <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
        {[0, 1, 2].map((card) => (
          <Skeleton key={card} className="h-24" />
        ))}
      </div>
      <Skeleton className="h-56" />
    </div>
  );
}
