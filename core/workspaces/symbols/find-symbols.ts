// Finds functions, classes, and types by name, by the form of their declarations: one search for lines that may declare the name,
// and a close look at those. Bounded in time and results, like every search of lines.
import type { CodeSymbol } from '#contract/types/files.ts';
import { compileGroups, type MatchGroups } from '../linear-pattern.ts';
import { searchLines, type SearchLimits } from '../search-lines.ts';
import type { LineMatch, Machine } from '../../ports/machine.ts';
import { DECLARATION_KEYWORDS, LANGUAGES, STATEMENT_KEYWORDS } from './languages.ts';

/** What was found. `truncated`: there may be more. */
export interface FoundSymbols {
  readonly symbols: readonly CodeSymbol[];
  readonly truncated: boolean;
}

/** Lines that are looked at closely. */
const MAX_CANDIDATES = 2_000;
/** Longest time without yielding to the event loop. */
const SLICE_MS = 8;
const GLOB = `*.{${LANGUAGES.flatMap(({ endings }) => endings).join(',')}}`;

/** Symbols whose name contains the query, ignoring case; the best match first. @throws {FileError} */
export async function findSymbols(
  machine: Machine,
  query: string,
  limit: number,
  limits: SearchLimits,
): Promise<FoundSymbols> {
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return { symbols: [], truncated: false };
  const search = (pattern: string) =>
    searchLines(machine, { pattern, regex: true, glob: GLOB, limit: MAX_CANDIDATES }, limits);
  const { matches, timedOut } = await search(candidatePattern(wanted));
  const isFull = matches.length >= MAX_CANDIDATES;
  // For a frequent word, declarations of exactly this name could be missing.
  const exact = isFull ? await search(candidatePattern(wanted, 'exact')) : undefined;
  const readers = await openReaders();
  const candidates = [...(exact?.matches ?? []), ...matches];
  const found = (await readSymbols(candidates, readers, limits)).filter(({ name }) =>
    name.toLowerCase().includes(wanted),
  );
  const unique = [...new Map(found.map((symbol) => [`${symbol.path}:${symbol.line}`, symbol])).values()];
  const symbols = unique
    .map((symbol) => ({ symbol, rank: rankName(symbol.name.toLowerCase(), wanted) }))
    .toSorted((a, b) => a.rank - b.rank || comparePlaces(a.symbol, b.symbol))
    .map(({ symbol }) => symbol);
  return { symbols: symbols.slice(0, limit), truncated: timedOut || isFull || symbols.length > limit };
}

/** Matches the lines that can declare a name that contains the query, or is equal to it, and few others. */
export function candidatePattern(query: string, match: 'contains' | 'exact' = 'contains'): string {
  const text = escapePattern(query);
  const name = String.raw`[\p{L}\p{N}_$.:~#*&]*${match === 'exact' ? String.raw`\b${text}\b` : text}`;
  const byKeyword = String.raw`\b(?:${DECLARATION_KEYWORDS})\b(?:[^=("]*\s|\s*\([^)]*\)\s*|<[^>]*>\s*)${name}`;
  const byCall = String.raw`^[^=();"'{}/]*${name}[\p{L}\p{N}_$?!]*\s*(?:<[^(]*>)?\(`;
  return `(?i)${byKeyword}|${byCall}`;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

type Reader = (line: string) => MatchGroups | undefined;
/** Declarations by file extension. */
type Readers = ReadonlyMap<string, readonly (readonly [CodeSymbol['kind'], Reader])[]>;

let opened: Promise<Readers> | undefined;

/** Compiles the declarations of all languages once. */
function openReaders(): Promise<Readers> {
  opened ??= compileReaders();
  return opened;
}

async function compileReaders(): Promise<Readers> {
  const readers = new Map<string, readonly (readonly [CodeSymbol['kind'], Reader])[]>();
  for (const { endings, declarations } of LANGUAGES) {
    const compiled = await Promise.all(
      declarations.map(async ([kind, pattern]) => [kind, await compileGroups(pattern)] as const),
    );
    for (const ending of endings) readers.set(ending, compiled);
  }
  return readers;
}

/** The symbols that lines declare. Long lines take long, so it yields to the event loop in between. */
async function readSymbols(
  matches: readonly LineMatch[],
  readers: Readers,
  { clock, signal }: SearchLimits,
): Promise<readonly CodeSymbol[]> {
  const found: CodeSymbol[] = [];
  let sliceEnd = clock.monotonic() + SLICE_MS;
  for (const match of matches) {
    const symbol = readSymbol(match, readers);
    if (symbol !== undefined) found.push(symbol);
    if (clock.monotonic() < sliceEnd) continue;
    await new Promise<void>((resolve) => clock.after(0, resolve));
    signal.throwIfAborted();
    sliceEnd = clock.monotonic() + SLICE_MS;
  }
  return found;
}

function readSymbol({ path, line, text }: LineMatch, readers: Readers): CodeSymbol | undefined {
  for (const [kind, read] of readers.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase()) ?? []) {
    const { name, before = '' } = read(text) ?? {};
    if (name === undefined || STATEMENT_KEYWORDS.has(name)) continue;
    if (before.split(/[^\p{L}\p{N}_]+/u).some((word) => STATEMENT_KEYWORDS.has(word))) continue;
    return { name, kind, path, line, text: text.trim() };
  }
  return undefined;
}

function rankName(name: string, wanted: string): number {
  if (name === wanted) return 0;
  return name.startsWith(wanted) ? 1 : 2;
}

function comparePlaces(a: CodeSymbol, b: CodeSymbol): number {
  return (
    a.name.length - b.name.length ||
    a.path.length - b.path.length ||
    (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1)
  );
}
