// Searches files line by line, except ignored ones. Bounded in time, and never with a backtracking pattern.
import { takeStart } from '#contract/types/truncate-text.ts';
import type { Clock } from '../ports/clock.ts';
import type { LineMatch, LineQuery, LineSearch, Machine } from '../ports/machine.ts';
import { compileGlobTester, compileLineTester, type LineTester } from './line-tester.ts';
import { walkFiles, type Visited, type WalkLimits } from './walk-files.ts';

/** Longest time of a search. */
export const SEARCH_BUDGET_MS = 10_000;
/** Larger files aren't searched. */
export const MAX_SEARCHED_BYTES = 4 * 1024 * 1024;
const BINARY_PROBE_BYTES = 8192;
/** Longest part of a line that is tested, and that is returned. */
const MAX_TESTED_CHARS = 20_000;
const MAX_LINE_CHARS = 400;
/** Longest time without yielding to the event loop. */
const SLICE_MS = 8;
/** Characters to search between two checks of the time. */
const CHARS_PER_CHECK = 8000;

const UTF_8 = new TextDecoder();

interface Search extends WalkLimits {
  readonly test: LineTester;
  readonly matches: LineMatch[];
  readonly limit: number;
  readonly clock: Clock;
}

/** How long and how a search runs. */
export interface SearchLimits {
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Gets matches as they are found, in any order. */
  onMatches?(matches: readonly LineMatch[]): void;
}

/** Finds matching lines. Lower-case text ignores case; a pattern does with `(?i)`. @throws {FileError} for an invalid pattern */
export async function searchLines(machine: Machine, query: LineQuery, limits: SearchLimits): Promise<LineSearch> {
  const found = await machine.search?.(query, limits);
  return found ?? walkLines(machine, query, limits);
}

/** The search of a machine that has no faster one. */
async function walkLines(machine: Machine, query: LineQuery, limits: SearchLimits) {
  const { signal, clock } = limits;
  const test = await compileLineTester(query);
  const glob = compileGlobTester(query.glob);
  const matches: LineMatch[] = [];
  const end = clock.monotonic() + SEARCH_BUDGET_MS;
  const isOver = (): boolean => clock.monotonic() > end;
  const search = { test, matches, limit: query.limit, clock, signal, isOver };
  await walkFiles(machine, query.path ?? '.', search, async (file) => {
    if (file.isFolder || glob?.(file.path) === false) return 'on';
    const before = matches.length;
    const text = await readText(file);
    if (text !== undefined) await scan(file.path, text, search);
    if (matches.length > before) limits.onMatches?.(matches.slice(before));
    return matches.length >= query.limit ? 'stop' : 'on';
  });
  return { matches, timedOut: matches.length < query.limit && isOver() };
}

/** Text of a file; undefined if it is binary, too large, or unreadable. */
async function readText(file: Visited): Promise<string | undefined> {
  const bytes = await file.read(MAX_SEARCHED_BYTES).catch(() => undefined);
  return bytes === undefined || isBinary(bytes) ? undefined : UTF_8.decode(bytes);
}

/** Whether bytes are those of a binary file, which isn't searched. */
export function isBinary(bytes: Uint8Array): boolean {
  return bytes.subarray(0, BINARY_PROBE_BYTES).includes(0);
}

/** The matching lines of a text. */
export function* matchingLines(path: string, text: string, test: LineTester): Generator<LineMatch> {
  let number = 0;
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const line = lineAt(text, start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
    number += 1;
    if (test(line)) yield toMatch(path, number, line);
  }
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
    if (test(line)) matches.push(toMatch(path, number, line));
    if (start < nextCheck) continue;
    nextCheck = start + CHARS_PER_CHECK;
    if (clock.monotonic() < sliceEnd) continue;
    await new Promise<void>((resolve) => clock.after(0, resolve));
    signal.throwIfAborted();
    if (search.isOver()) return;
    sliceEnd = clock.monotonic() + SLICE_MS;
  }
}

function toMatch(path: string, line: number, text: string): LineMatch {
  return { path, line, text: takeStart(text, MAX_LINE_CHARS).toWellFormed() };
}

function lineAt(text: string, start: number, end: number): string {
  const stop = end > start && text[end - 1] === '\r' ? end - 1 : end;
  return text.slice(start, Math.min(stop, start + MAX_TESTED_CHARS));
}
