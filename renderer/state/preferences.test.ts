// Proves: CF-6
import { expect, it } from 'vitest';
import { getTheme } from './appearance.ts';
import { createPreferences, readLocalPreferences } from './preferences.ts';
import { memoryStorage, scriptedClient, settled } from './testing/stand-ins.ts';

it("starts with the browser's copy, then uses the gateway's values", async () => {
  const storage = memoryStorage();
  storage.set('gatehouse.preferences', '{"theme":"dark"}');
  const { client } = scriptedClient(() => ({ preferences: { theme: 'light', density: 'compact' } }));
  const { store } = createPreferences(client, storage);
  expect(store.getState().theme).toBe('dark');
  await settled();
  expect(store.getState()).toEqual({ theme: 'light', density: 'compact' });
  expect(readLocalPreferences(storage)).toEqual({ theme: 'light', density: 'compact' });
});

it('applies a change immediately, and null restores the default', async () => {
  const { client, calls } = scriptedClient(() => ({ preferences: {} }));
  const { store, set } = createPreferences(client, memoryStorage());
  await settled();
  void set({ theme: 'dark', fontSize: 17 });
  expect(store.getState()).toMatchObject({ theme: 'dark', fontSize: 17 });
  await set({ theme: null });
  expect(store.getState()).toEqual({ fontSize: 17 });
  expect(calls.at(-1)).toEqual({ method: 'preferences.set', params: { preferences: { theme: null } } });
});

it('survives a damaged copy', () => {
  const storage = memoryStorage();
  for (const text of ['{', '[]', 'null', '"x"']) {
    storage.set('gatehouse.preferences', text);
    expect(readLocalPreferences(storage)).toEqual({});
  }
});

it('follows the system until a theme is selected', () => {
  expect(getTheme({}, true)).toBe('dark');
  expect(getTheme({ theme: 'system' }, false)).toBe('light');
  expect(getTheme({ theme: 'light' }, true)).toBe('light');
});
