// Reads the end of the log file and later additions, by byte position.
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { LogReader } from '#core/ports/log.ts';

type Query = Parameters<LogReader['tail']>[0];
type Tail = Awaited<ReturnType<LogReader['tail']>>;

const NEWLINE = 0x0a;
const NO_LINES: readonly string[] = [];
const EVERY = (): boolean => true;

/** A reader of one file. The cursor is the position after the last returned line; only complete lines are returned. */
export function tailReader(file: string): LogReader {
  return {
    async tail(query) {
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      const reset = query.cursor === undefined || query.cursor === 0 ? {} : { reset: true };
      if (size === 0) return { file, cursor: 0, size: 0, lines: NO_LINES, ...reset };
      const handle = await open(file, 'r');
      try {
        return await readTail(handle, file, size, query);
      } finally {
        await handle.close();
      }
    },
  };
}

function readTail(handle: FileHandle, file: string, size: number, query: Query): Promise<Tail> {
  if (query.cursor === undefined) return readEnd(handle, file, size, query);
  // A cursor past the end is from a rotated file, so read the new file from the start.
  return query.cursor > size
    ? readOn(handle, { file, size, query, from: 0 }).then((tail) => ({ ...tail, reset: true }))
    : readOn(handle, { file, size, query, from: query.cursor });
}

/** The last lines; the first is omitted if only its end was read. */
async function readEnd(handle: FileHandle, file: string, size: number, query: Query): Promise<Tail> {
  const from = Math.max(0, size - query.maxBytes);
  const chunk = await readChunk(handle, from, size - from);
  const start = from === 0 ? 0 : chunk.indexOf(NEWLINE) + 1;
  const end = chunk.lastIndexOf(NEWLINE) + 1;
  const all = linesIn(chunk, start, end).filter(query.keeps ?? EVERY);
  const lines = all.slice(-query.limit);
  const isTruncated = from + start > 0 || lines.length < all.length;
  return { file, cursor: from + end, size, lines, ...(isTruncated ? { truncated: true } : {}) };
}

interface Position {
  readonly file: string;
  readonly size: number;
  readonly query: Query;
  readonly from: number;
}

/** The lines from a position on; the rest is returned by the next call. */
async function readOn(handle: FileHandle, { file, size, query, from }: Position): Promise<Tail> {
  const chunk = await readChunk(handle, from, Math.min(query.maxBytes, size - from));
  const whole = linesIn(chunk, 0, chunk.lastIndexOf(NEWLINE) + 1);
  const { lines, read } = takeMatching(whole, query);
  // Skips a line that is longer than the read limit.
  const taken = whole.length === 0 && chunk.length === query.maxBytes ? chunk.length : byteLength(read);
  const more = from + taken < size && taken > 0;
  return { file, cursor: from + taken, size, lines, ...(more ? { truncated: true } : {}) };
}

/** The first matching lines, and all lines up to the last of them. */
function takeMatching(all: readonly string[], { limit, keeps = EVERY }: Query) {
  const lines: string[] = [];
  let seen = 0;
  for (; seen < all.length && lines.length < limit; seen += 1) {
    const line = all[seen] ?? '';
    if (keeps(line)) lines.push(line);
  }
  return { lines, read: all.slice(0, seen) };
}

function linesIn(chunk: Buffer, start: number, end: number): readonly string[] {
  return end <= start ? NO_LINES : chunk.toString('utf8', start, end - 1).split('\n');
}

async function readChunk(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}

function byteLength(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
