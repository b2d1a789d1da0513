// Merges configurations, and applies merge patches (RFC 7396).
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { REDACTED } from './syntax.ts';

/** Merges objects; for all other values, `above` takes precedence. */
export function mergeUnder(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isJsonObject(below) || !isJsonObject(above)) return above;
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) merged.set(key, mergeUnder(merged.get(key), value));
  return Object.fromEntries(merged);
}

/** Applies a merge patch: null removes a key, objects are merged, other values replace. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const result = new Map(Object.entries(isJsonObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, applyMergePatch(result.get(key), value));
  }
  return Object.fromEntries(result);
}

/** A change of a text: the new value at a path, or its removal. */
export type Change =
  | { readonly path: readonly string[]; readonly value: unknown }
  | { readonly path: readonly string[]; readonly removed: true };

/** Converts a merge patch to single changes of `target`. Redacted values are unchanged. */
export function toChanges(target: unknown, patch: JsonObject, path: readonly string[] = []): readonly Change[] {
  return Object.entries(patch).flatMap(([key, value]): readonly Change[] => {
    const here = [...path, key];
    const present = isJsonObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    if (value === REDACTED) return [];
    if (value === null) return present === undefined ? [] : [{ path: here, removed: true }];
    if (isJsonObject(value) && isJsonObject(present)) return toChanges(present, value, here);
    return sameJson(present, value) ? [] : [{ path: here, value: applyMergePatch(undefined, value) }];
  });
}

/** Paths of the leaves that differ between two configurations. */
export function changedPaths(before: unknown, after: unknown, path: readonly string[] = []): readonly string[] {
  const [old, next] = [before ?? {}, after ?? {}];
  if (isJsonObject(old) && isJsonObject(next)) {
    // An entry without settings of its own, such as an agent with all defaults.
    if (isEmpty(old) && isEmpty(next) && (before === undefined) !== (after === undefined)) return [path.join('.')];
    const keys = new Set([...Object.keys(old), ...Object.keys(next)]);
    return [...keys].flatMap((key) => changedPaths(old[key], next[key], [...path, key]));
  }
  return sameJson(before, after) ? [] : [path.join('.')];
}

function isEmpty(object: JsonObject): boolean {
  return Object.keys(object).length === 0;
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
