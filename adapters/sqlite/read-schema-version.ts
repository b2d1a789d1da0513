// Reads the schema version of a database from its header, without opening it: a gateway may be using it.
import { closeSync, openSync, readSync } from 'node:fs';

const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
/** Offset of `user_version`, as a big-endian number (https://sqlite.org/fileformat.html). */
const VERSION_OFFSET = 60;

/** The version; undefined if the file isn't a database. */
export function readSchemaVersion(path: string): number | undefined {
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  try {
    const bytes = readSync(file, header, 0, HEADER_BYTES, 0);
    if (bytes < HEADER_BYTES || header.toString('latin1', 0, MAGIC.length) !== MAGIC) return undefined;
    return header.readInt32BE(VERSION_OFFSET);
  } finally {
    closeSync(file);
  }
}
