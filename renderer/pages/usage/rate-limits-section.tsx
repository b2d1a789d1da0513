// Rate limit usage from each provider's last response.
import type { ProviderLimits, RateLimitWindow } from '#contract/types/usage.ts';
import { formatPercent, formatTime, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { Card, Section } from '../../design/page.tsx';
import { useRequest, useSupports } from '../../state/use-client.ts';

/** From here on, the bar has the color of a warning. */
const NEARLY_USED_PERCENT = 90;

/** Part of the usage page. Hidden until a provider has reported its limits. */
export function RateLimitsSection() {
  return useSupports('usage.status') ? <ReportedLimits /> : null;
}

function ReportedLimits() {
  const providers = useRequest('usage.status', {}, ['sessions.changed']).data?.providers ?? [];
  if (providers.length === 0) return null;
  return (
    <Section title={t('usage.limits')} summary={t('usage.limits.summary')}>
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        {providers.map((limits) => (
          <LimitsCard key={limits.provider} limits={limits} />
        ))}
      </div>
    </Section>
  );
}

function LimitsCard({ limits: { displayName, windows, observedAt } }: { readonly limits: ProviderLimits }) {
  return (
    <Card className="px-4 py-3">
      <h3 className="flex flex-wrap items-baseline justify-between gap-x-3 text-sm font-medium text-ink">
        {displayName}
        <span className="text-xs font-normal text-ink-faint">
          {t('usage.limits.observed', { time: formatTime(observedAt) })}
        </span>
      </h3>
      <dl className="mt-2 flex flex-col gap-1.5 text-xs">
        {windows.map((window) => (
          <div key={window.label}>
            <div className="flex flex-wrap justify-between gap-x-3">
              <dt className="text-ink-soft">{window.label}</dt>
              <dd className="tabular text-ink">{describeWindow(window)}</dd>
            </div>
            <div aria-hidden className="mt-1 h-1 overflow-hidden rounded-sm bg-line">
              <div
                className={cx('h-full', window.usedPercent < NEARLY_USED_PERCENT ? 'bg-accent' : 'bg-warn-strong')}
                style={{ width: `${window.usedPercent}%` }}
              />
            </div>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function describeWindow({ usedPercent, resetAt }: RateLimitWindow): string {
  return joinFacts(
    t('usage.limits.used', { share: formatPercent(usedPercent / 100) }),
    resetAt === undefined ? '' : t('usage.limits.reset', { time: formatTime(resetAt) }),
  );
}
