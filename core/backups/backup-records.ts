// Checksums of the backups that this home made, to verify those that only the holder of a private key can open.
import type { SettingsStore } from '../ports/settings-store.ts';

const PREFIX = 'backup-checksum:';

/** The checksums of backups by name. */
export class BackupRecords {
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  async all(): Promise<ReadonlyMap<string, string>> {
    const rows = await this.#settings.list(PREFIX);
    return new Map(rows.map(({ key, value }) => [key.slice(PREFIX.length), String(value)]));
  }

  async add(name: string, sha256: string): Promise<void> {
    await this.#settings.set(PREFIX + name, sha256);
  }

  /** Removes the others. */
  async keep(names: readonly string[]): Promise<void> {
    for (const name of (await this.all()).keys()) if (!names.includes(name)) await this.#settings.delete(PREFIX + name);
  }
}
