// Opens the database of a newer version without changing it: as a copy, if the database says that this version can read it.
import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { listBackups } from './backups.ts';
import { StoreOpenError } from './store-open-error.ts';

const OWNER_ONLY_FOLDER = 0o700;
const OWNER_ONLY = 0o600;

/** The schema versions of a database and of this version of Gatehouse. */
export interface NewerSchema {
  readonly path: string;
  readonly version: number;
  /** The newest one that this version knows. */
  readonly newest: number;
}

/** Folder of the copy beside a database. */
export function findCopyFolder(path: string): string {
  return join(dirname(path), 'read-only-copy');
}

/** Removes the copy that an earlier process used. */
export function removeCopy(path: string): void {
  rmSync(findCopyFolder(path), { recursive: true, force: true });
}

/**
 * Opens a copy of a newer database. Whatever is written to it, such as a sign-in, is lost when the host stops.
 * @throws {StoreOpenError} if this version can't read it
 */
export function openNewerCopy(schema: NewerSchema): Database.Database {
  const { path, newest } = schema;
  const original = new Database(path, { readonly: true, fileMustExist: true });
  try {
    if (readReadableFrom(original) > newest) throw new StoreOpenError('newer', describeRefusal(schema), facts(path));
    removeCopy(path);
    mkdirSync(findCopyFolder(path), { mode: OWNER_ONLY_FOLDER });
    const copy = join(findCopyFolder(path), 'gatehouse.db');
    closeSync(openSync(copy, 'a', OWNER_ONLY));
    original.prepare('VACUUM INTO ?').run(copy);
    return new Database(copy);
  } catch (error) {
    // A part of the conversations could be in it.
    removeCopy(path);
    throw error;
  } finally {
    original.close();
  }
}

/** What people are told while a newer database is open. */
export function describeReadOnly({ version, newest }: NewerSchema): string {
  return `The database was written by a newer version of Gatehouse (schema version ${version}; this version supports up to ${newest}), so it is read-only: you can read and export your data, but nothing can be changed, and no agent can run. Install the newer version, or restore the backup made before the update with "gatehouse backup restore".`;
}

/** The oldest schema version whose programs can read the database; without one, none can. */
function readReadableFrom(database: Database.Database): number {
  const table = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'schema_compatibility'").get();
  if (table === undefined) return Number.POSITIVE_INFINITY;
  const found = database.prepare('SELECT max(readable_from) FROM schema_compatibility').pluck().get();
  return typeof found === 'number' ? found : Number.POSITIVE_INFINITY;
}

function describeRefusal({ path, version, newest }: NewerSchema): string {
  return `The database ${path} was written by a newer version of Gatehouse (schema version ${version}; this version supports up to ${newest}) and can't be read by this one. Install the newer version, restore the backup made before the update with "gatehouse backup restore", or move the file aside to start fresh. Nothing was changed.`;
}

function facts(path: string) {
  return { path, backups: listBackups(path) };
}
