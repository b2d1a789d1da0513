// Filters log lines.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { MethodParams } from '#contract/methods/registry.ts';

const WEIGHTS: ReadonlyMap<unknown, number> = new Map([
  ['debug', 0],
  ['info', 1],
  ['warn', 2],
  ['error', 3],
]);

/** A filter for lines of at least `level` that contain `text`, ignoring case. Undefined when every line matches. */
export function logFilter({
  level,
  text = '',
}: Pick<MethodParams<'logs.tail'>, 'level' | 'text'>): ((line: string) => boolean) | undefined {
  const least = WEIGHTS.get(level) ?? 0;
  const wanted = text.toLowerCase();
  if (least === 0 && wanted === '') return undefined;
  return (line) => line.toLowerCase().includes(wanted) && (least === 0 || getWeight(line) >= least);
}

/** A line without a level, such as the output of a crash, has the greatest weight: it is never hidden. */
function getWeight(line: string): number {
  try {
    const parsed: unknown = JSON.parse(line);
    return WEIGHTS.get(isJsonObject(parsed) ? parsed['level'] : undefined) ?? Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
