// Starts everything that runs as long as the page: stores, shortcuts, history, appearance, the connection.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { isMac } from '../design/key-caps.ts';
import { preventFileNavigation } from '../design/use-file-drop.ts';
import { startNotifications } from '../notifications/start-notifications.ts';
import type { NoticeSurface } from '../notifications/surface.ts';
import { announceUpdates } from './announce-updates.ts';
import { showBudgetWarnings } from './budget-warnings.ts';
import { showMachineAlerts } from './machine-alerts.ts';
import { followAppearance } from '../state/appearance.ts';
import { PAGES } from '../pages/registry.ts';
import { createServices, type AppServices } from '../state/app-services.ts';
import { isOffline } from '../state/connection.ts';
import { followKeys } from '../state/commands.ts';
import { currentCommands, followChosenKeys, keyStore } from '../state/key-bindings.ts';
import { loadEarlyParts } from '../state/load-part.ts';
import { createPageFrames } from '../state/page-frames.ts';
import { addFirstPage } from '../state/back-layers.ts';
import { adoptPath, followHistory } from '../state/route.ts';
import { windowStorage, type TextStorage } from '../state/storage.ts';
import { afterMs } from '../state/timers.ts';

/** Creates the stores for `client` and starts it. */
export function startApp(client: GatewayClient, storage: TextStorage, notices: NoticeSurface): AppServices {
  const services = createServices(client, {
    storage,
    ownStorage: windowStorage,
    frames: createPageFrames(),
    notices,
    now: () => Date.now(),
    newId: () => crypto.randomUUID(),
    after: afterMs,
  });
  followAppearance(services.preferences.store);
  adoptPath(location);
  followHistory();
  addFirstPage('/home');
  followChosenKeys(services.preferences.store);
  keyStore.setState({ pages: PAGES.map(({ command }) => command) });
  followKeys(currentCommands, isMac());
  preventFileNavigation(window);
  retryOnWake(client);
  window.addEventListener('storage', services.savedLayouts.reload);
  startNotifications(services);
  showMachineAlerts(client);
  showBudgetWarnings(client);
  announceUpdates(client);
  client.start();
  loadEarlyParts();
  return services;
}

function retryOnWake(client: GatewayClient): void {
  const retry = (): void => {
    if (document.visibilityState === 'visible' && isOffline(client.state())) client.retryNow();
  };
  window.addEventListener('online', retry);
  window.addEventListener('focus', retry);
  document.addEventListener('visibilitychange', retry);
}
