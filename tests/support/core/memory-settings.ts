// Settings and secrets in memory, for tests.
import type { Secret, SecretStore } from '#core/ports/secrets.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';

/** The settings of the in-memory store. */
export function settingsStore(): SettingsStore {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => structuredClone(values.get(key)),
    set: async (key, value) => void values.set(key, structuredClone(value)),
    delete: async (key) => void values.delete(key),
    list: async (prefix) =>
      [...values]
        .filter(([key]) => key.startsWith(prefix))
        .toSorted(([a], [b]) => a.localeCompare(b))
        .map(([key, value]) => ({ key, value: structuredClone(value) })),
  };
}

/** The secrets of the in-memory store. */
export function secretStore(): SecretStore {
  const values = new Map<string, Secret>();
  return {
    get: async (name) => values.get(name),
    set: async (name, value) => void values.set(name, value),
    delete: async (name) => void values.delete(name),
    names: async () => [...values.keys()],
  };
}
