// The user's preferences: stored in the gateway, with a copy in the browser so that the first paint is correct.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { Preferences } from '#contract/types/preferences.ts';
import { onFresh } from './connection.ts';
import { getJson, type TextStorage } from './storage.ts';

const STORAGE_KEY = 'gatehouse.preferences';

/** The preferences, and how to change them; `null` resets one. Changes show immediately and are then sent. */
export interface PreferenceStore {
  readonly store: StoreApi<Preferences>;
  set(changes: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Reads the browser's copy. */
export function readLocalPreferences(storage: TextStorage): Preferences {
  const value = getJson(storage, STORAGE_KEY);
  return isJsonObject(value) ? { ...value } : {};
}

/** Keeps them in sync with the gateway. */
export function createPreferences(client: GatewayClient, storage: TextStorage): PreferenceStore {
  const store = createStore<Preferences>(() => readLocalPreferences(storage));
  store.subscribe((state) => storage.set(STORAGE_KEY, JSON.stringify(state)));
  let changing = 0;
  const read = async (): Promise<void> => {
    try {
      const { preferences } = await client.request('preferences.get', {});
      if (changing === 0) store.setState(preferences, true);
    } catch {
      // The browser's copy still applies; it is read again after a reconnect.
    }
  };
  onFresh(client, () => void read());
  client.on('settings.changed', ({ what }) => (what === 'preferences' ? void read() : undefined));
  const set = async (changes: Readonly<Record<string, unknown>>): Promise<void> => {
    store.setState(
      (state) => Object.fromEntries(Object.entries({ ...state, ...changes }).filter(([, value]) => value !== null)),
      true,
    );
    changing += 1;
    try {
      await client.request('preferences.set', { preferences: changes });
    } finally {
      changing -= 1;
    }
  };
  return { store, set };
}
