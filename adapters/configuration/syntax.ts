// The values of a configuration: mapping them, their paths, and the placeholder for secrets.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';

/** The protocol's placeholder for a secret. A value that contains it is left unchanged on a write. */
export const REDACTED = '__OPENCLAW_REDACTED__';

/** A copy with every value changed. Keys such as `__proto__` stay plain keys. */
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

/** A path as text, such as `agents.entries.main`. */
export function pathText(path: readonly string[]): string {
  return path.join('.');
}

/** A problem of the file and its path. */
export interface Issue {
  readonly path: string;
  readonly message: string;
}
