// Copies of the database: made before each migration, never more than three.
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';

const KEPT_BACKUPS = 3;
const FOLDER = 'backups';

/** Writes a consistent copy beside the database and returns its path; the oldest beyond three are removed. */
export function backUp(database: Database, path: string, version: number, now: number): string {
  const folder = join(dirname(path), FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().replace(/[-:.]/g, '');
  const file = freeName(join(folder, `${nameOf(path)}-${stamp}-v${version}`));
  // Written under a temporary name first, so that a kill can't leave a partial file that looks like a backup.
  const draft = join(folder, `${nameOf(path)}.new`);
  rmSync(draft, { force: true });
  database.prepare('VACUUM INTO ?').run(draft);
  chmodSync(draft, 0o600);
  sync(draft);
  renameSync(draft, file);
  for (const old of backupsOf(path).slice(KEPT_BACKUPS)) rmSync(old);
  return file;
}

/** Copies of this database, newest first. */
export function backupsOf(path: string): readonly string[] {
  const folder = join(dirname(path), FOLDER);
  if (!existsSync(folder)) return [];
  const own = readdirSync(folder).filter((name) => name.startsWith(`${nameOf(path)}-`) && name.endsWith('.db'));
  return own
    .toSorted()
    .toReversed()
    .map((name) => join(folder, name));
}

function nameOf(path: string): string {
  return basename(path, '.db');
}

function freeName(stem: string): string {
  let name = `${stem}.db`;
  for (let n = 1; existsSync(name); n++) name = `${stem}.${n}.db`;
  return name;
}

function sync(file: string): void {
  const descriptor = openSync(file, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
