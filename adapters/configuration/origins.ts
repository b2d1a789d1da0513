// Where each value of the effective configuration comes from.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { refersToEnvironment } from './substitution.ts';

/** `file`: the configuration file itself; `include`: a file it includes; `environment`: a variable it names. */
export type Origin = 'default' | 'file' | 'include' | 'environment';

/** Origin of each leaf of `full`, by path. */
export function originsOf(full: unknown, parsed: unknown, sourced: unknown): Readonly<Record<string, Origin>> {
  const origins = new Map<string, Origin>();
  const walk = (value: unknown, path: readonly string[]) => {
    if (isJsonObject(value)) for (const [key, part] of Object.entries(value)) walk(part, [...path, key]);
    else origins.set(path.join('.'), originOf(path, parsed, sourced));
  };
  walk(full, []);
  return Object.fromEntries(origins);
}

function originOf(path: readonly string[], parsed: unknown, sourced: unknown): Origin {
  const written = valueAt(sourced, path);
  if (written === undefined) return 'default';
  if (refersToEnvironment(written)) return 'environment';
  return valueAt(parsed, path) === undefined ? 'include' : 'file';
}

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (isJsonObject(part) && Object.hasOwn(part, key) ? (part as JsonObject)[key] : undefined),
    value,
  );
}
