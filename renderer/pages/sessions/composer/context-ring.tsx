// The context meter: a ring that opens to token counts and the cost of the session.
import type { Usage } from '#contract/types/content.ts';
import { formatCompact, formatCost, formatPercent } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Facts } from '../../../design/facts.tsx';
import { Popover } from '../../../design/popover.tsx';
import { contextFill } from './context-fill.ts';

interface ContextRingProps {
  readonly used: number;
  readonly window: number | undefined;
  readonly usage: Usage;
}

const RADIUS = 6;
const ROUND = 2 * Math.PI * RADIUS;
const COLORS = { calm: 'stroke-ink-soft', high: 'stroke-warn-strong', full: 'stroke-bad' } as const;

/** Shows only the figures if the context window is unknown. */
export function ContextRing({ used, window: size, usage }: ContextRingProps) {
  const { part, level } = contextFill(used, size ?? 0);
  const share = formatPercent(part);
  const tokens = formatCompact(used);
  const label = size === undefined ? t('composer.context.tokens', { tokens }) : t('composer.context.full', { share });
  const cost = usage.cost === undefined || usage.cost === 0 ? undefined : formatCost(usage.cost);
  return (
    <Popover
      label={t('composer.context.title')}
      side="top"
      align="end"
      className="w-64"
      trigger={
        <button
          type="button"
          aria-label={cost === undefined ? label : `${label}, ${cost}`}
          className="tabular flex h-6.5 items-center gap-1.5 rounded-md px-1.5 text-2xs text-ink-faint hover:bg-hover hover:text-ink"
        >
          <svg viewBox="0 0 16 16" aria-hidden className="size-4 -rotate-90">
            <circle cx="8" cy="8" r={RADIUS} fill="none" strokeWidth="2.5" className="stroke-line-strong" />
            <circle
              cx="8"
              cy="8"
              r={RADIUS}
              fill="none"
              strokeWidth="2.5"
              strokeLinecap="round"
              strokeDasharray={`${part * ROUND} ${ROUND}`}
              className={COLORS[level]}
              opacity={part === 0 ? 0 : 1}
            />
          </svg>
          {cost !== undefined && <span className="@max-lg:hidden">{cost}</span>}
        </button>
      }
    >
      <Facts
        className="grid-cols-[1fr_auto] gap-y-1 text-xs [&_dd]:text-end"
        rows={[
          [
            t('usage.inContext'),
            size === undefined
              ? tokens
              : t('composer.context.usedOf', { used: tokens, size: formatCompact(size), share }),
          ],
          [t('usage.input'), describeTokens(usage.input)],
          [t('composer.context.cache'), describeTokens(usage.cacheRead)],
          [t('usage.output'), describeTokens(usage.output)],
          [t('composer.context.cost'), usage.cost === undefined ? t('usage.noPrice') : formatCost(usage.cost)],
        ]}
      />
      {level !== 'calm' && <p className="mt-2 text-xs text-ink-soft">{t('composer.context.nearlyFull')}</p>}
    </Popover>
  );
}

function describeTokens(count: number): string {
  return t('composer.context.tokensValue', { tokens: formatCompact(count) });
}
