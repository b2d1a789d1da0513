// Converts SQLite failures to typed errors that say what to do. The failed transaction was rolled back.
import Database from 'better-sqlite3';
import { GatewayError } from '#contract/wire/errors.ts';

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly retryable: boolean;
}

const FULL: Failure = {
  code: 'DISK_FULL',
  message: 'The disk is full. Nothing was saved.',
  hint: 'Free up some space. Gatehouse then continues automatically.',
  retryable: true,
};
const BUSY: Failure = {
  code: 'STORE_LOCKED',
  message: 'Another program is using the database. Nothing was saved.',
  hint: 'Close the program that has the database file open, then retry.',
  retryable: true,
};
const READ_ONLY: Failure = {
  code: 'STORE_READ_ONLY',
  message: "The database can't be written. Nothing was saved.",
  hint: 'Check the permissions of the home folder.',
  retryable: true,
};
const DAMAGED: Failure = {
  code: 'STORE_DAMAGED',
  message: 'The database is damaged. Nothing was saved.',
  hint: 'Stop Gatehouse and restore a backup from the backups folder.',
  retryable: false,
};
const UNWRITABLE: Failure = {
  code: 'DISK_FAILED',
  message: 'The disk reported an error. Nothing was saved.',
  hint: "Check the disk's free space and health.",
  retryable: true,
};

/** SQLite result codes by prefix; extended codes start with the basic one. */
const FAILURES: readonly (readonly [prefix: string, failure: Failure])[] = [
  ['SQLITE_FULL', FULL],
  ['SQLITE_BUSY', BUSY],
  ['SQLITE_LOCKED', BUSY],
  ['SQLITE_READONLY', READ_ONLY],
  ['SQLITE_CANTOPEN', READ_ONLY],
  ['SQLITE_CORRUPT', DAMAGED],
  ['SQLITE_NOTADB', DAMAGED],
  ['SQLITE_IOERR', UNWRITABLE],
];

/** The result code of a SQLite error, or undefined. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined;
}

/** The error to report for a failed statement; errors that aren't from SQLite are returned unchanged. */
export function storeFailure(error: unknown): unknown {
  const sqlite = sqliteCode(error);
  const failure = FAILURES.find(([prefix]) => sqlite?.startsWith(prefix))?.[1];
  if (failure === undefined) return error;
  const { code, message, hint, retryable } = failure;
  return new GatewayError('UNAVAILABLE', message, { details: { code, hint, sqlite }, retryable, cause: error });
}
