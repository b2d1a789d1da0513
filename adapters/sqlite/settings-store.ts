// Small JSON values by key.
import type { SettingsStore } from '#core/ports/settings-store.ts';
import type { Connection } from './connection.ts';

/** Opens the settings table. */
export function openSettings(connection: Connection): SettingsStore {
  const { database } = connection;
  const get = connection.cell<[string], string>('SELECT value FROM settings WHERE key = ?');
  const set = database.prepare(
    'INSERT INTO settings (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = database.prepare('DELETE FROM settings WHERE key = ?');
  const list = connection.all<[string, string], { key: string; value: string }>(
    'SELECT key, value FROM settings WHERE substr(key, 1, length(?)) = ? ORDER BY key',
  );
  return {
    async get(key) {
      const value = get(key);
      return value === undefined ? undefined : parse(value);
    },
    async set(key, value) {
      const text = JSON.stringify(value ?? null);
      connection.write(() => set.run(key, text));
    },
    delete: async (key) => void connection.write(() => remove.run(key)),
    list: async (prefix) => list(prefix, prefix).map((row) => ({ key: row.key, value: parse(row.value) })),
  };
}

function parse(text: string): unknown {
  return JSON.parse(text);
}
