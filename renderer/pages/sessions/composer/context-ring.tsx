// How full the context is, as a ring; opens to what fills it and what the session cost.
import type { Usage } from '#contract/types/content.ts';
import { formatCompact, formatCost } from '#messages/format.ts';
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

/** Without a known window only the figures are shown. */
export function ContextRing({ used, window: size, usage }: ContextRingProps) {
  const { part, level } = contextFill(used, size ?? 0);
  const percent = Math.round(part * 100);
  const label = size === undefined ? `${formatCompact(used)} tokens in the context` : `Context ${percent} % full`;
  const cost = usage.cost === undefined || usage.cost === 0 ? undefined : formatCost(usage.cost);
  return (
    <Popover
      label="Context and cost"
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
          name="In the context"
          value={
            size === undefined ? formatCompact(used) : `${formatCompact(used)} of ${formatCompact(size)} (${percent} %)`
          }
        />
        <Fact name="Read in all" value={`${formatCompact(usage.input)} tokens`} />
        <Fact name="From the cache" value={`${formatCompact(usage.cacheRead)} tokens`} />
        <Fact name="Written" value={`${formatCompact(usage.output)} tokens`} />
        <Fact name="Cost of the session" value={usage.cost === undefined ? 'cost unknown' : formatCost(usage.cost)} />
      </dl>
      {level === 'calm' ? null : (
        <p className="mt-2 text-xs text-ink-soft">
          Nearly full: earlier messages will be summarised. /compact does it now.
        </p>
      )}
    </Popover>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <>
      <dt className="text-ink-faint">{name}</dt>
      <dd className="text-right text-ink">{value}</dd>
    </>
  );
}
