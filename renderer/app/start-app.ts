// Starts what lives as long as the page: stores, keys, history, looks, the connection.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { isMac } from '../design/key-caps.ts';
import { listCommands } from './pages-context.ts';
import { followAppearance } from '../state/appearance.ts';
import { PAGES } from '../pages/registry.ts';
import { createServices, type AppServices } from '../state/app-services.ts';
import { followKeys } from '../state/commands.ts';
import { pageFrames } from '../state/flush-turns.ts';
import { followHistory } from '../state/route.ts';
import type { TextStorage } from '../state/storage.ts';

/** Builds the stores over `client` and starts it. Everything ends with the page. */
export function startApp(client: GatewayClient, storage: TextStorage): AppServices {
  const services = createServices(client, {
    storage,
    frames: pageFrames,
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  const { store } = services.preferences;
  followAppearance(store.getState, (run) => store.subscribe(run));
  followHistory();
  followKeys(listCommands(PAGES), isMac());
  retryOnWake(client);
  client.start();
  return services;
}

/** Starts watching; gives the function that stops it. */
function retryOnWake(client: GatewayClient): () => void {
  const retry = (): void => {
    const { kind } = client.state();
    if (document.visibilityState === 'visible' && (kind === 'reconnecting' || kind === 'paused')) client.retryNow();
  };
  window.addEventListener('online', retry);
  window.addEventListener('focus', retry);
  document.addEventListener('visibilitychange', retry);
  return () => {
    window.removeEventListener('online', retry);
    window.removeEventListener('focus', retry);
    document.removeEventListener('visibilitychange', retry);
  };
}
