// Replaces a file atomically: a new file is written, synced, and renamed.
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const OWNER_ONLY = 0o600;

/** Writes `text` to `file`, readable by its owner only. On failure, the old file is unchanged. */
export async function writeAtomically(file: string, text: string | Uint8Array): Promise<void> {
  const draft = `${file}.${randomUUID()}.new`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode: OWNER_ONLY, flush: true });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await syncFolder(dirname(file));
}

const DRAFT = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.new$/;

/** Removes what killed writes left in a folder: their files were not replaced. Only of files whose name starts with `prefix`. */
export function removeDrafts(folder: string, prefix = ''): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(prefix) && DRAFT.test(name)) rmSync(join(folder, name), { force: true });
}

/** Syncs the rename itself. Windows can't open folders; its file system uses a journal. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
