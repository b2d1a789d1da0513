// Encrypted backups of a whole home folder.
import { Type, type Static } from 'typebox';

/** Version of the archive's layout. */
export const BACKUP_FORMAT = 1;

/** How many of each thing a backup contains. Shown before a restore. */
export const BackupCounts = Type.Object(
  {
    sessions: Type.Integer({ minimum: 0 }),
    events: Type.Integer({ minimum: 0 }),
    secrets: Type.Integer({ minimum: 0 }),
    blobs: Type.Integer({ minimum: 0 }),
    workspaceFiles: Type.Integer({ minimum: 0 }),
  },
  { additionalProperties: false },
);
export type BackupCounts = Static<typeof BackupCounts>;

/** Contents of a backup. */
export interface BackupSummary {
  /** Unix ms. */
  readonly createdAt: number;
  /** Version of Gatehouse that wrote it. */
  readonly version: string;
  readonly schemaVersion: number;
  readonly files: number;
  /** Size of the files in it, bytes. */
  readonly contentBytes: number;
  readonly counts: BackupCounts;
  /** Files that were left out or changed while they were read, and why. */
  readonly warnings: readonly string[];
}

/** A stored backup. */
export interface BackupRow {
  /** Name of the file at the destination. */
  readonly name: string;
  /** Size of the encrypted file, bytes. */
  readonly bytes: number;
  /** Unix ms. */
  readonly createdAt: number;
  /** SHA-256 of the encrypted file. Absent if this home didn't write it. */
  readonly sha256?: string;
}

/** How a verification ended. */
export interface BackupVerification {
  /** `contents`: the backup was decrypted and all of it was read. `checksum`: only its holder can open it, and the file is unchanged. */
  readonly checked: 'contents' | 'checksum';
  readonly summary?: BackupSummary;
}

/** How a run of a backup ended. */
export interface BackupRun {
  readonly state: 'done' | 'failed' | 'canceled';
  /** Unix ms. */
  readonly startedAt: number;
  /** Unix ms. */
  readonly endedAt: number;
  /** The file that was created, or why none was. */
  readonly name?: string;
  readonly error?: string;
}

/** The state of encrypted backups. */
export interface BackupStatus {
  /** Whether they are created on a schedule. */
  readonly enabled: boolean;
  readonly schedule: string;
  readonly keep: number;
  /** Where they are stored, for people. */
  readonly location: string;
  readonly kind: 'folder' | 's3';
  readonly encryption: 'passphrase' | 'recipients' | 'none';
  /** Whether the secret access key is stored. */
  readonly hasS3Secret: boolean;
  /** Why no backup can be created, and what to do. */
  readonly problem?: string;
  /** Unix ms. */
  readonly nextAt?: number;
  /** Progress of the run that is active, from 0 to 1. */
  readonly running?: { readonly fraction: number };
  readonly last?: BackupRun;
}
