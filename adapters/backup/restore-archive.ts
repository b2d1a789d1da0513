// Restores a backup: everything is unpacked beside the home's data, checked, sealed with this home's key, and opened once before
// anything is replaced.
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { statfs, utimes } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BackupSummary } from '#contract/types/backups.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Log } from '#core/ports/log.ts';
import { toStamp } from '../sqlite/backups.ts';
import { MIGRATIONS } from '../sqlite/migrations/registry.ts';
import { openStore } from '../sqlite/open-store.ts';
import { mergeLog, resealCopy } from '../sqlite/reseal-copy.ts';
import type { OpenKeyOnce } from './archive-key.ts';
import { BLOBS, CONFIGURATION, DATABASE_ENTRY, TLS, toSummary, WORKSPACES, type Manifest } from './archive-manifest.ts';
import { damaged, newer, noSpace, unsafe } from './backup-failure.ts';
import { TLS_FILES, type BackedUpHome } from './home-files.ts';
import { readArchive, type ArchiveEntry } from './read-archive.ts';
import { replaceHome, type Replacement } from './replace-home.ts';
import { checkDatabase } from './verify-archive.ts';

/** What to restore, and where. The caller has locked the home. */
export interface RestoreOptions {
  readonly home: BackedUpHome;
  readonly file: string;
  readonly open: OpenKeyOnce;
  /** Loads the key that seals the secrets of this home. */
  readonly sealingKey: () => Promise<Uint8Array>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** Asks before anything is replaced, and throws to cancel. */
  readonly confirm: (summary: BackupSummary) => Promise<void>;
}

/** A restored backup. */
export interface RestoredArchive {
  readonly summary: BackupSummary;
  /** Folders with the data that was replaced. */
  readonly kept: readonly string[];
}

/** Restores a backup. If it fails, nothing was changed. @throws {GatewayError} `BACKUP_…` */
export async function restoreArchive(options: RestoreOptions): Promise<RestoredArchive> {
  const { home, clock, signal } = options;
  const stamp = toStamp(clock.now());
  const stage = toStage(home, stamp);
  try {
    for (const folder of stage.folders) mkdirSync(folder, { recursive: true, mode: 0o700 });
    const manifest = await unpack(options, stage);
    await prepareDatabase(options, stage, manifest);
    await options.confirm(toSummary(manifest));
    signal.throwIfAborted();
    const replacement = plan(home, stage, manifest, stamp);
    await replaceHome(home.folder, replacement);
    const kept = [...new Set(replacement.moves.map(({ kept: path }) => dirname(path)))].filter((path) =>
      existsSync(path),
    );
    return { summary: toSummary(manifest), kept };
  } finally {
    for (const folder of stage.folders) rmSync(folder, { recursive: true, force: true });
  }
}

/** Folders for new data, each on the file system of what it replaces. */
interface Stage {
  readonly data: string;
  readonly configuration: string;
  readonly workspaces: string;
  readonly tls: string;
  readonly folders: readonly string[];
}

function toStage({ folder, database, configuration, workspaces }: BackedUpHome, stamp: string): Stage {
  const name = `restore-${stamp}.new`;
  const beside = (path: string) => join(dirname(path), name);
  const roots = new Set([beside(database), beside(configuration), beside(workspaces), join(folder, name)]);
  return {
    data: beside(database),
    configuration: join(beside(configuration), CONFIGURATION),
    workspaces: join(beside(workspaces), WORKSPACES),
    tls: join(folder, name, TLS),
    folders: [...roots],
  };
}

async function unpack({ file, open, signal }: RestoreOptions, stage: Stage): Promise<Manifest> {
  return readArchive(
    createReadStream(file),
    open,
    {
      async begin({ contentBytes }) {
        const { bavail, bsize } = await statfs(stage.data);
        if (bavail * bsize < contentBytes) throw noSpace(contentBytes, stage.data);
      },
      write: (entry, content) => writeEntry(locate(stage, entry.path), entry, content),
    },
    signal,
  );
}

/** Where an entry is staged. Its path was checked. */
function locate(stage: Stage, path: string): string {
  const [root = '', ...rest] = path.split('/');
  if (root === DATABASE_ENTRY || root === BLOBS) return join(stage.data, path);
  if (root === CONFIGURATION) return join(stage.configuration, ...rest);
  if (root === WORKSPACES) return join(stage.workspaces, ...rest);
  return join(stage.tls, ...rest);
}

async function writeEntry(path: string, { modifiedAtMs, mode }: ArchiveEntry, content: AsyncIterable<Uint8Array>) {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    // The owner can always read and write it; nobody gets more access than before.
    const writing = createWriteStream(path, { flags: 'wx', mode: mode | 0o600, flush: true });
    await pipeline(Readable.from(content), writing);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // Two paths that are the same here, such as in another case, or a file that is a folder, too.
    if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR')
      throw unsafe(`two of its paths are the same here`);
    throw error;
  }
  const time = new Date(modifiedAtMs);
  await utimes(path, time, time);
}

/** Checks the database, seals it with the key of this home, and opens it, which also migrates it. */
async function prepareDatabase(
  { sealingKey, clock, log }: RestoreOptions,
  stage: Stage,
  manifest: Manifest,
): Promise<void> {
  const database = join(stage.data, DATABASE_ENTRY);
  if (!existsSync(database)) throw damaged(`${DATABASE_ENTRY} is missing`);
  if (manifest.schemaVersion > (MIGRATIONS.at(-1)?.version ?? 0)) throw newer(manifest.version);
  checkDatabase(database, manifest);
  const key = await sealingKey();
  resealCopy(database, Buffer.from(manifest.sealingKey, 'base64url'), key);
  const store = await openStore({ path: database, sealingKey: key, clock, log });
  await store.close();
  mergeLog(database);
}

function plan(home: BackedUpHome, stage: Stage, manifest: Manifest, stamp: string): Replacement {
  const moves: Replacement['moves'] = [];
  const move = (target: string, staged?: string) => {
    const kept = join(dirname(target), `replaced-${stamp}`, basename(target));
    const isStaged = staged !== undefined && existsSync(staged);
    if (isStaged || existsSync(target)) moves.push({ target, kept, ...(isStaged ? { staged } : {}) });
  };
  // The log of the former database would be applied to the new one.
  for (const end of ['-wal', '-shm']) move(home.database + end);
  move(home.database, join(stage.data, DATABASE_ENTRY));
  move(join(dirname(home.database), BLOBS), join(stage.data, BLOBS));
  const folder = dirname(home.configuration);
  if (manifest.configuration === undefined) move(home.configuration);
  for (const { path } of manifest.files.filter(({ path }) => path.startsWith(`${CONFIGURATION}/`))) {
    const name = path.slice(CONFIGURATION.length + 1);
    const staged = join(stage.configuration, name);
    move(name === manifest.configuration ? home.configuration : join(folder, name), staged);
  }
  move(home.workspaces, stage.workspaces);
  if (TLS_FILES.every((name) => existsSync(join(stage.tls, name))))
    for (const name of TLS_FILES) move(join(home.folder, TLS, name), join(stage.tls, name));
  return { moves, staging: stage.folders.slice() };
}
