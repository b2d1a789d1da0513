// Searches files line by line, except ignored ones. Bounded in time, and never with a backtracking pattern.
import { takeStart } from '#contract/types/truncate-text.ts';
import type { Clock } from '../ports/clock.ts';
import { FileError, type Machine } from '../ports/machine.ts';
import { toComparable } from './comparable-text.ts';
import { compileGlob } from './glob.ts';
import { compileLinearPattern, PatternError } from './linear-pattern.ts';
import { walkFiles, type Visited, type WalkLimits } from './walk-files.ts';

const TIME_BUDGET_MS = 10_000;
const MAX_FILE_BYTES = 4 * 1024 * 1024;
/** Expanding nested braces takes quadratic time. */
const MAX_GLOB_CHARS = 500;
const BINARY_PROBE_BYTES = 8192;
/** Longest part of a line that is tested, and that is returned. */
const MAX_TESTED_CHARS = 20_000;
const MAX_LINE_CHARS = 400;
/** Longest time without yielding to the event loop. */
const SLICE_MS = 8;
/** Characters to search between two checks of the time. */
const CHARS_PER_CHECK = 8000;

const UTF_8 = new TextDecoder();

/** A search for text, or for a regular expression if `regex` is set. */
export interface SearchQuery {
  readonly pattern: string;
  readonly regex: boolean;
  readonly path?: string;
  readonly glob?: string;
  readonly limit: number;
}

/** A match of a search. */
export interface SearchMatch {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

type Tester = (line: string) => boolean;

interface Search extends WalkLimits {
  readonly test: Tester;
  readonly matches: SearchMatch[];
  readonly limit: number;
  readonly clock: Clock;
}

/** Finds matching lines. Lower-case text ignores case; a pattern does with `(?i)`. @throws {FileError} for an invalid pattern */
export async function searchLines(
  machine: Machine,
  query: SearchQuery,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): Promise<readonly SearchMatch[]> {
  const test = await testerFor(query);
  const glob = globTester(query.glob);
  const matches: SearchMatch[] = [];
  const end = clock.monotonic() + TIME_BUDGET_MS;
  const search = { test, matches, limit: query.limit, clock, signal, isOver: () => clock.monotonic() > end };
  await walkFiles(machine, query.path ?? '.', search, async (file) => {
    if (file.isFolder || glob?.(file.path) === false) return 'on';
    const text = await readText(file);
    if (text !== undefined) await scan(file.path, text, search);
    return matches.length >= query.limit ? 'stop' : 'on';
  });
  return matches;
}

function globTester(glob = ''): ((path: string) => boolean) | undefined {
  if (glob.length > MAX_GLOB_CHARS) throw new FileError('io', `The glob is longer than ${MAX_GLOB_CHARS} characters.`);
  if (glob === '') return undefined;
  const [test, testComparable] = [compileGlob(glob), compileGlob(toComparable(glob))];
  return (path) => test(path) || testComparable(toComparable(path));
}

async function testerFor({ pattern, regex }: SearchQuery): Promise<Tester> {
  if (pattern === '') throw new FileError('io', 'The search pattern is empty.');
  return matchLookalikes(pattern, regex ? patternTester : textTester);
}

/** Tests a line as it is, and one with other characters than ASCII also in the form in which texts that look the same are equal. */
async function matchLookalikes(pattern: string, open: (pattern: string) => Tester | Promise<Tester>): Promise<Tester> {
  const test = await open(pattern);
  const comparable = toComparable(pattern);
  const testComparable = comparable === pattern ? test : await open(comparable);
  return (line) => {
    if (test(line)) return true;
    const folded = toComparable(line);
    return (folded !== line || testComparable !== test) && testComparable(folded);
  };
}

function textTester(pattern: string): Tester {
  if (pattern !== pattern.toLowerCase()) return (line) => line.includes(pattern);
  return (line) => line.toLowerCase().includes(pattern);
}

async function patternTester(pattern: string): Promise<Tester> {
  try {
    return await compileLinearPattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) throw new FileError('io', `Invalid search pattern: ${error.message}`);
    throw error;
  }
}

/** Text of a file; undefined if it is binary, too large, or unreadable. */
async function readText(file: Visited): Promise<string | undefined> {
  const bytes = await file.read(MAX_FILE_BYTES).catch(() => undefined);
  return bytes === undefined || bytes.subarray(0, BINARY_PROBE_BYTES).includes(0) ? undefined : UTF_8.decode(bytes);
}

/** Adds the matching lines of one text, yielding to the event loop in between. */
async function scan(path: string, text: string, search: Search): Promise<void> {
  const { test, matches, limit, clock, signal } = search;
  let sliceEnd = clock.monotonic() + SLICE_MS;
  let number = 0;
  let nextCheck = CHARS_PER_CHECK;
  for (let start = 0; start < text.length && matches.length < limit;) {
    const end = text.indexOf('\n', start);
    const line = lineAt(text, start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
    number += 1;
    if (test(line)) matches.push({ path, line: number, text: takeStart(line, MAX_LINE_CHARS).toWellFormed() });
    if (start < nextCheck) continue;
    nextCheck = start + CHARS_PER_CHECK;
    if (clock.monotonic() < sliceEnd) continue;
    await new Promise<void>((resolve) => clock.after(0, resolve));
    signal.throwIfAborted();
    if (search.isOver()) return;
    sliceEnd = clock.monotonic() + SLICE_MS;
  }
}

function lineAt(text: string, start: number, end: number): string {
  const stop = end > start && text[end - 1] === '\r' ? end - 1 : end;
  return text.slice(start, Math.min(stop, start + MAX_TESTED_CHARS));
}
