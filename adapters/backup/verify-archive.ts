// Verifies a backup: reads all of it, and opens the database in it.
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupSummary } from '#contract/types/backups.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { verify } from '../sqlite/backups.ts';
import { resealCopy } from '../sqlite/reseal-copy.ts';
import type { OpenKeyOnce } from './archive-key.ts';
import { DATABASE_ENTRY, toSummary, type Manifest } from './archive-manifest.ts';
import { damaged } from './backup-failure.ts';
import { readArchive } from './read-archive.ts';

/** Reads a whole backup, checks its database in a folder for temporary files, and returns what it contains. @throws {GatewayError} `BACKUP_…` */
export async function verifyArchive(
  file: Readable,
  open: OpenKeyOnce,
  { folder, signal }: { readonly folder: string; readonly signal: AbortSignal },
): Promise<BackupSummary> {
  const work = mkdtempSync(join(folder, 'verify-'));
  const database = join(work, DATABASE_ENTRY);
  try {
    const target = {
      begin: async () => {},
      async write({ path }: { readonly path: string }, content: AsyncIterable<Uint8Array>) {
        if (path === DATABASE_ENTRY)
          return pipeline(Readable.from(content), createWriteStream(database, { flags: 'wx', mode: 0o600 }));
        for await (const _ of content);
      },
    };
    const manifest = await readArchive(file, open, target, signal);
    checkDatabase(database, manifest);
    return toSummary(manifest);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Checks the database of a backup against its manifest. @throws {GatewayError} `BACKUP_DAMAGED` */
export function checkDatabase(database: string, { counts, schemaVersion, sealingKey }: Manifest): void {
  const key = Buffer.from(sealingKey, 'base64url');
  const found = openChecked(database, key);
  const same =
    found.sessions === counts.sessions &&
    found.events === counts.events &&
    found.secrets === counts.secrets &&
    found.schemaVersion === schemaVersion;
  if (!same) throw damaged("its database doesn't match its manifest");
}

function openChecked(database: string, key: Uint8Array) {
  try {
    verify(database);
    return resealCopy(database, key, key);
  } catch (error) {
    throw damaged(`its database can't be opened (${errorMessage(error)})`);
  }
}
