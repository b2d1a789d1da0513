// Seals the secrets of a database that nobody has open with another key. Works with every version of the schema.
import Database from 'better-sqlite3';
import { seal, unseal } from '../secrets/sealing.ts';
import { signMark, toMarkKey } from './audit-log.ts';

/** Counts of what a database contains, and the names of secrets that the former key didn't open. */
export interface ResealedCopy {
  readonly schemaVersion: number;
  readonly sessions: number;
  readonly events: number;
  readonly secrets: number;
  readonly unreadable: readonly string[];
}

/** Replaces the sealing key of a copy. Secrets that `from` doesn't open stay as they are. */
export function resealCopy(file: string, from: Uint8Array, to: Uint8Array): ResealedCopy {
  const database = new Database(file, { fileMustExist: true });
  try {
    // What was sealed with the former key isn't kept in free pages.
    database.pragma('secure_delete = ON');
    return database.transaction(() => {
      const unreadable = resealSecrets(database, from, to);
      resealMark(database, from, to);
      return { ...countContents(database), unreadable };
    })();
  } finally {
    database.close();
  }
}

function resealSecrets(database: Database.Database, from: Uint8Array, to: Uint8Array): readonly string[] {
  const rows = database.prepare<[], { name: string; sealed: string }>('SELECT name, sealed FROM secrets').all();
  const update = database.prepare('UPDATE secrets SET sealed = ? WHERE name = ?');
  return rows.flatMap(({ name, sealed }) => {
    const value = unseal(from, name, sealed);
    if (value === undefined) return [name];
    update.run(seal(to, name, value), name);
    return [];
  });
}

/** The mark of the audit log is signed again if it is valid, so that tampering before the backup stays visible. */
function resealMark(database: Database.Database, from: Uint8Array, to: Uint8Array): void {
  const end = database
    .prepare<[], { seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
    .get();
  const mark = database.prepare<[], { mac: string }>('SELECT mac FROM audit_head').get();
  if (end === undefined || mark?.mac !== signMark(toMarkKey(from), end.seq, end.hash)) return;
  database.prepare('UPDATE audit_head SET mac = ?').run(signMark(toMarkKey(to), end.seq, end.hash));
}

function countContents(database: Database.Database) {
  const count = (table: string) => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  return {
    schemaVersion: Number(database.pragma('user_version', { simple: true })),
    sessions: count('sessions'),
    events: count('events'),
    secrets: count('secrets'),
  };
}

/** Moves the log of a closed database into its file, so that the file alone is complete. */
export function mergeLog(file: string): void {
  const database = new Database(file, { fileMustExist: true });
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    database.close();
  }
}
