// Reads the end of the log file, and what was added since, by byte position.
import { open, stat, type FileHandle } from 'node:fs/promises';
import type { LogReader } from '#core/ports/environment.ts';

type Query = Parameters<LogReader['tail']>[0];
type Tail = Awaited<ReturnType<LogReader['tail']>>;

const NEWLINE = 0x0a;
const NO_LINES: readonly string[] = [];

/** A reader of one file. The cursor is the position after the last line that was given out; only whole lines are. */
export function tailReader(file: string): LogReader {
  return {
    async tail(query) {
      const { size } = await stat(file).catch(() => ({ size: 0 }));
      if (size === 0)
        return {
          file,
          cursor: 0,
          size: 0,
          lines: NO_LINES,
          ...(query.cursor === undefined || query.cursor === 0 ? {} : { reset: true }),
        };
      const handle = await open(file, 'r');
      try {
        return await readTail(handle, file, size, query);
      } finally {
        await handle.close();
      }
    },
  };
}

async function readTail(handle: FileHandle, file: string, size: number, query: Query): Promise<Tail> {
  // A cursor behind the end belongs to a file that was set aside meanwhile: begin at its successor's beginning.
  const reset = query.cursor !== undefined && query.cursor > size;
  const following = query.cursor !== undefined && !reset;
  const from = following ? (query.cursor ?? 0) : reset ? 0 : Math.max(0, size - query.maxBytes);
  const chunk = await readChunk(handle, from, Math.min(query.maxBytes, size - from));
  const start = following || reset || from === 0 ? 0 : chunk.indexOf(NEWLINE) + 1;
  const end = chunk.lastIndexOf(NEWLINE) + 1;
  const all = end <= start ? [] : chunk.toString('utf8', start, end - 1).split('\n');
  const lines = following || reset ? all.slice(0, query.limit) : all.slice(-query.limit);
  // When following, lines beyond the limit come with the next call; when starting, they are older than asked for.
  const taken = following || reset ? byteLength(lines) : end - start;
  const more =
    following || reset ? from + taken < size && lines.length > 0 : from + start > 0 || lines.length < all.length;
  const cursor =
    lines.length === 0 && end === 0 && chunk.length === query.maxBytes ? from + chunk.length : from + start + taken;
  return { file, cursor, size, lines, ...(more ? { truncated: true } : {}), ...(reset ? { reset: true } : {}) };
}

async function readChunk(handle: FileHandle, from: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, from);
  return buffer.subarray(0, bytesRead);
}

function byteLength(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}
