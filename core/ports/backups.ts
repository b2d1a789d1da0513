// The port of encrypted backups: what makes the files and stores them at the configured destination.
import type { BackupRow, BackupSummary, BackupVerification } from '#contract/types/backups.ts';
import type { Secret } from './secrets.ts';

/** A backup that was created, verified, and stored. */
export interface StoredBackup extends BackupRow {
  readonly summary: BackupSummary;
}

/** Progress and cancellation of a long operation. */
export interface BackupProgress {
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  readonly report: (fraction: number) => void;
}

/** Where backups go, as configured. */
export interface BackupPlace {
  readonly kind: 'folder' | 's3';
  /** For people. */
  readonly location: string;
}

/** Makes and stores backups. Every call reads the current configuration. */
export interface BackupArchives {
  place(): BackupPlace;
  /** @throws {GatewayError} */
  create(progress: BackupProgress): Promise<StoredBackup>;
  /** Newest first. @throws {GatewayError} */
  list(signal: AbortSignal): Promise<readonly BackupRow[]>;
  /** `sha256`: what the file must have if it can't be opened here. @throws {GatewayError} */
  verify(name: string, sha256: string | undefined, signal: AbortSignal): Promise<BackupVerification>;
  /** @throws {GatewayError} */
  remove(name: string, signal: AbortSignal): Promise<void>;
}

/** Names of the secrets of backups. */
export const BACKUP_SECRETS = { passphrase: 'backup.passphrase', s3: 'backup.s3' } as const;

/** What backups are encrypted with, from the configuration and the stored secrets. */
export type BackupKey =
  | { readonly kind: 'passphrase'; readonly passphrase: Secret }
  | { readonly kind: 'recipients'; readonly recipients: readonly string[] };
