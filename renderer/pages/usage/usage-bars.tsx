// Bars by day as plain SVG: one bar a day, hatched where calls without a price are among them.
import { useId, useState } from 'react';
import { formatCompact, formatDay } from '#messages/format.ts';
import { costWords, type UsageDay } from './usage-days.ts';

const WIDTH = 900;
const HEIGHT = 180;
const GAP = 0.28;
/** The smallest bar that is still seen, px. */
const LEAST = 2;

/** For the eye; the table below says the same in words, so the picture is hidden from screen readers. */
export function UsageBars({
  days,
  measure,
}: {
  readonly days: readonly UsageDay[];
  readonly measure: 'cost' | 'tokens';
}) {
  const [at, setAt] = useState<number | undefined>();
  const hatch = useId();
  const top = Math.max(...days.map((day) => day[measure]), Number.EPSILON);
  const step = WIDTH / days.length;
  const shown = at === undefined ? undefined : days[at];
  return (
    <figure aria-hidden="true">
      <figcaption className="tabular mb-2 flex h-5 justify-between text-xs text-ink-soft">
        <span>{shown === undefined ? ' ' : captionOf(shown)}</span>
        <span className="text-ink-faint">
          {measure === 'cost' ? `top ${costWords(top < 1e-9 ? 0 : top, 0)}` : `top ${formatCompact(top < 1 ? 0 : top)}`}
        </span>
      </figcaption>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-44 w-full"
        onMouseLeave={() => setAt(undefined)}
      >
        <defs>
          <pattern id={hatch} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="6" height="6" fill="var(--accent-soft)" />
            <rect width="2" height="6" fill="var(--accent)" />
          </pattern>
        </defs>
        <line
          x1="0"
          x2={WIDTH}
          y1={HEIGHT - 0.5}
          y2={HEIGHT - 0.5}
          stroke="var(--line-strong)"
          strokeWidth="1"
          vectorEffect="non-scaling-stroke"
        />
        {days.map((day, index) => {
          const used = day[measure] > 0 || day.unpriced > 0;
          const height = used ? Math.max(LEAST, (day[measure] / top) * (HEIGHT - 8)) : 0;
          return (
            <g key={day.date} onMouseEnter={() => setAt(index)}>
              <rect
                x={index * step}
                y="0"
                width={step}
                height={HEIGHT}
                fill={index === at ? 'var(--hover)' : 'transparent'}
              />
              <rect
                x={index * step + (step * GAP) / 2}
                y={HEIGHT - height}
                width={step * (1 - GAP)}
                height={height}
                fill={measure === 'cost' && day.unpriced > 0 ? `url(#${hatch})` : 'var(--accent)'}
              />
            </g>
          );
        })}
      </svg>
      <div className="tabular mt-1.5 flex justify-between text-2xs text-ink-faint">
        <span>{labelOf(days[0])}</span>
        <span>{labelOf(days[Math.floor(days.length / 2)])}</span>
        <span>today</span>
      </div>
    </figure>
  );
}

function labelOf(day: UsageDay | undefined): string {
  return day === undefined ? '' : formatDay(Date.parse(`${day.date}T12:00:00`));
}

function captionOf(day: UsageDay): string {
  return `${labelOf(day)}: ${costWords(day.cost, day.unpriced)}, ${formatCompact(day.tokens)} tokens`;
}
