// Backups of the database, created before each migration. The last three are kept.
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Database } from 'better-sqlite3';

const KEPT_BACKUPS = 3;
const FOLDER = 'backups';

/** Creates a backup, returns its path, and deletes old ones. */
export function backUp(database: Database, path: string, version: number, now: number): string {
  const folder = join(dirname(path), FOLDER);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = new Date(now).toISOString().replace(/[-:.]/g, '');
  const file = freeName(join(folder, `${baseName(path)}-${stamp}-v${version}`));
  // Written under a temporary name first, so that a kill can't leave a partial backup.
  const draft = join(folder, `${baseName(path)}.new`);
  fs.rmSync(draft, { force: true });
  // SQLite accepts an empty file and keeps its permissions, so the copy is never readable by others.
  fs.closeSync(fs.openSync(draft, 'wx', 0o600));
  database.prepare('VACUUM INTO ?').run(draft);
  sync(draft);
  fs.renameSync(draft, file);
  for (const old of listBackups(path).slice(KEPT_BACKUPS)) fs.rmSync(old);
  return file;
}

/** Lists the backups of a database, newest first. */
export function listBackups(path: string): readonly string[] {
  const folder = join(dirname(path), FOLDER);
  if (!fs.existsSync(folder)) return [];
  const own = fs.readdirSync(folder).filter((name) => name.startsWith(`${baseName(path)}-`) && name.endsWith('.db'));
  return own
    .toSorted()
    .toReversed()
    .map((name) => join(folder, name));
}

function baseName(path: string): string {
  return basename(path, '.db');
}

function freeName(stem: string): string {
  let name = `${stem}.db`;
  for (let n = 1; fs.existsSync(name); n++) name = `${stem}.${n}.db`;
  return name;
}

function sync(file: string): void {
  const descriptor = fs.openSync(file, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
