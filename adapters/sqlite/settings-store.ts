// Small JSON values by key.
import type { SettingsStore } from '#core/ports/settings-store.ts';
import type { Connection } from './connection.ts';
import { GATEWAY } from '#core/principal.ts';

/** Opens the settings table. */
export function openSettings(connection: Connection): SettingsStore {
  const get = connection.record<[string], unknown>('SELECT value FROM settings WHERE key = ?');
  const set = connection.insert('settings', 'ON CONFLICT (key) DO UPDATE SET value = @value');
  const remove = connection.database.prepare('DELETE FROM settings WHERE key = ?');
  const list = connection.all<[string, string], { key: string; value: string }>(
    'SELECT key, value FROM settings WHERE substr(key, 1, length(?)) = ? ORDER BY key',
  );
  return {
    get: async (key) => get(key),
    async set(key, value) {
      const text = JSON.stringify(value ?? null);
      connection.write(() => set({ key, value: text, ownerId: GATEWAY.userId }));
    },
    delete: async (key) => void connection.write(() => remove.run(key)),
    list: async (prefix) =>
      connection.read(() =>
        list(prefix, prefix).map((row) => ({ key: row.key, value: JSON.parse(row.value) as unknown })),
      ),
  };
}
