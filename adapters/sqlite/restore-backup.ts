// Replaces a database with a backup and keeps the replaced files.
import * as fs from 'node:fs';
import { basename, join } from 'node:path';
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
  fs.rmSync(draft, { force: true });
  fs.copyFileSync(backup, draft, fs.constants.COPYFILE_EXCL);
  fs.chmodSync(draft, 0o600);
  sync(draft);
  const lostContents = restoreBlobs(path, backup);
  const former = keepFormer(path, now);
  if (former !== undefined) keepReplaced(path, former);
  moveIntoPlace(draft, path);
  return { former, lostContents };
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
