// Searches one share of a workspace's files, with the rules and order of `searchLines` in `core/workspaces/`.
import { isAscii } from 'node:buffer';
import * as fs from 'node:fs';
import { compileGlobTester, compileLineTester, compileTextTester } from '#core/workspaces/line-tester.ts';
import { isBinary, matchingLines, MAX_SEARCHED_BYTES, SEARCH_BUDGET_MS } from '#core/workspaces/search-lines.ts';
import type { PlacedMatch, SearchJob } from './search-job.ts';
import { walkSync } from './walk-sync.ts';

/** NONBLOCK, so that a FIFO that replaced the file can't block us. */
const OPEN_TO_READ = fs.constants.O_RDONLY | (fs.constants.O_NOFOLLOW ?? 0) | (fs.constants.O_NONBLOCK ?? 0);
const REPORT_MS = 50;

type Report = (matches: readonly PlacedMatch[]) => void;

/** Runs a job; resolves to whether the time ran out. */
export async function runSearchJob(job: SearchJob, report: Report): Promise<boolean> {
  const search = await openSearch(job);
  const end = performance.now() + SEARCH_BUDGET_MS;
  let unsent: PlacedMatch[] = [];
  let sentAt = performance.now();
  let count = 0;
  let timedOut = false;
  const flush = (): void => {
    if (unsent.length > 0) report(unsent);
    unsent = [];
    sentAt = performance.now();
  };
  walkSync(job, (file, place) => {
    if (place % job.threads === job.thread) {
      for (const match of search(file.at, file.path)) {
        unsent.push({ ...match, place });
        count += 1;
        if (count >= job.query.limit) return false;
      }
    }
    const now = performance.now();
    if (now - sentAt > REPORT_MS) flush();
    timedOut = now > end;
    return !timedOut && Atomics.load(job.stop, 0) === 0;
  });
  flush();
  return timedOut;
}

/** A function that searches one file. */
async function openSearch({ query }: SearchJob) {
  const test = await compileLineTester(query);
  const canMatch = compileTextTester(query);
  const glob = compileGlobTester(query.glob);
  const buffer = Buffer.allocUnsafeSlow(MAX_SEARCHED_BYTES + 1);
  const decoder = new TextDecoder();
  return (at: string, path: string): Iterable<Omit<PlacedMatch, 'place'>> => {
    if (glob?.(path) === false) return [];
    const bytes = readInto(buffer, at);
    if (bytes === undefined || isBinary(bytes)) return [];
    if (!isAscii(bytes)) return matchingLines(path, decoder.decode(bytes), test);
    const text = bytes.toString('latin1');
    return canMatch(text) ? matchingLines(path, text, test) : [];
  };
}

/** The content of a regular file; undefined if it is too large or can't be read. */
function readInto(buffer: Buffer, at: string): Buffer | undefined {
  let file: number | undefined;
  try {
    file = fs.openSync(at, OPEN_TO_READ);
    const stats = fs.fstatSync(file);
    if (!stats.isFile() || stats.size > MAX_SEARCHED_BYTES) return undefined;
    let filled = 0;
    while (filled < buffer.length) {
      const read = fs.readSync(file, buffer, filled, buffer.length - filled, filled);
      if (read === 0) return buffer.subarray(0, filled);
      filled += read;
      // A file of the expected size needs no second read.
      if (filled === stats.size) return buffer.subarray(0, filled);
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) fs.closeSync(file);
  }
}
