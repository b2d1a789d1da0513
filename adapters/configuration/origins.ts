// The origin of each value of the effective configuration.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { refersToEnvironment } from './substitution.ts';

type Origins = NonNullable<ConfigSnapshot['origins']>;

/** Finds the origin of each leaf of `full`, by path. */
export function findOrigins(full: unknown, parsed: unknown, sourced: unknown): Origins {
  const origins = new Map<string, Origins[string]>();
  const walk = (value: unknown, path: readonly string[]) => {
    if (isJsonObject(value)) for (const [key, part] of Object.entries(value)) walk(part, [...path, key]);
    else origins.set(path.join('.'), findOrigin(path, parsed, sourced));
  };
  walk(full, []);
  return Object.fromEntries(origins);
}

function findOrigin(path: readonly string[], parsed: unknown, sourced: unknown): Origins[string] {
  const written = valueAt(sourced, path);
  if (written === undefined) return 'default';
  if (refersToEnvironment(written)) return 'environment';
  return valueAt(parsed, path) === undefined ? 'include' : 'file';
}

/** The value at a path, or undefined. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, key) => (isJsonObject(part) && Object.hasOwn(part, key) ? part[key] : undefined),
    value,
  );
}
