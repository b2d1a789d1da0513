// A line of CPU or memory usage as plain SVG; the value under the pointer is shown above it.
import { useState, type PointerEvent } from 'react';
import type { ResourceSeries } from '#contract/types/resources.ts';
import { formatTimeWithSeconds } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import {
  describeFigures,
  formatMeasured,
  measured,
  toLines,
  type ChartPoint,
  type Measure,
} from './resource-figures.ts';

const WIDTH = 400;
const HEIGHT = 72;

interface ResourceChartProps {
  readonly name: string;
  readonly series: ResourceSeries;
  readonly measure: Measure;
  readonly period: { readonly from: number; readonly to: number };
}

/** Screen readers get the current value, the peak, and the limit. */
export function ResourceChart({ name, series, measure, period }: ResourceChartProps) {
  const [at, setAt] = useState<number>();
  const lines = toLines(series, measure, period);
  const shown = at === undefined ? undefined : nearest(lines.flat(), at);
  const figures = describeFigures(series, measure);
  const title = measure === 'cpu' ? t('machines.resources.cpu') : t('machines.resources.memory');
  const onMove = (event: PointerEvent<SVGSVGElement>): void => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    setAt((event.clientX - left) / width);
  };
  return (
    <figure className="min-w-0 flex-1 basis-56">
      <figcaption className="tabular mb-1 flex justify-between gap-2 text-xs text-ink-soft" aria-hidden>
        <span>{title}</span>
        <span className="truncate text-ink-faint">{shown === undefined ? figures : describe(shown, measure)}</span>
      </figcaption>
      {/* Time runs to the right in every language. */}
      <svg
        role="img"
        aria-label={t('machines.resources.chart', { name: `${name}, ${title}`, figures })}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        className="h-18 w-full rounded-md border border-line bg-sunken"
        onPointerMove={onMove}
        onPointerLeave={() => setAt(undefined)}
      >
        {lines.map((line) => (
          <g key={line[0]?.sample[0]}>
            <path d={area(line)} fill="var(--accent-soft)" />
            <path
              d={path(line)}
              fill="none"
              stroke="var(--accent)"
              strokeWidth="1.5"
              strokeLinecap="round"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        ))}
        {shown !== undefined && (
          <line
            x1={shown.x * WIDTH}
            x2={shown.x * WIDTH}
            y1="0"
            y2={HEIGHT}
            stroke="var(--ink-faint)"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
    </figure>
  );
}

function place({ x, y }: ChartPoint): string {
  return `${(x * WIDTH).toFixed(1)} ${(HEIGHT - 1 - y * (HEIGHT - 3)).toFixed(1)}`;
}

/** A single sample is a dot: a line of no length with round ends. */
function path(line: readonly ChartPoint[]): string {
  return `M${line.map(place).join('L')}${line.length === 1 ? 'h0' : ''}`;
}

function area(line: readonly ChartPoint[]): string {
  const [first, last] = [line[0], line.at(-1)];
  if (first === undefined || last === undefined) return '';
  return `M${first.x * WIDTH} ${HEIGHT}L${line.map(place).join('L')}L${last.x * WIDTH} ${HEIGHT}Z`;
}

function nearest(points: readonly ChartPoint[], x: number): ChartPoint | undefined {
  return points.reduce<ChartPoint | undefined>(
    (best, point) => (best === undefined || Math.abs(point.x - x) < Math.abs(best.x - x) ? point : best),
    undefined,
  );
}

function describe({ sample }: ChartPoint, measure: Measure): string {
  const value = formatMeasured(measured(sample, measure), measure);
  return t('machines.resources.at', { value, time: formatTimeWithSeconds(sample[0]) });
}
