// Merging of configurations: one under another, and RFC 7396 patches.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { REDACTED } from './syntax.ts';

/** `above` wins; objects are merged, all else is replaced. */
export function mergeUnder(below: unknown, above: unknown): unknown {
  if (above === undefined) return below;
  if (!isJsonObject(below) || !isJsonObject(above)) return above;
  const merged = new Map(Object.entries(below));
  for (const [key, value] of Object.entries(above)) merged.set(key, mergeUnder(merged.get(key), value));
  return Object.fromEntries(merged);
}

/** The value after a merge patch: null removes, objects merge, all else replaces. */
export function applyMergePatch(target: unknown, patch: unknown): unknown {
  if (!isJsonObject(patch)) return patch;
  const result = new Map(Object.entries(isJsonObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, applyMergePatch(result.get(key), value));
  }
  return Object.fromEntries(result);
}

/** One change of a text: the value at a path, or its removal. */
export type Change =
  | { readonly path: readonly string[]; readonly value: unknown }
  | { readonly path: readonly string[]; readonly removed: true };

/** A merge patch as single changes of `target`. What comes back redacted was not changed by the sender. */
export function changesOf(target: unknown, patch: JsonObject, path: readonly string[] = []): readonly Change[] {
  return Object.entries(patch).flatMap(([key, value]): readonly Change[] => {
    const here = [...path, key];
    const present = isJsonObject(target) && Object.hasOwn(target, key) ? target[key] : undefined;
    if (value === REDACTED) return [];
    if (value === null) return present === undefined ? [] : [{ path: here, removed: true }];
    if (isJsonObject(value) && isJsonObject(present)) return changesOf(present, value, here);
    return sameJson(present, value) ? [] : [{ path: here, value: applyMergePatch(undefined, value) }];
  });
}

/** Paths of the leaves in which two configurations differ. */
export function changedPaths(before: unknown, after: unknown, path: readonly string[] = []): readonly string[] {
  const [old, next] = [before ?? {}, after ?? {}];
  if (isJsonObject(old) && isJsonObject(next)) {
    const keys = new Set([...Object.keys(old), ...Object.keys(next)]);
    return [...keys].flatMap((key) => changedPaths(old[key], next[key], [...path, key]));
  }
  return sameJson(before, after) ? [] : [path.join('.')];
}

function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
