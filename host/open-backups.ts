// The encrypted backups of a host.
import { openArchives, type ArchiveParts } from '#adapters/backup/open-archives.ts';
import { BackupRecords } from '#core/backups/backup-records.ts';
import { Backups, type BackupPorts } from '#core/backups/backups.ts';
import type { Store } from '#core/ports/store.ts';

/** What the backups of a host depend on. */
export type BackupOptions = Omit<ArchiveParts, 'secrets'> &
  Omit<BackupPorts, 'archives' | 'records' | 'secrets' | 'audit'> & {
    readonly store: Pick<Store, 'secrets' | 'settings' | 'audit'>;
  };

/** Opens the backups. Nothing is started. */
export function openBackups({ store, ...parts }: BackupOptions): Backups {
  const { secrets, settings, audit } = store;
  const archives = openArchives({ ...parts, secrets });
  return new Backups({ ...parts, archives, secrets, audit, records: new BackupRecords(settings) });
}
