// Makes a backup on request, also while a host uses the database.
import { dirname } from 'node:path';
import { keepBackup, listBackups, listReplaced, prepareDraft } from './backups.ts';
import { keepBlobs, pruneBlobs } from './blob-backups.ts';
import { checkIntegrity } from './integrity-check.ts';

/** Checks a database and copies it. Returns the path of the verified copy. @throws if it is damaged or can't be copied */
export async function createBackup(path: string, now: number): Promise<string> {
  const draft = prepareDraft(path);
  const result = await checkIntegrity(path, draft);
  const { findings: [finding] = [], copiedVersion, copyError } = result ?? {};
  if (finding !== undefined) throw new Error(`The database ${path} is damaged: ${finding}`);
  if (copiedVersion === undefined)
    throw new Error(`The database ${path} couldn't be copied (${copyError ?? "it can't be read"}).`);
  return keepWithBlobs(path, draft, copiedVersion, now, 'other');
}

/** Keeps a verified and synced copy with the contents that it refers to, and removes those of deleted copies. */
export async function keepWithBlobs(...[path, draft, ...rest]: Parameters<typeof keepBackup>): Promise<string> {
  await keepBlobs(path, draft);
  const file = keepBackup(path, draft, ...rest);
  await pruneBlobs(dirname(file), listBackups(path), listReplaced(path));
  return file;
}
