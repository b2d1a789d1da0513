// One bar per day as plain SVG, hatched if the day includes calls without a price.
import { useId, useState } from 'react';
import { formatCompact, formatDay } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { describeCost, type UsageDay } from './usage-figures.ts';

const WIDTH = 900;
const HEIGHT = 180;
const GAP = 0.28;
/** The smallest visible bar, px. */
const MIN_HEIGHT = 2;

interface UsageBarsProps {
  readonly days: readonly UsageDay[];
  readonly measure: 'cost' | 'tokens';
}

/** Hidden from screen readers: the table below has the same figures. */
export function UsageBars({ days, measure }: UsageBarsProps) {
  const [at, setAt] = useState<number | undefined>();
  const hatch = useId();
  const top = Math.max(...days.map((day) => day[measure]), Number.EPSILON);
  const step = WIDTH / days.length;
  const shown = at === undefined ? undefined : days[at];
  return (
    <figure aria-hidden="true">
      <figcaption className="tabular mb-2 flex h-5 justify-between text-xs text-ink-soft">
        <span>{shown === undefined ? ' ' : caption(shown)}</span>
        <span className="text-ink-faint">
          {t('usage.chart.peak', {
            value: measure === 'cost' ? describeCost(top < 1e-9 ? 0 : top, 0) : formatCompact(top < 1 ? 0 : top),
          })}
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
          const height = used ? Math.max(MIN_HEIGHT, (day[measure] / top) * (HEIGHT - 8)) : 0;
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
        <span>{dayLabel(days[0])}</span>
        <span>{dayLabel(days[Math.floor(days.length / 2)])}</span>
        <span>{t('usage.chart.today')}</span>
      </div>
    </figure>
  );
}

function dayLabel(day: UsageDay | undefined): string {
  return day === undefined ? '' : formatDay(Date.parse(`${day.date}T12:00:00`));
}

function caption(day: UsageDay): string {
  return t('usage.chart.caption', {
    day: dayLabel(day),
    cost: describeCost(day.cost, day.unpriced),
    tokens: formatCompact(day.tokens),
  });
}
