// Expected failures of backups, each with a stable code and the next step.
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';

/** The passphrase or key doesn't open the file. */
export function wrongKey(kind: 'passphrase' | 'identity'): GatewayError {
  const what = kind === 'passphrase' ? 'This passphrase' : 'This key';
  return invalidRequest(
    `${what} doesn't open the backup, or the start of the file is damaged. Nothing was changed.`,
    'BACKUP_WRONG_KEY',
    'Check the key, or try another backup.',
  );
}

/** The file isn't a complete, unchanged backup. */
export function damaged(why: string): GatewayError {
  return invalidRequest(
    `The backup is damaged: ${why}. Nothing was changed.`,
    'BACKUP_DAMAGED',
    'Download the file again, or use another backup.',
  );
}

/** The archive has something that Gatehouse never writes, such as a path outside of the home folder. */
export function unsafe(why: string): GatewayError {
  return invalidRequest(
    `The backup was rejected: ${why}. Nothing was changed.`,
    'BACKUP_UNSAFE',
    "Gatehouse didn't write this file. Use a backup from a source that you trust.",
  );
}

/** A newer version wrote the backup. */
export function newer(version: string): GatewayError {
  return invalidRequest(
    `Gatehouse ${version} wrote this backup, which this version can't read. Nothing was changed.`,
    'BACKUP_NEWER',
    'Install that version or a newer one, and restore again.',
  );
}

/** There isn't enough space on the disk. */
export function noSpace(needed: number, folder: string): GatewayError {
  return invalidRequest(
    `Not enough disk space in ${folder}: ${needed} bytes are needed. Nothing was changed.`,
    'BACKUP_NO_SPACE',
    'Free some space and try again.',
  );
}

/** Whether something was thrown by this file, so it already says what happened. */
export function isBackupFailure(error: unknown): error is GatewayError {
  return error instanceof GatewayError && error.extras.details?.code?.startsWith('BACKUP_') === true;
}
