// Filters log lines.
import { logSession } from '#contract/types/log-session.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { MethodParams } from '#contract/methods/registry.ts';

const WEIGHTS: ReadonlyMap<unknown, number> = new Map([
  ['debug', 0],
  ['info', 1],
  ['warn', 2],
  ['error', 3],
]);

type Filter = Pick<MethodParams<'logs.tail'>, 'level' | 'text' | 'sessionKey' | 'agentId'>;

/**
 * A filter for lines of at least `level` that contain `text`, ignoring case, and that belong to the session or agent. Undefined when
 * every line matches.
 */
export function logFilter({ level, text = '', sessionKey, agentId }: Filter): ((line: string) => boolean) | undefined {
  const least = WEIGHTS.get(level) ?? 0;
  const wanted = text.toLowerCase();
  const isOfPlace = sessionKey !== undefined || agentId !== undefined;
  if (least === 0 && wanted === '' && !isOfPlace) return undefined;
  const session = logSession();
  return (line) => {
    const parsed = parseLine(line);
    const place = isOfPlace ? session(parsed?.['fields']) : undefined;
    return (
      line.toLowerCase().includes(wanted) &&
      // A line without a level, such as the output of a crash, is never hidden.
      (WEIGHTS.get(parsed?.['level']) ?? Number.POSITIVE_INFINITY) >= least &&
      (sessionKey === undefined || place?.sessionKey === sessionKey) &&
      (agentId === undefined || place?.agentId === agentId)
    );
  };
}

function parseLine(line: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(line);
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
