// The backups of a running host, in the configured folder or bucket.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';
import type { BackupRow } from '#contract/types/backups.ts';
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import { BACKUP_SECRETS, type BackupArchives, type BackupProgress, type StoredBackup } from '#core/ports/backups.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { ConfigPort } from '#core/ports/configuration.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import type { SecretStore } from '#core/ports/secrets.ts';
import type { Environment } from '../configuration/substitution.ts';
import type { SealKey } from './archive-key.ts';
import type { CreatedArchive } from './create-archive.ts';
import { damaged } from './backup-failure.ts';
import type { BackedUpHome } from './home-files.ts';
import type { S3Store } from './s3-store.ts';

const OWNER_ONLY = 0o700;
/** Share of the work until the file exists; the rest is its upload. */
const CREATING = 0.6;

/** What the archives of a host depend on. */
export interface ArchiveParts {
  readonly home: BackedUpHome;
  readonly environment: Environment;
  readonly sealingKey: Uint8Array;
  readonly version: string;
  readonly secrets: SecretStore;
  readonly ledger: OutboundLedger;
  readonly config: Pick<ConfigPort, 'settings'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** Opens the archives. Everything else is loaded with the first backup. */
export function openArchives(parts: ArchiveParts): BackupArchives {
  return {
    place: () => toPlace(parts),
    create: (progress) => create(parts, progress),
    list: async (signal) => {
      const store = await openS3(parts);
      if (store === undefined) return listFolder(toFolder(parts));
      return (await import('./s3-store.ts')).listS3(store, signal);
    },
    verify: async (name, sha256, signal) =>
      inFile(parts, name, signal, (file, work) => verify(parts, file, { sha256, work, signal })),
    async remove(name, signal) {
      const store = await openS3(parts);
      if (store === undefined) return rm(join(toFolder(parts), name), { force: true });
      await (await import('./s3-store.ts')).removeFromS3(store, name, signal);
    },
  };
}

function toPlace(parts: ArchiveParts): ReturnType<BackupArchives['place']> {
  const { s3 } = parts.config.settings().backup;
  if (s3.bucket === undefined) return { kind: 'folder', location: toFolder(parts) };
  return { kind: 's3', location: `s3://${s3.bucket}/${s3.prefix}` };
}

function toFolder({ config, home }: Pick<ArchiveParts, 'config' | 'home'>): string {
  const { folder } = config.settings().backup;
  if (folder === undefined) return join(dirname(home.database), 'backups');
  if (isAbsolute(folder)) return folder;
  throw invalidRequest(`backup.folder must be an absolute path, not ${folder}.`, 'BACKUP_FOLDER_INVALID');
}

async function openS3({ config, secrets, ledger, environment }: ArchiveParts): Promise<S3Store | undefined> {
  const { bucket, endpoint, accessKeyId, region, prefix } = config.settings().backup.s3;
  if (bucket === undefined) return undefined;
  const secretAccessKey = await secrets.get(BACKUP_SECRETS.s3);
  if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined)
    throw invalidRequest(
      'The storage of backups needs an endpoint, an access key ID, and its secret.',
      'BACKUP_NOT_CONFIGURED',
      'Set backup.s3 in the configuration, and the secret in Settings → Gateway → Backups.',
    );
  return { prefix, access: { bucket, endpoint, accessKeyId, region, secretAccessKey, ledger, environment } };
}

async function toKey({ config, secrets }: ArchiveParts): Promise<SealKey> {
  const { recipients } = config.settings().backup;
  if (recipients.length > 0) return { kind: 'recipients', recipients };
  const passphrase = await secrets.get(BACKUP_SECRETS.passphrase);
  if (passphrase !== undefined) return { kind: 'passphrase', passphrase };
  throw invalidRequest(
    'No passphrase for backups is set.',
    'BACKUP_NOT_CONFIGURED',
    'Set one in Settings → Gateway → Backups, or name recipients under backup.recipients in the configuration.',
  );
}

