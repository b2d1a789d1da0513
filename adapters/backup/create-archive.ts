// Creates an encrypted backup of a home, also while a host uses it: a consistent copy of the database with re-sealed secrets, the
// contents that it refers to, the configuration, workspaces, and the certificate. The written file is read back before it is kept.
import { randomBytes } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { readdir, rename, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { BACKUP_FORMAT, type BackupSummary } from '#contract/types/backups.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Environment } from '../configuration/substitution.ts';
import { createFolder, toStamp } from '../sqlite/backups.ts';
import { keepBlobs } from '../sqlite/blob-backups.ts';
import { checkIntegrity } from '../sqlite/integrity-check.ts';
import { resealCopy } from '../sqlite/reseal-copy.ts';
import { createSealer, type SealKey, type Sealer } from './archive-key.ts';
import { BLOBS, toSummary, WORKSPACES, type Manifest } from './archive-manifest.ts';
import { noSpace } from './backup-failure.ts';
import { listHomeFiles, type BackedUpHome, type HomeFiles } from './home-files.ts';
import { verifyArchive } from './verify-archive.ts';
import { writeArchive } from './write-archive.ts';

/** Ending of the files: tar, gzip, and age. */
const ARCHIVE_ENDING = '.tar.gz.age';
const UNFINISHED = '.unfinished';
const SEALING_KEY_BYTES = 32;
/** Share of the work until the archive is written; the rest is verifying it. */
const WRITING = 0.7;

/** What to back up, and with which keys. */
export interface CreateOptions {
  readonly home: BackedUpHome;
  readonly environment: Environment;
  /** The key that seals the secrets of this home. */
  readonly sealingKey: Uint8Array;
  readonly key: SealKey;
  readonly version: string;
  readonly now: number;
  /** Where the file is written. It exists. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly report?: (fraction: number) => void;
}

/** A new backup. */
export interface CreatedArchive {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly summary: BackupSummary;
}

/** The name of a backup that was created at a time. */
function archiveName(now: number): string {
  return `gatehouse-${toStamp(now)}${ARCHIVE_ENDING}`;
}

/** Whether a file is a backup by its name. */
export function isArchiveName(name: string): boolean {
  return /^gatehouse-\d{8}T\d{9}Z(\.\d+)?\.tar\.gz\.age$/.test(name);
}

/** Creates a backup and verifies it. Nothing is left behind if it fails. @throws {GatewayError} `BACKUP_…` */
export async function createArchive(options: CreateOptions): Promise<CreatedArchive> {
  const { home, folder, now } = options;
  const sealer = await createSealer(options.key);
  await removeUnfinished(folder);
  const work = mkdtempSync(join(createFolder(home.database), 'archive-'));
  try {
    const { files, manifest } = await prepare(options, work);
    const contentBytes = files.files.reduce((sum, { size }) => sum + size, 0);
    await requireSpace(folder, contentBytes);
    const name = await freeName(folder, now);
    const draft = join(folder, `${name}${UNFINISHED}`);
    const header = { format: BACKUP_FORMAT, version: options.version, createdAt: now, contentBytes } as const;
    const report = (share: number) => options.report?.(Math.min(1, share));
    const written = await writeArchive({
      target: draft,
      files: files.files,
      workspaces: home.workspaces,
      header,
      manifest,
      sealer,
      signal: options.signal,
      report: (bytes) => report((bytes / Math.max(1, contentBytes)) * WRITING),
    });
    await checkWritten(draft, sealer, work, options.signal);
    report(1);
    const path = join(folder, name);
    await rename(draft, path);
    return { path, bytes: written.bytes, sha256: written.sha256, summary: toSummary(written.manifest) };
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function checkWritten(draft: string, sealer: Sealer, work: string, signal: AbortSignal): Promise<void> {
  try {
    await verifyArchive(createReadStream(draft), sealer.check, { folder: work, signal });
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}

/** Copies the database with its contents, and seals the secrets of the copy with a key of its own. */
async function prepare(
  { home, environment, sealingKey, version, now, signal }: CreateOptions,
  work: string,
): Promise<{ readonly files: HomeFiles; readonly manifest: Omit<Manifest, 'files'> }> {
  const copy = join(work, 'gatehouse.db');
  await copyDatabase(home.database, copy);
  signal.throwIfAborted();
  await keepBlobs(home.database, copy);
  const archiveKey = randomBytes(SEALING_KEY_BYTES);
  const { schemaVersion, sessions, events, secrets, unreadable } = resealCopy(copy, sealingKey, archiveKey);
  const files = await listHomeFiles(home, copy, environment);
  signal.throwIfAborted();
  const countBelow = (root: string) => files.files.filter(({ path }) => path.startsWith(`${root}/`)).length;
  const counts = { sessions, events, secrets, blobs: countBelow(BLOBS), workspaceFiles: countBelow(WORKSPACES) };
  const lost =
    unreadable.length === 0
      ? []
      : [`${unreadable.length} secrets can't be decrypted with the key of this home: ${unreadable.join(', ')}`];
  const { configuration } = files;
  return {
    files,
    manifest: {
      format: BACKUP_FORMAT,
      version,
      createdAt: now,
      schemaVersion,
      ...(configuration === undefined ? {} : { configuration }),
      sealingKey: archiveKey.toString('base64url'),
      counts,
      warnings: [...files.warnings, ...lost],
    },
  };
}

async function copyDatabase(path: string, copy: string): Promise<void> {
  const { writeFile } = await import('node:fs/promises');
  // SQLite accepts an empty file and keeps its permissions, so the copy is never readable by others.
  await writeFile(copy, '', { flag: 'wx', mode: 0o600 });
  const result = await checkIntegrity(path, copy);
  const { findings: [finding] = [], copiedVersion, copyError } = result ?? {};
  if (finding !== undefined)
    throw invalidRequest(
      `The database ${path} is damaged: ${finding}`,
      'BACKUP_SOURCE_DAMAGED',
      'Restore an earlier backup with "gatehouse backup restore".',
    );
  if (copiedVersion === undefined)
    throw invalidRequest(
      `The database ${path} couldn't be copied (${copyError ?? "it can't be read"}).`,
      'BACKUP_SOURCE_UNREADABLE',
      'Check the free disk space and the permissions of the home folder.',
    );
}

async function requireSpace(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) throw noSpace(bytes, folder);
}

/** Removes what a killed run left. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder))
    if (name.endsWith(`${ARCHIVE_ENDING}${UNFINISHED}`)) rmSync(join(folder, name), { force: true });
}

async function freeName(folder: string, now: number): Promise<string> {
  const taken = new Set(await readdir(folder));
  const name = archiveName(now);
  for (let n = 0; ; n += 1) {
    const candidate = n === 0 ? name : name.replace(ARCHIVE_ENDING, `.${n}${ARCHIVE_ENDING}`);
    if (!taken.has(candidate)) return candidate;
  }
}
