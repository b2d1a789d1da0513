// Finds the messages that code uses: ids in quotes, ids that are completed at run time, such as `approvals.mode.${mode}`, and ids that
// continue another one, such as `${title}.hint`.

const LITERAL = /['"`]([a-z]\w*(?:\.\w+)+)['"`]/g;
const COMPLETED = /`([a-z]\w*(?:\.\w+)*\.)\$\{(?:[^{}`]*\}([\w.]*)`)?/g;
const CONTINUED = /`\$\{[^{}`]*\}((?:\.\w+)+)`/g;

/** Those of `ids` that `code` uses. */
export function findMessageIds(code: string, ids: readonly string[]): readonly string[] {
  const literals = new Set([...code.matchAll(LITERAL)].map(([, id = '']) => id));
  const completed = [...code.matchAll(COMPLETED)].map(([, start = '', end = '']) => ({ start, end }));
  const endings = [...code.matchAll(CONTINUED)].map(([, ending = '']) => ending);
  const named = (id: string): boolean =>
    literals.has(id) || completed.some(({ start, end }) => id.startsWith(start) && id.endsWith(end));
  const continues = (id: string): boolean =>
    endings.some((ending) => id.endsWith(ending) && named(id.slice(0, -ending.length)));
  return ids.filter((id) => named(id) || continues(id));
}
