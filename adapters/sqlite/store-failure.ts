// Converts SQLite failures to typed errors that say what to do. The failed transaction was rolled back.
import Database from 'better-sqlite3';
import { defined } from '#contract/types/defined.ts';
import { GatewayError } from '#contract/wire/errors.ts';

interface Failure {
  readonly code: string;
  readonly reason: string;
  readonly hint: string;
  readonly retryable: boolean;
}

const FULL: Failure = {
  code: 'DISK_FULL',
  reason: 'The disk is full.',
  hint: 'Free up some space. Gatehouse then continues automatically.',
  retryable: true,
};
const BUSY: Failure = {
  code: 'STORE_LOCKED',
  reason: 'Another program is using the database.',
  hint: 'Close the program that has the database file open, then retry.',
  retryable: true,
};
const READ_ONLY: Failure = {
  code: 'STORE_READ_ONLY',
  reason: "The database can't be written.",
  hint: 'Check the permissions of the home folder.',
  retryable: true,
};
const DAMAGED: Failure = {
  code: 'STORE_DAMAGED',
  reason: 'The database is damaged.',
  hint: 'Stop Gatehouse and restore a backup from the backups folder.',
  retryable: false,
};
const UNWRITABLE: Failure = {
  code: 'DISK_FAILED',
  reason: 'The disk reported an error.',
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
  const failure = findFailure(error);
  return failure === undefined ? error : toError(failure, error);
}

/** The error to report for damage; `message` says what to do. */
export function damageFailure(error: unknown, message: string): GatewayError {
  return toError(DAMAGED, error, message);
}

/** Whether SQLite found damage. */
export function isDamage(error: unknown): boolean {
  return findFailure(error) === DAMAGED;
}

/** Why nothing can be written at the moment, as a sentence; undefined for other failures. */
export function describeUnwritable(error: unknown): string | undefined {
  const failure = findFailure(error);
  return failure?.retryable === true ? `${failure.reason} ${failure.hint}` : undefined;
}

function findFailure(error: unknown): Failure | undefined {
  const sqlite = sqliteCode(error);
  return FAILURES.find(([prefix]) => sqlite?.startsWith(prefix))?.[1];
}

function toError(
  { code, reason, hint, retryable }: Failure,
  error: unknown,
  message = `${reason} Nothing was saved.`,
): GatewayError {
  const details = { code, hint, ...defined({ sqlite: sqliteCode(error) }) };
  return new GatewayError('UNAVAILABLE', message, { details, retryable, cause: error });
}
