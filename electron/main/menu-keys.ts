// The accelerators of the menu, which follow the shortcuts that the user has chosen in the app.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { isJsonObject } from '#contract/types/json-object.ts';

import { DEFAULT_MENU_KEYS, type MenuKeys } from './app-menu.ts';

/** Calls `apply` with the accelerators now and after each change. Returns the function that stops it. */
export function followMenuKeys(client: GatewayClient, apply: (keys: MenuKeys) => void): () => void {
  const read = async (): Promise<void> => {
    const { preferences } = await client.request('preferences.get', {});
    apply(toMenuKeys(preferences['keys']));
  };
  // A failed request means that the connection was lost; the next connection reads them again.
  const refresh = (): void => void read().catch(() => {});
  const stops = [
    client.onState(({ kind }) => {
      if (kind === 'connected') refresh();
    }),
    client.on('settings.changed', ({ what }) => {
      if (what === 'preferences') refresh();
    }),
  ];
  if (client.state().kind === 'connected') refresh();
  return () => {
    for (const stop of stops) stop();
  };
}

/** The accelerators for the preference `keys`. */
export function toMenuKeys(chosen: unknown): MenuKeys {
  const pick = (command: string, otherwise: string | undefined): string | undefined => {
    const keys = isJsonObject(chosen) ? chosen[command] : undefined;
    if (!Array.isArray(keys)) return otherwise;
    return keys.map(toAccelerator).find((accelerator) => accelerator !== undefined);
  };
  return {
    newSession: pick('session.new', DEFAULT_MENU_KEYS.newSession),
    settings: pick('go.settings', DEFAULT_MENU_KEYS.settings),
    sessions: pick('go.sessions', DEFAULT_MENU_KEYS.sessions),
    approvals: pick('go.approvals', DEFAULT_MENU_KEYS.approvals),
  };
}

const NAMES: Readonly<Record<string, string>> = {
  Mod: 'CmdOrCtrl',
  Enter: 'Return',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

/**
 * The page's notation in Electron's. Undefined for a key without Mod or Alt, which the menu would take from text fields, and for
 * one that is meant by its position, which Electron can't express.
 */
function toAccelerator(keys: unknown): string | undefined {
  if (typeof keys !== 'string' || !/(^|\+)(Mod|Alt)\+/.test(keys) || /(^|\+)@./.test(keys)) return undefined;
  return keys
    .split('+')
    .map((part) => NAMES[part] ?? part)
    .join('+');
}
