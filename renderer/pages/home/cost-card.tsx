// The cost of today and of the last seven days.
import { formatCompact } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Card } from '../../design/page.tsx';
import { Skeleton } from '../../design/states.tsx';
import { navigate } from '../../state/route.ts';
import { useRequest } from '../../state/use-client.ts';
import { LOCAL_DAYS, describeCost, toDay, fillDays, sumCost } from '../usage/usage-figures.ts';

/** Links to the usage page. Empty if usage can't be read; Home works without it. */
export function CostCard() {
  const read = useRequest('usage.cost', { ...LOCAL_DAYS, days: 7 });
  if (read.status === 'loading') return <Skeleton className="h-36" />;
  if (read.data === undefined) return null;
  const days = fillDays(read.data, 7, toDay(read.data.updatedAt));
  const today = days.at(-1);
  const week = sumCost(days);
  const hasNoPrice = today !== undefined && today.cost === 0 && today.unpriced > 0;
  const top = Math.max(...days.map((day) => day.tokens), 1);
  return (
    <Card className="overflow-hidden">
      <button
        type="button"
        onClick={() => navigate('/usage')}
        className="flex w-full flex-col gap-3 p-4 text-start outline-offset-[-2px] hover:bg-hover"
      >
        <span className="flex w-full items-baseline justify-between">
          <span className="text-xs text-ink-faint">
            <span className="sr-only">{t('home.usage.label')}, </span>
            {t('home.usage.today')}
          </span>
          <span className="tabular text-lg font-semibold text-ink">
            {hasNoPrice
              ? t('home.usage.tokens', { tokens: formatCompact(today.tokens) })
              : describeCost(today?.cost ?? 0, today?.unpriced ?? 0)}
          </span>
        </span>
        {hasNoPrice && <span className="-mt-2 text-end text-xs text-ink-faint">{t('home.usage.noPrice')}</span>}
        <span aria-hidden className="flex h-10 w-full items-end gap-1">
          {days.map((day) => (
            <span
              key={day.date}
              className="flex-1 rounded-sm bg-accent-soft"
              style={{
                height: `${Math.max(6, (day.tokens / top) * 100)}%`,
                backgroundColor: day.tokens > 0 ? 'var(--accent)' : undefined,
              }}
            />
          ))}
        </span>
        <span className="tabular flex w-full justify-between text-xs text-ink-soft">
          <span>{t('home.usage.week')}</span>
          <span>
            {t('home.usage.total', {
              cost: describeCost(week.cost, week.unpriced),
              tokens: formatCompact(week.tokens),
            })}
          </span>
        </span>
      </button>
    </Card>
  );
}
