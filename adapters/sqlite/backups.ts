// Verified backups of the database: one a day, and one before each migration. The last three of both are kept.
import * as fs from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { keepBlobsNow } from './blob-backups.ts';

const KEPT_BACKUPS = 3;
const FOLDER = 'backups';
const DAILY = '-daily';
const DAILY_NAME = /-daily(\.\d+)?\.db$/;

/** Creates a backup before a migration, returns its path, and deletes old ones. @throws if the copy is damaged */
export function backUp(database: Database.Database, path: string, version: number, now: number): string {
  const draft = prepareDraft(path);
  database.prepare('VACUUM INTO ?').run(draft);
  verify(draft);
  sync(draft);
  keepBlobsNow(path, draft);
  return keepDraft(path, draft, `v${version}`, now);
}

/** Creates the file of a new copy. A backup gets its name when it is complete, so that a kill can't leave a partial one. */
export function prepareDraft(path: string): string {
  const draft = join(createFolder(path), `${baseName(path)}-unfinished.new`);
  for (const end of ['', '-journal']) fs.rmSync(draft + end, { force: true });
  // SQLite accepts an empty file and keeps its permissions, so the copy is never readable by others.
  fs.closeSync(fs.openSync(draft, 'wx', 0o600));
  return draft;
}

/** Keeps a verified and synced copy as a daily backup or another one, and deletes old ones of the same kind. */
export function keepBackup(path: string, draft: string, version: number, now: number, kind: 'daily' | 'other'): string {
  return keepDraft(path, draft, `v${version}${kind === 'daily' ? DAILY : ''}`, now);
}

/** Lists the backups of a database, newest first. */
export function listBackups(path: string): readonly string[] {
  return listCopies(path).filter((name) => name.endsWith('.db'));
}

/** Lists the databases that restored backups have replaced. */
export function listReplaced(path: string): readonly string[] {
  return listCopies(path).filter((name) => name.endsWith('.replaced'));
}

/** Lists all copies of a database, also unfinished ones. */
export function listCopies(path: string): readonly string[] {
  const folder = join(dirname(path), FOLDER);
  if (!fs.existsSync(folder)) return [];
  const own = fs.readdirSync(folder).filter((name) => name.startsWith(`${baseName(path)}-`));
  return own
    .toSorted()
    .toReversed()
    .map((name) => join(folder, name));
}

/** Moves a complete file to its name. Both survive a power failure. */
export function moveIntoPlace(draft: string, path: string): void {
  fs.renameSync(draft, path);
  // Windows can't open folders; its file system uses a journal.
  if (process.platform !== 'win32') sync(dirname(path));
}

/** The folder of the backups of a database, which is created if it doesn't exist. */
export function createFolder(path: string): string {
  const folder = join(dirname(path), FOLDER);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  return folder;
}

function keepDraft(path: string, draft: string, what: string, now: number): string {
  const file = freeName(join(dirname(draft), `${baseName(path)}-${toStamp(now)}-${what}`));
  moveIntoPlace(draft, file);
  const backups = listBackups(path);
  const isDaily = (file: string) => DAILY_NAME.test(basename(file));
  const old = [backups.filter(isDaily), backups.filter((file) => !isDaily(file))].flatMap((group) =>
    group.slice(KEPT_BACKUPS),
  );
  for (const one of old) fs.rmSync(one, { force: true });
  return file;
}

/** A time as part of a file name. */
export function toStamp(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:.]/g, '');
}

function baseName(path: string): string {
  return basename(path, '.db');
}

function freeName(stem: string): string {
  let name = `${stem}.db`;
  for (let n = 1; fs.existsSync(name); n++) name = `${stem}.${n}.db`;
  return name;
}

/** Checks a copy completely. @throws if it is damaged */
export function verify(file: string): void {
  const copy = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const finding = copy.pragma('integrity_check(1)', { simple: true });
    if (finding !== 'ok') throw new Error(`The backup ${file} is damaged: ${String(finding)}`);
  } finally {
    copy.close();
  }
}

/** Makes sure that a file or folder survives a power failure. */
export function sync(path: string): void {
  const descriptor = fs.openSync(path, 'r');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
