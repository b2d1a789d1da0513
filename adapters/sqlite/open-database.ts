// Opens the database file, readable by its owner only, in WAL mode with synced commits. Failures are typed errors.
import { chmodSync, closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { errorMessage } from '#contract/wire/errors.ts';
import { listBackups, moveIntoPlace, sync } from './backups.ts';
import { migrate, readVersion, type MigrationPlan } from './migrate.ts';
import type { Migration } from './migrations/migration.ts';
import { MIGRATIONS } from './migrations/registry.ts';
import { describeReadOnly, openNewerCopy, removeCopy } from './open-newer.ts';
import { sqliteCode } from './store-failure.ts';
import { StoreOpenError } from './store-open-error.ts';

/** How long a statement waits for another process, ms. Short, because no other process should use the file. */
const BUSY_TIMEOUT_MS = 250;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;
/** Page cache, KiB: enough for recent data, not for the archive. */
const CACHE_KIB = 8 * 1024;

/** An open database at the newest version. */
export interface OpenDatabase {
  readonly database: Database.Database;
  /** The backup made before a migration, if one just ran. */
  readonly backup: string | undefined;
  /** It is a copy of the database of a newer version: why it is read-only. */
  readonly readOnly?: string;
}

/**
 * Opens or creates the database and migrates it to the newest version. The database of a newer version isn't changed; a copy is opened.
 * @throws {StoreOpenError}
 */
export function openDatabase(path: string, now: number, migrations: readonly Migration[] = MIGRATIONS): OpenDatabase {
  let database: Database.Database | undefined;
  try {
    const plan = { path, migrations, to: migrations.at(-1)?.version ?? 0, now };
    refuseEmptied(path);
    if (!existsSync(path)) createDatabase(plan);
    makeOwnerOnly(path);
    database = new Database(path, { timeout: BUSY_TIMEOUT_MS, fileMustExist: true });
    const version = checkSchema(database);
    if (version === 0) throw emptied(path, 'has no data of Gatehouse');
    if (version > plan.to) {
      database.close();
      const newer = { path, version, newest: plan.to };
      database = openNewerCopy(newer);
      configure(database);
      return { database, backup: undefined, readOnly: describeReadOnly(newer) };
    }
    removeCopy(path);
    configure(database);
    return { database, backup: migrate(database, plan) };
  } catch (error) {
    database?.close();
    throw openError(path, error);
  }
}

/** A file that was copied or restored may be readable by others. */
function makeOwnerOnly(path: string): void {
  if (process.platform === 'win32') return;
  for (const file of [path, `${path}-wal`, `${path}-shm`])
    if (existsSync(file) && (statSync(file).mode & OTHERS) !== 0) chmodSync(file, OWNER_ONLY);
}

/** Creates a database under another name first. So a file that is empty wasn't left by a start that was killed. */
function createDatabase(plan: MigrationPlan): void {
  const draft = `${plan.path}.new`;
  for (const end of ['', '-journal']) rmSync(draft + end, { force: true });
  // SQLite gives its side files the permissions of the main file, so this covers all of them.
  closeSync(openSync(draft, 'a', OWNER_ONLY));
  const database = new Database(draft);
  try {
    // A draft that isn't complete is never used, so it is written to the disk once, when it is.
    database.pragma('journal_mode = MEMORY');
    database.pragma('synchronous = OFF');
    migrate(database, { ...plan, path: draft });
  } finally {
    database.close();
  }
  sync(draft);
  moveIntoPlace(draft, plan.path);
}

/** An emptied file is no new database: everything that was in it is missing. */
function refuseEmptied(path: string): void {
  if (existsSync(path) && statSync(path).size === 0) throw emptied(path, 'is empty');
  const log = `${path}-wal`;
  if (!existsSync(path) && existsSync(log) && statSync(log).size > 0)
    throw emptied(path, `is missing, but its changes are still in ${log}`);
}

function emptied(path: string, what: string): StoreOpenError {
  const backups = listBackups(path);
  const message = `The database ${path} ${what}; nothing was changed. ${describeRestore(backups)} To start fresh instead, move ${path} and its -wal and -shm files aside.`;
  return new StoreOpenError('damaged', message, { path, backups });
}

/** Reads the schema, so that a damaged file is detected before anything is written. Returns its version. */
function checkSchema(database: Database.Database): number {
  database.prepare('SELECT count(*) FROM sqlite_master').get();
  return readVersion(database);
}

function configure(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma(`cache_size = -${CACHE_KIB}`);
  database.pragma('temp_store = MEMORY');
}

function openError(path: string, error: unknown): StoreOpenError {
  if (error instanceof StoreOpenError) return error;
  const backups = listBackups(path);
  const facts = { path, backups, cause: error };
  const code = sqliteCode(error) ?? '';
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) {
    const message = `Another program is using the database ${path}. Close it, then start again.`;
    return new StoreOpenError('locked', message, facts);
  }
  if (/^SQLITE_(READONLY|CANTOPEN|PERM|FULL|IOERR)/.test(code) || isFileError(error)) {
    const message = `The database ${path} can't be written (${errorMessage(error)}). Check the folder's permissions and the free disk space.`;
    return new StoreOpenError('read-only', message, facts);
  }
  return new StoreOpenError('damaged', damagedMessage(path, backups), facts);
}

function isFileError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** The error message for a damaged database. */
export function damagedMessage(path: string, backups: readonly string[]): string {
  return `The database ${path} is damaged; nothing was deleted. ${describeRestore(backups)}`;
}

function describeRestore([newest]: readonly string[]): string {
  return newest === undefined
    ? 'There is no backup.'
    : `To restore the last backup, run "gatehouse backup restore" while Gatehouse is stopped, or move the file and its -wal and -shm files aside and copy ${newest} to its place.`;
}
