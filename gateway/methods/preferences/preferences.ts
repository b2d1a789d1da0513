// Preferences of the app, kept in the store.
import { isJsonObject } from '#contract/types/json-object.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Preferences } from '#contract/types/preferences.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';

const PREFERENCES_KEY = 'preferences';

/** Largest preferences that a client can store, characters of JSON. */
const MAX_PREFERENCES_CHARS = 64 * 1024;

export const PREFERENCE_HANDLERS = defineHandlers({
  'preferences.get': async (_params, { services }) => ({ preferences: await readPreferences(services) }),

  async 'preferences.set'({ preferences: change }, { services, gateway }) {
    const merged = Object.entries({ ...(await readPreferences(services)), ...change }).filter(
      ([, value]) => value !== null && value !== undefined,
    );
    const preferences = Object.fromEntries(merged);
    if (JSON.stringify(preferences).length > MAX_PREFERENCES_CHARS)
      throw invalidRequest('The preferences are too large.', 'PREFERENCES_TOO_LARGE');
    await services.store.settings.set(PREFERENCES_KEY, preferences);
    gateway.publish('settings.changed', { what: 'preferences', ts: services.clock.now() });
    return { preferences };
  },
});

async function readPreferences({ store }: GatewayServices): Promise<Preferences> {
  const value = await store.settings.get(PREFERENCES_KEY);
  return isJsonObject(value) ? value : {};
}
