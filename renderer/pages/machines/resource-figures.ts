// The figures and the line of a chart of CPU or memory usage.
import type { ResourceSample, ResourceSeries } from '#contract/types/resources.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** What a chart shows: position 1 or 2 of a sample. */
export type Measure = 'cpu' | 'memory';

/** The measured value of a sample. */
export function measured(sample: ResourceSample, measure: Measure): number {
  return measure === 'cpu' ? sample[1] : sample[2];
}

/** A value with its unit. */
export function formatMeasured(value: number, measure: Measure): string {
  return measure === 'cpu' ? value.toFixed(2) : formatBytes(value);
}

/** The limit of a machine; the gateway has none. */
function limitFor({ limits }: ResourceSeries, measure: Measure): number | undefined {
  return measure === 'cpu' ? limits?.cpus : limits?.memoryBytes;
}

/** `0.25 now · 1.20 at most · limit 2.00`. */
export function describeFigures(series: ResourceSeries, measure: Measure): string {
  const last = series.samples.at(-1);
  if (last === undefined) return t('machines.resources.none');
  const now = formatMeasured(measured(last, measure), measure);
  const peak = formatMeasured(Math.max(...series.samples.map((sample) => measured(sample, measure))), measure);
  const limit = limitFor(series, measure);
  if (limit === undefined) return t('machines.resources.figures', { now, peak });
  return t('machines.resources.figuresOf', { now, peak, limit: formatMeasured(limit, measure) });
}

/** Samples further apart than this aren't connected: the gateway was off, or the machine was stopped, ms. */
const GAP_MS = 5 * 60_000;

/** A point of the chart, as shares of its width and height. */
export interface ChartPoint {
  readonly x: number;
  readonly y: number;
  readonly sample: ResourceSample;
}

/** The points of a period as unbroken lines. The top of the chart is the limit, or a little above the peak. */
export function toLines(
  series: ResourceSeries,
  measure: Measure,
  period: { readonly from: number; readonly to: number },
): readonly (readonly ChartPoint[])[] {
  const values = series.samples.map((sample) => measured(sample, measure));
  const top = limitFor(series, measure) ?? Math.max(...values, Number.EPSILON) * 1.15;
  const points = series.samples.map((sample): ChartPoint => {
    const x = (sample[0] - period.from) / (period.to - period.from);
    return { x: Math.min(1, Math.max(0, x)), y: Math.min(1, measured(sample, measure) / top), sample };
  });
  return points.reduce<ChartPoint[][]>((lines, point) => {
    const line = lines.at(-1);
    const before = line?.at(-1);
    if (line === undefined || before === undefined || point.sample[0] - before.sample[0] > GAP_MS) lines.push([point]);
    else line.push(point);
    return lines;
  }, []);
}
