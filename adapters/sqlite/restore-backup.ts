// Replaces a database with a backup and keeps the replaced files.
import * as fs from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { keepReplaced, restoreBlobs } from './blob-backups.ts';
import { createFolder, moveIntoPlace, sync, toStamp, verify } from './backups.ts';

/** A restored backup. */
export interface RestoredBackup {
  /** Where the previous database is kept; undefined if there was none. */
  readonly former: string | undefined;
  /** Attachments and file versions whose contents are neither in the backup nor in the home folder. */
  readonly lostContents: number;
}

/**
 * Replaces the database at `path`, which nobody has open, with an intact backup. @throws if the backup is damaged; nothing is
 * changed then
 */
export function restoreBackup(path: string, backup: string, now: number): RestoredBackup {
  verify(backup);
  const draft = `${path}.new`;
  copyWithLog(backup, draft);
  sync(draft);
  const lostContents = restoreBlobs(path, backup);
  const former = keepFormer(path, now);
  if (former !== undefined) keepReplaced(path, former);
  moveIntoPlace(draft, path);
  return { former, lostContents };
}

/** A database that an earlier backup replaced can have a log with its last transactions. They are part of the copy. */
function copyWithLog(from: string, to: string): void {
  for (const end of ['', '-wal', '-shm']) fs.rmSync(to + end, { force: true });
  for (const end of ['', '-wal']) {
    if (end !== '' && !fs.existsSync(from + end)) continue;
    fs.copyFileSync(from + end, to + end, fs.constants.COPYFILE_EXCL);
    fs.chmodSync(to + end, 0o600);
  }
  if (!fs.existsSync(`${to}-wal`)) return;
  const copy = new Database(to);
  try {
    copy.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    copy.close();
  }
  for (const end of ['-wal', '-shm']) fs.rmSync(to + end, { force: true });
}

/** Keeps the database until the backup replaces it. Its log would be applied to the backup, so it is moved away. */
function keepFormer(path: string, now: number): string | undefined {
  const former = join(createFolder(path), `${basename(path, '.db')}-${toStamp(now)}.replaced`);
  const isThere = fs.existsSync(path);
  // First what can fail, such as on a full disk: without its log, the database would lack its last transactions.
  if (isThere) {
    fs.copyFileSync(path, former, fs.constants.COPYFILE_EXCL);
    sync(former);
  }
  for (const end of ['-wal', '-shm']) if (fs.existsSync(path + end)) fs.renameSync(path + end, former + end);
  return isThere ? former : undefined;
}
