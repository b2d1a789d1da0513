// Canonical JSON, for hashing.
import { isJsonObject } from '../types/json-object.ts';

/** Sorts keys and omits whitespace. `undefined` is omitted, as in JSON. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => (isJsonObject(part) ? sorted(part) : part));
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
