// Failures of SQLite as typed errors that say what to do. Whatever failed was rolled back.
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
  message: 'The disk is full: nothing was saved.',
  hint: 'Free some space; work goes on by itself afterwards.',
  retryable: true,
};
const BUSY: Failure = {
  code: 'STORE_LOCKED',
  message: 'Another program holds the database: nothing was saved.',
  hint: 'Close the program that has opened the database file, then try again.',
  retryable: true,
};
const READ_ONLY: Failure = {
  code: 'STORE_READ_ONLY',
  message: 'The database cannot be written: nothing was saved.',
  hint: 'Check the rights of the home folder.',
  retryable: true,
};
const DAMAGED: Failure = {
  code: 'STORE_DAMAGED',
  message: 'The database is damaged: nothing was saved.',
  hint: 'Stop Gatehouse and restore a copy from the backups folder.',
  retryable: false,
};
const UNWRITABLE: Failure = {
  code: 'DISK_FAILED',
  message: 'The disk refused the write: nothing was saved.',
  hint: 'Check free space and the health of the disk.',
  retryable: true,
};

/** SQLite's result codes by prefix; the extended codes begin with the basic one. */
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

/** The result code of an error of SQLite, or undefined. */
export function sqliteCode(error: unknown): string | undefined {
  return error instanceof Database.SqliteError ? error.code : undefined;
}

/** What a caller is told about a failed statement; errors that are not SQLite's come back unchanged. */
export function storeFailure(error: unknown): unknown {
  const code = sqliteCode(error);
  const found = code === undefined ? undefined : FAILURES.find(([prefix]) => code.startsWith(prefix));
  if (found === undefined) return error;
  const [, failure] = found;
  const details = { code: failure.code, hint: failure.hint, sqlite: code };
  return new GatewayError('UNAVAILABLE', failure.message, { details, retryable: failure.retryable, cause: error });
}
