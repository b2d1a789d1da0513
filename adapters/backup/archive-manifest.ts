// The two descriptions in a backup: the header, which is its first entry, and the manifest, which is its last.
import { Type, type Static } from 'typebox';
import { BackupCounts, BACKUP_FORMAT, type BackupSummary } from '#contract/types/backups.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { damaged, newer } from './backup-failure.ts';

/** Names of the entries that describe the others. */
export const HEADER_ENTRY = 'backup.json';
export const MANIFEST_ENTRY = 'manifest.json';
export const DATABASE_ENTRY = 'gatehouse.db';

/** Folders in a backup. */
export const BLOBS = 'blobs';
export const CONFIGURATION = 'configuration';
export const WORKSPACES = 'workspaces';
export const TLS = 'tls';

const MAX_FILES = 5_000_000;
const Bytes = Type.Integer({ minimum: 0 });

const Header = Type.Object(
  {
    format: Type.Literal(BACKUP_FORMAT),
    version: Type.String({ maxLength: 100 }),
    createdAt: Type.Integer({ minimum: 0 }),
    /** Size of all files when they were listed. Some may have grown since. */
    contentBytes: Bytes,
  },
  { additionalProperties: false },
);
export type Header = Static<typeof Header>;

const Manifest = Type.Object(
  {
    format: Type.Literal(BACKUP_FORMAT),
    version: Type.String({ maxLength: 100 }),
    createdAt: Type.Integer({ minimum: 0 }),
    schemaVersion: Type.Integer({ minimum: 1 }),
    /** Name of the configuration file in its folder. Absent if there is none. */
    configuration: Type.Optional(Type.String({ maxLength: 255 })),
    /** The key that seals the secrets of the copied database, base64url. The whole archive is encrypted. */
    sealingKey: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$' }),
    counts: BackupCounts,
    warnings: Type.Array(Type.String({ maxLength: 5_000 }), { maxItems: 200 }),
    files: Type.Array(
      Type.Object(
        {
          path: Type.String({ minLength: 1, maxLength: 4_096 }),
          size: Bytes,
          sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
        },
        { additionalProperties: false },
      ),
      { maxItems: MAX_FILES },
    ),
  },
  { additionalProperties: false },
);
export type Manifest = Static<typeof Manifest>;

/** Reads the header. @throws {GatewayError} `BACKUP_DAMAGED`, `BACKUP_NEWER` */
export async function parseHeader(text: string): Promise<Header> {
  return parse<Header>(Header, text, HEADER_ENTRY);
}

/** Reads the manifest. @throws {GatewayError} `BACKUP_DAMAGED`, `BACKUP_NEWER` */
export async function parseManifest(text: string): Promise<Manifest> {
  return parse<Manifest>(Manifest, text, MANIFEST_ENTRY);
}

async function parse<T>(schema: typeof Header | typeof Manifest, text: string, name: string): Promise<T> {
  const { Value } = await import('typebox/value');
  const value = readJson(text, name);
  if (isJsonObject(value) && typeof value['format'] === 'number' && value['format'] > BACKUP_FORMAT)
    throw newer(typeof value['version'] === 'string' ? value['version'] : '');
  if (!Value.Check(schema, value)) throw damaged(`${name} isn't valid`);
  // Checked against the schema of `T` just now.
  return value as T;
}

function readJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw damaged(`${name} isn't valid JSON`);
  }
}

/** What people see of a manifest. */
export function toSummary({ createdAt, version, schemaVersion, counts, warnings, files }: Manifest): BackupSummary {
  const contentBytes = files.reduce((sum, { size }) => sum + size, 0);
  return { createdAt, version, schemaVersion, files: files.length, contentBytes, counts, warnings };
}
