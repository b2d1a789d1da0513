// Tokens and cost by day. Usage without a known price says so; it never counts as zero.
import { ChartColumn } from 'lucide-react';
import { useState } from 'react';
import type { UsageCost, UsageRow } from '#contract/types/usage.ts';
import { formatCompact, formatCost, formatDate, formatNumber, formatPercent, formatWeekday } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Card, Page, Section } from '../../design/page.tsx';
import { EmptyState, ErrorNote, Skeleton } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { useRequest } from '../../state/use-client.ts';
import { BudgetsSection } from './budgets-section.tsx';
import { RateLimitsSection } from './rate-limits-section.tsx';
import { TableHead } from './session-usage-table.tsx';
import { UsageDetails } from './usage-details.tsx';
import { UsageBars } from './usage-bars.tsx';
import { cacheShare, LOCAL_DAYS, describeCost, toDay, fillDays, type UsageDay } from './usage-figures.ts';

const RANGES = ['7', '30', '90'] as const;
const MEASURES = ['cost', 'tokens'] as const;

/** `/usage`. */
export function UsagePage() {
  const [range, setRange] = useState<(typeof RANGES)[number]>('30');
  const read = useRequest('usage.cost', { ...LOCAL_DAYS, days: Number(range) }, ['sessions.changed']);
  return (
    <Page
      title={t('usage.title')}
      summary={summarize(read.data)}
      width="wide"
      actions={
        <Segmented
          label={t('usage.range')}
          options={RANGES.map((value) => ({ value, label: t('time.days', { count: Number(value) }) }))}
          value={range}
          onChange={setRange}
        />
      }
    >
      {read.status === 'error' && read.data === undefined && (
        <ErrorNote title={t('usage.loadFailed')} message={read.error.message} onRetry={() => void read.reload()} />
      )}
      {read.status === 'loading' && <UsageSkeleton />}
      {read.data !== undefined && <UsageBody usage={read.data} days={Number(range)} />}
      <BudgetsSection />
    </Page>
  );
}

function summarize(usage: UsageCost | undefined): string {
  if (usage?.pricesAsOf === undefined) return t('usage.summary');
  return t('usage.summary.dated', { date: formatDate(Date.parse(`${usage.pricesAsOf}T12:00:00`)) });
}

function UsageBody({ usage, days }: { readonly usage: UsageCost; readonly days: number }) {
  const [measure, setMeasure] = useState<(typeof MEASURES)[number]>(usage.totals.totalCost === 0 ? 'tokens' : 'cost');
  const rows = fillDays(usage, days, toDay(usage.updatedAt));
  if (usage.totals.totalTokens === 0) {
    return <EmptyState icon={ChartColumn} title={t('usage.empty.title')} text={t('usage.empty.text')} />;
  }
  return (
    <>
      <Totals totals={usage.totals} days={days} />
      <Section
        title={t('usage.byDay')}
        actions={
          <Segmented
            label={t('usage.measure')}
            options={MEASURES.map((value) => ({ value, label: t(`usage.${value}`) }))}
            value={measure}
            onChange={setMeasure}
          />
        }
      >
        <Card className="p-4">
          <UsageBars days={rows} measure={measure} />
        </Card>
      </Section>
      <UsageDetails days={days} today={toDay(usage.updatedAt)} measure={measure} />
      <RateLimitsSection />
      <Section title={t('usage.dailyTotals')}>
        <DayTable rows={rows.filter((row) => row.tokens > 0 || row.unpriced > 0).toReversed()} />
      </Section>
    </>
  );
}

function Totals({ totals, days }: { readonly totals: UsageRow; readonly days: number }) {
  const figures = [
    {
      name: t('usage.total.cost', { days }),
      value: describeCost(totals.totalCost, totals.missingCostEntries),
      note:
        totals.missingCostEntries > 0
          ? t('usage.total.unpriced', { count: totals.missingCostEntries })
          : t('usage.total.perDay', { cost: formatCost(totals.totalCost / days) }),
    },
    {
      name: t('usage.tokens'),
      value: formatCompact(totals.totalTokens),
      note: t('usage.total.inOut', {
        input: formatCompact(totals.input + totals.cacheRead + totals.cacheWrite),
        output: formatCompact(totals.output),
      }),
    },
    {
      name: t('usage.total.cache'),
      value: formatPercent(cacheShare(totals)),
      note: t('usage.total.cacheRead', { tokens: formatCompact(totals.cacheRead) }),
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
    <table aria-label={t('usage.table.dayLabel')} className="tabular w-full text-sm">
      <TableHead columns={[t('usage.table.day'), t('usage.tokens'), t('usage.cost')]} />
      <tbody>
        {rows.map((row) => (
          <tr key={row.date} className="border-b border-line">
            <td className="py-1.5">{formatWeekday(Date.parse(`${row.date}T12:00:00`))}</td>
            <td className="py-1.5 text-end">{formatNumber(row.tokens)}</td>
            <td className="py-1.5 text-end">{describeCost(row.cost, row.unpriced)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function UsageSkeleton() {
  return (
    <div role="status" aria-label={t('usage.loading')} className="flex flex-col gap-6">
      <div className="grid grid-cols-3 gap-3 max-md:grid-cols-1">
        {[0, 1, 2].map((card) => (
          <Skeleton key={card} className="h-24" />
        ))}
      </div>
      <Skeleton className="h-56" />
    </div>
  );
}