async function create(parts: ArchiveParts, { signal, report }: BackupProgress): Promise<StoredBackup> {
  const store = await openS3(parts);
  if (store === undefined) {
    const folder = toFolder(parts);
    await makeFolder(folder);
    return toStored(await createIn(parts, folder, signal, report), parts.clock.now());
  }
  const { uploadToS3 } = await import('./s3-store.ts');
  return inWorkFolder(parts, async (work) => {
    const made = await createIn(parts, work, signal, (share) => report(share * CREATING));
    const stored = toStored(made, parts.clock.now());
    const rest = (share: number) => report(CREATING + share * (1 - CREATING));
    await uploadToS3(store, stored.name, made.path, { signal, report: rest });
    return stored;
  });
}

async function createIn(parts: ArchiveParts, folder: string, signal: AbortSignal, report: (share: number) => void) {
  const { home, environment, sealingKey, version, clock } = parts;
  const { createArchive } = await import('./create-archive.ts');
  const key = await toKey(parts);
  return createArchive({ home, environment, sealingKey, version, key, now: clock.now(), folder, signal, report });
}

function toStored({ path, bytes, sha256, summary }: CreatedArchive, createdAt: number): StoredBackup {
  return { name: path.slice(dirname(path).length + 1), bytes, sha256, summary, createdAt };
}

async function listFolder(folder: string): Promise<readonly BackupRow[]> {
  const { isArchiveName } = await import('./create-archive.ts');
  const names = (await readdir(folder).catch(() => [])).filter(isArchiveName).toSorted().toReversed();
  return Promise.all(
    names.map(async (name) => {
      const { size, mtimeMs } = await stat(join(folder, name));
      return { name, bytes: size, createdAt: Math.round(mtimeMs) };
    }),
  );
}

/** Verifies the contents if the passphrase is known here, and the checksum otherwise. */
async function verify(
  parts: ArchiveParts,
  file: string,
  {
    sha256,
    work,
    signal,
  }: { readonly sha256: string | undefined; readonly work: string; readonly signal: AbortSignal },
) {
  const { opener, readKeyKind } = await import('./archive-key.ts');
  const passphrase = await parts.secrets.get(BACKUP_SECRETS.passphrase);
  if (passphrase !== undefined && readKeyKind(file) === 'passphrase') {
    const { verifyArchive } = await import('./verify-archive.ts');
    const open = opener({ kind: 'passphrase', passphrase });
    const summary = await verifyArchive(createReadStream(file), open, { folder: work, signal });
    return { checked: 'contents', summary } as const;
  }
  if (sha256 === undefined)
    throw invalidRequest(
      "This gateway can't open the backup, and has no checksum of it.",
      'BACKUP_CANNOT_VERIFY',
      'Run "gatehouse backup verify" with the passphrase or the private key.',
    );
  const digest = createHash('sha256');
  // Without an encoding, a file is read as bytes.
  for await (const piece of createReadStream(file, { signal })) digest.update(piece as Buffer);
  if (digest.digest('hex') !== sha256) throw damaged("its checksum isn't the one from its creation");
  return { checked: 'checksum' } as const;
}

async function inFile<T>(
  parts: ArchiveParts,
  name: string,
  signal: AbortSignal,
  work: (file: string, folder: string) => Promise<T>,
): Promise<T> {
  const store = await openS3(parts);
  return inWorkFolder(parts, async (folder) => {
    if (store !== undefined) {
      const file = join(folder, name);
      await (await import('./s3-store.ts')).downloadFromS3(store, name, file, signal);
      return work(file, folder);
    }
    const file = join(toFolder(parts), name);
    if (await isFile(file)) return work(file, folder);
    throw invalidRequest(`There is no backup ${name} in ${toFolder(parts)}.`, 'BACKUP_NOT_FOUND');
  });
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function inWorkFolder<T>({ home }: ArchiveParts, work: (folder: string) => Promise<T>): Promise<T> {
  const backups = join(dirname(home.database), 'backups');
  await makeFolder(backups);
  const folder = await mkdtemp(join(backups, 'archive-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: OWNER_ONLY });
  } catch (error) {
    throw invalidRequest(
      `The folder ${folder} can't be used (${errorMessage(error)}).`,
      'BACKUP_FOLDER_INVALID',
      'Check backup.folder and its permissions.',
    );
  }
}
