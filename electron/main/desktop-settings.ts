// The settings of the desktop app, from the configuration of the host in this process.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { isJsonObject } from '#contract/types/json-object.ts';

/** `desktop` of the configuration. */
export interface DesktopSettings {
  readonly shortcut: string;
  readonly openAtLogin: boolean;
  readonly keepAwake: boolean;
}

/** Calls `apply` with the settings now and after each change. Returns the function that stops it. */
export function followDesktopSettings(client: GatewayClient, apply: (settings: DesktopSettings) => void): () => void {
  const read = async (): Promise<void> => {
    const { config } = await client.request('config.get', {});
    const desktop = isJsonObject(config) ? config['desktop'] : undefined;
    if (isJsonObject(desktop)) apply(toSettings(desktop));
  };
  // A failed request means that the connection was lost; the next connection reads them again.
  const refresh = (): void => void read().catch(() => {});
  const stops = [
    client.onState(({ kind }) => {
      if (kind === 'connected') refresh();
    }),
    client.onGap(refresh),
    client.on('config.changed', refresh),
  ];
  if (client.state().kind === 'connected') refresh();
  return () => {
    for (const stop of stops) stop();
  };
}

function toSettings({ shortcut, openAtLogin, keepAwake }: Readonly<Record<string, unknown>>): DesktopSettings {
  return {
    shortcut: typeof shortcut === 'string' ? shortcut : '',
    openAtLogin: openAtLogin === true,
    keepAwake: keepAwake !== false,
  };
}
