// A log file that is rotated when it is full: `gatehouse.log`, then `gatehouse.1.log` to `gatehouse.4.log`.
import { closeSync, existsSync, fstatSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The log folder and its limits. */
export interface RotationOptions {
  readonly folder: string;
  readonly maxBytes: number;
  readonly maxFiles: number;
}

/** An open log file. Writes are synchronous, because the last line before a crash is the most important one. */
export interface RotatingFile {
  readonly path: string;
  /** Appends a line. Lines that can't be written are dropped, and the next written line contains their number. */
  write(line: (dropped: number) => string): void;
  close(): void;
}

/** Name of the current file. */
const LOG_FILE = 'gatehouse.log';

/** Opens the newest file and appends to it. */
export function openRotatingFile({ folder, maxBytes, maxFiles }: RotationOptions): RotatingFile {
  const path = join(folder, LOG_FILE);
  let descriptor: number | undefined = openSync(path, 'a', 0o600);
  let size = fstatSync(descriptor).size;
  let dropped = 0;

  const rotate = () => {
    if (descriptor !== undefined) closeSync(descriptor);
    descriptor = undefined;
    for (let n = maxFiles - 1; n >= 1; n--) {
      const from = n === 1 ? path : join(folder, numbered(n - 1));
      if (existsSync(from)) renameSync(from, join(folder, numbered(n)));
    }
    if (maxFiles === 1) rmSync(path, { force: true });
    descriptor = openSync(path, 'a', 0o600);
    size = 0;
  };

  return {
    path,
    write(line) {
      const bytes = Buffer.from(`${line(dropped)}\n`);
      try {
        if (size > 0 && size + bytes.length > maxBytes) rotate();
        descriptor ??= openSync(path, 'a', 0o600);
        writeSync(descriptor, bytes);
        size += bytes.length;
        dropped = 0;
      } catch {
        dropped++;
      }
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function numbered(n: number): string {
  return `gatehouse.${n}.log`;
}
