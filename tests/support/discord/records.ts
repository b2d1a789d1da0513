// What a channel remembers between two starts, in memory.
import type { SettingsStore } from '#core/ports/settings-store.ts';

/** Messages that fill more than one page of the API. */
export const ADA_SAYS = Array.from({ length: 120 }, (_, n) => `message ${n}`);

/** A store that lives as long as the test. */
export function memoryRecords(): SettingsStore {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    set: async (key, value) => void values.set(key, value),
    delete: async (key) => void values.delete(key),
    list: async (prefix) =>
      [...values].filter(([key]) => key.startsWith(prefix)).map(([key, value]) => ({ key, value })),
  };
}
