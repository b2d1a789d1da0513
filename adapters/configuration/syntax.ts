// What the configuration file adds to JSON5: a placeholder for secrets, and care with keys.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';

/** What the protocol shows in place of a secret; sent back, it means "as it was". */
export const REDACTED = '__OPENCLAW_REDACTED__';

/** A new object with every value changed; keys such as `__proto__` stay plain keys. */
export function mapObject(object: JsonObject, change: (value: unknown, key: string) => unknown): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
}

/** A copy of a value with every text changed. */
export function mapTexts(
  value: unknown,
  change: (text: string, path: readonly string[]) => unknown,
  path: readonly string[] = [],
): unknown {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value))
    return value.map((part: unknown, index) => mapTexts(part, change, [...path, String(index)]));
  return isJsonObject(value) ? mapObject(value, (part, key) => mapTexts(part, change, [...path, key])) : value;
}

/** A path as people write it: `agents.entries.main`. */
export function pathText(path: readonly string[]): string {
  return path.join('.');
}

/** Something wrong with the file, and where. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}
