// An exclusive lock on a file. The system releases it when the process ends, however it ends, even before its parent notices.
import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { sqliteCode } from './store-failure.ts';

/**
 * Locks `file`, which is created if it doesn't exist, and returns the function that unlocks it; undefined if another process
 * holds the lock after `waitMs`. A process must not lock or open a file that it has locked: closing it would end the lock.
 */
export function lockFile(file: string, waitMs: number): (() => void) | undefined {
  if (!existsSync(file)) closeSync(openSync(file, 'a', 0o600));
  const database = new Database(file, { timeout: waitMs });
  try {
    // Nothing is ever written, so there must be no journal either.
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (sqliteCode(error)?.startsWith('SQLITE_BUSY') === true) return undefined;
    throw error;
  }
  return () => void database.close();
}
