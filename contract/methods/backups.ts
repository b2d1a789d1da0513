// Encrypted backups (Gatehouse extension). The passphrase and the secret access key are write-only.
import { Type } from 'typebox';
import type { BackupRow, BackupStatus, BackupVerification } from '../types/backups.ts';
import { adminMethod } from './define-method.ts';
import { closed, NoParams, resultType } from './results.ts';

const Name = Type.String({ pattern: '^gatehouse-[0-9TZ.]{10,40}\\.tar\\.gz\\.age$', maxLength: 100 });

/** Methods that create, list, and verify backups. Restoring is a command, because the gateway must be stopped for it. */
export const BACKUP_METHODS = {
  'backup.status': adminMethod({
    whileReadOnly: true,
    summary: 'Returns where and how backups are made, the progress of the active run, and the result of the last one.',
    params: NoParams,
    result: resultType<BackupStatus>('BackupStatus'),
  }),
  'backup.list': adminMethod({
    whileReadOnly: true,
    summary: 'Lists the backups at the destination, newest first.',
    isLong: true,
    params: NoParams,
    result: resultType<{ readonly location: string; readonly backups: readonly BackupRow[] }>('BackupList'),
  }),
  'backup.create': adminMethod({
    summary: 'Starts a backup. `backup.status` returns its progress and result.',
    rate: 'controlPlane',
    params: NoParams,
    result: resultType<{ readonly started: boolean }>('BackupCreate'),
  }),
  'backup.cancel': adminMethod({
    summary: 'Cancels the active backup. Nothing is left at the destination.',
    params: NoParams,
    result: resultType<{ readonly canceled: boolean }>('BackupCancel'),
  }),
  'backup.verify': adminMethod({
    whileReadOnly: true,
    summary:
      'Reads a whole backup and checks its contents. If it was made for public keys, only its checksum can be checked here.',
    isLong: true,
    rate: 'controlPlane',
    params: closed({ name: Name }),
    result: resultType<BackupVerification>('BackupVerification'),
  }),
  'backup.setSecret': adminMethod({
    summary: 'Stores the passphrase of backups or the secret access key of the S3-compatible storage, or removes it.',
    freshProof: true,
    params: closed({
      what: Type.Enum(['passphrase', 's3']),
      /** Null removes it. */
      secret: Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()]),
    }),
    result: resultType<BackupStatus>('BackupStatus'),
  }),
} as const;
