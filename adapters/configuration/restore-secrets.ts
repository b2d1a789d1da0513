// A whole file that comes back from somebody who saw it without its secrets: they are put in again.
import { parseJson5 } from './json5.ts';
import type { Change } from './merging.ts';
import { valueAt } from './origins.ts';
import { mapTexts, pathText, REDACTED, type Issue } from './syntax.ts';

/** The changes that put secrets back, or why that cannot be done. A text that is no JSON5 has none: reading it will say so. */
export function secretsToRestore(
  text: string,
  before: unknown,
): { readonly changes: readonly Change[]; readonly issues: readonly Issue[] } {
  if (!text.includes(REDACTED)) return { changes: [], issues: [] };
  let parsed: unknown;
  try {
    parsed = parseJson5(text);
  } catch {
    return { changes: [], issues: [] };
  }
  const changes: Change[] = [];
  const issues: Issue[] = [];
  mapTexts(parsed, (placeholder, path) => {
    const old = valueAt(before, path);
    if (placeholder === REDACTED && typeof old === 'string') changes.push({ path, value: old });
    else if (placeholder.includes(REDACTED))
      issues.push({
        path: pathText(path),
        message: 'this is a placeholder, but the file has no value here to restore',
      });
  });
  return { changes, issues };
}
