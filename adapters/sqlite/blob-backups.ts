// Contents of attachments and file versions in backups: a folder beside the copies, which share its files.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { BlobWriter, blobFolder, isHash, locateBlob } from '../blobs/blob-files.ts';

/** Steps between two turns of the event loop. */
const STEPS_AT_ONCE = 32;
/** Tables that refer to contents. Older databases don't have them. */
const REFERRING = ['attachment_blobs', 'file_versions'];

/** The contents of all copies in a folder of backups. */
export function blobsOfBackups(folder: string): string {
  return join(folder, 'blobs');
}

/** Keeps the contents that a copy of a database refers to, without using more space where the file system can share files. */
export async function keepBlobs(path: string, copy: string): Promise<void> {
  let steps = 0;
  for (const _ of keepEach(path, copy)) if (++steps % STEPS_AT_ONCE === 0) await setImmediate();
}

/** The same before the gateway runs. */
export function keepBlobsNow(path: string, copy: string): void {
  for (const _ of keepEach(path, copy));
}

function* keepEach(path: string, copy: string): Generator<undefined> {
  const [blobs, kept] = [blobFolder(path), blobsOfBackups(dirname(copy))];
  const writer = new BlobWriter(kept);
  const exists = (folder: string, hash: string) => existsSync(locateBlob(folder, hash));
  for (const hash of listReferences(copy)) {
    writer.adopt(hash, blobs, exists);
    yield;
  }
  writer.sync();
}

/**
 * Removes the contents that no copy in the folder refers to. `replaced`: former databases, which can be damaged. If a copy can't be
 * read, nothing is removed.
 */
export async function pruneBlobs(
  folder: string,
  copies: readonly string[],
  replaced: readonly string[],
): Promise<void> {
  const kept = blobsOfBackups(folder);
  if (!existsSync(kept)) return;
  const used = findUsed(copies, replaced);
  if (used === undefined) return;
  for (const group of readdirSync(kept)) {
    for (const name of readdirSync(join(kept, group)))
      if (!isHash(name) || !used.has(name)) rmSync(join(kept, group, name), { force: true });
    await setImmediate();
  }
}

function findUsed(copies: readonly string[], replaced: readonly string[]): ReadonlySet<string> | undefined {
  try {
    return new Set([...copies.flatMap(listReferences), ...replaced.flatMap((file) => tryReferences(file) ?? [])]);
  } catch {
    return undefined;
  }
}

function tryReferences(file: string): readonly string[] | undefined {
  try {
    return listReferences(file);
  } catch {
    return undefined;
  }
}

/** Keeps the contents of a database that a backup replaces, as far as it can be read: nothing else refers to them from now on. */
export function keepReplaced(path: string, former: string): void {
  try {
    keepBlobsNow(path, former);
  } catch {
    // It is damaged, which is why it is replaced, or the disk is full.
  }
}

/** Brings back the contents of a backup. Intact ones stay. Returns the number of those that are lost. */
export function restoreBlobs(path: string, backup: string): number {
  const writer = new BlobWriter(blobFolder(path));
  const kept = blobsOfBackups(dirname(backup));
  const lost = listReferences(backup).filter((hash) => !writer.adopt(hash, kept));
  writer.sync();
  return lost.length;
}

/** The hashes that a database refers to. */
export function listReferences(file: string): readonly string[] {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const hasTable = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?").pluck();
    const tables = REFERRING.filter((table) => hasTable.get(table) !== undefined);
    if (tables.length === 0) return [];
    // `pluck` returns the hashes.
    return database
      .prepare(tables.map((table) => `SELECT hash FROM ${table}`).join(' UNION '))
      .pluck()
      .all() as string[];
  } finally {
    database.close();
  }
}
