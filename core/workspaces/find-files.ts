// Finds files by name: matches that contain the query first, then those that contain its letters in order.
import type { Clock } from '../ports/clock.ts';
import type { FileStat, Machine } from '../ports/machine.ts';
import { toComparable } from './comparable-text.ts';
import { walkFiles } from './walk-files.ts';

const TIME_BUDGET_MS = 2000;
const MAX_CANDIDATES = 50_000;

interface Candidate {
  readonly path: string;
  readonly score: number;
}

/** Files whose path matches, best first. @throws {FileError} */
export async function findFiles(
  machine: Machine,
  query: string,
  limit: number,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): Promise<readonly FileStat[]> {
  const wanted = toComparable(query.trim()).toLowerCase();
  const found: Candidate[] = [];
  const end = clock.monotonic() + TIME_BUDGET_MS;
  await walkFiles(machine, '.', { signal, isOver: () => clock.monotonic() > end }, ({ path, name }) => {
    const score = scoreFile(toComparable(path), toComparable(name), wanted);
    if (score !== undefined) found.push({ path, score });
    return found.length >= MAX_CANDIDATES ? 'stop' : 'on';
  });
  found.sort((a, b) => a.score - b.score || a.path.length - b.path.length || (a.path < b.path ? -1 : 1));
  const best = await Promise.all(found.slice(0, limit).map(({ path }) => machine.stat(path).catch(() => undefined)));
  return best.filter((stat) => stat !== undefined);
}

/** Lower is better; undefined: no match. */
function scoreFile(path: string, name: string, wanted: string): number | undefined {
  if (wanted === '') return 0;
  const lowerName = name.toLowerCase();
  if (lowerName === wanted) return 0;
  if (lowerName.startsWith(wanted)) return 1;
  if (lowerName.includes(wanted)) return 2;
  const lowerPath = path.toLowerCase();
  if (lowerPath.includes(wanted)) return 3;
  const gaps = gapsBetween(lowerPath, wanted);
  return gaps === undefined ? undefined : 4 + gaps;
}

/** Number of characters between the query's letters; undefined if they don't all occur in order. */
function gapsBetween(text: string, wanted: string): number | undefined {
  let gaps = 0;
  let from = 0;
  for (const letter of wanted) {
    const at = text.indexOf(letter, from);
    if (at === -1) return undefined;
    gaps += from === 0 ? 0 : at - from;
    from = at + letter.length;
  }
  return gaps;
}
