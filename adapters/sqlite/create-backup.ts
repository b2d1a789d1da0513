// Makes a backup on request, also while a host uses the database.
import { keepBackup, prepareDraft } from './backups.ts';
import { checkIntegrity } from './integrity-check.ts';

/** Checks a database and copies it. Returns the path of the verified copy. @throws if it is damaged or can't be copied */
export async function createBackup(path: string, now: number): Promise<string> {
  const draft = prepareDraft(path);
  const result = await checkIntegrity(path, draft);
  const { findings: [finding] = [], copiedVersion, copyError } = result ?? {};
  if (finding !== undefined) throw new Error(`The database ${path} is damaged: ${finding}`);
  if (copiedVersion === undefined)
    throw new Error(`The database ${path} couldn't be copied (${copyError ?? "it can't be read"}).`);
  return keepBackup(path, draft, copiedVersion, now, 'other');
}
