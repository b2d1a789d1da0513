// The scripts of a `package.json`, as text to compare.
import { isJsonObject } from '#contract/types/json-object.ts';

/** The scripts; the whole text if it isn't valid, because a program may read it in another way. */
export function readPackageScripts(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    return isJsonObject(parsed) ? JSON.stringify(parsed['scripts'] ?? null) : text;
  } catch {
    return text;
  }
}
