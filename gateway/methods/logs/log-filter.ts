// Filters log lines.
import type { MethodParams } from '#contract/methods/registry.ts';

const WEIGHTS: ReadonlyMap<unknown, number> = new Map([
  ['debug', 0],
  ['info', 1],
  ['warn', 2],
  ['error', 3],
]);

/** A test of one line: its weight is `level` or more, and it holds `text` in any case. Undefined when every line counts. */
export function logFilter({
  level,
  text = '',
}: Pick<MethodParams<'logs.tail'>, 'level' | 'text'>): ((line: string) => boolean) | undefined {
  const least = WEIGHTS.get(level) ?? 0;
  const wanted = text.toLowerCase();
  if (least === 0 && wanted === '') return undefined;
  return (line) => line.toLowerCase().includes(wanted) && (least === 0 || getWeight(line) >= least);
}

/** A line that is none of ours (a crash wrote it) weighs most: it is never hidden. */
function getWeight(line: string): number {
  try {
    const parsed: unknown = JSON.parse(line);
    const level = typeof parsed === 'object' && parsed !== null && 'level' in parsed ? parsed.level : undefined;
    return WEIGHTS.get(level) ?? Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
