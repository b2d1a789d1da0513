// The context meter: a ring that opens to token counts and the cost of the session.
import type { Usage } from '#contract/types/content.ts';
import { formatCompact, formatCost, formatPercent } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
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
  const label =
    size === undefined
      ? t('composer.context.tokens', { tokens: formatCompact(used) })
      : t('composer.context.full', { share });
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
          {cost === undefined ? null : <span className="@max-lg:hidden">{cost}</span>}
        </button>
      }
    >
      <dl className="tabular grid grid-cols-[1fr_auto] gap-x-4 gap-y-1 text-xs">
        <Fact
          name={t('composer.context.used')}
          value={
            size === undefined
              ? formatCompact(used)
              : t('composer.context.usedOf', { used: formatCompact(used), size: formatCompact(size), share })
          }
        />
        <Fact name={t('composer.context.input')} value={tokens(usage.input)} />
        <Fact name={t('composer.context.cache')} value={tokens(usage.cacheRead)} />
        <Fact name={t('composer.context.output')} value={tokens(usage.output)} />
        <Fact
          name={t('composer.context.cost')}
          value={usage.cost === undefined ? t('composer.context.noPrice') : formatCost(usage.cost)}
        />
      </dl>
      {level === 'calm' ? null : <p className="mt-2 text-xs text-ink-soft">{t('composer.context.nearlyFull')}</p>}
    </Popover>
  );
}

function tokens(count: number): string {
  return t('composer.context.tokensValue', { tokens: formatCompact(count) });
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="text-right text-ink">{value}</dd>
    </>
  );
}
