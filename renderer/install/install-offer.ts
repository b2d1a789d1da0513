// Whether the browser offers to install the app, and its dialog that does it.
import { createStore } from 'zustand/vanilla';

/** Chromium's event. It isn't part of the standard library, because other browsers have their own menus instead. */
interface InstallEvent extends Event {
  prompt(): Promise<unknown>;
  readonly userChoice: Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

/** `insecure`: the browser doesn't trust the certificate, or the address has none. `menu`: only the browser's own menu can do it. */
export type InstallState = 'installed' | 'offered' | 'menu' | 'insecure';

let offer: InstallEvent | undefined;

/** The state; the store changes when the browser makes its offer. */
export const installStore = createStore<{ readonly state: InstallState }>(() => ({ state: 'menu' }));

/** Listens for as long as the page is open. Call it early: the offer comes once. */
export function followInstallOffer(): void {
  const update = (): void => installStore.setState({ state: readState() });
  window.addEventListener('beforeinstallprompt', (event) => {
    // Otherwise the browser shows its own banner over the app.
    event.preventDefault();
    offer = event as InstallEvent; // The only event of this name.
    update();
  });
  window.addEventListener('appinstalled', () => {
    offer = undefined;
    installStore.setState({ state: 'installed' });
  });
  update();
}

/** Opens the browser's dialog. */
export async function installApp(): Promise<void> {
  const current = offer;
  if (current === undefined) return;
  offer = undefined;
  await current.prompt();
  const { outcome } = await current.userChoice;
  installStore.setState({ state: outcome === 'accepted' ? 'installed' : readState() });
}

function readState(): InstallState {
  if (matchMedia('(display-mode: standalone)').matches) return 'installed';
  if (offer !== undefined) return 'offered';
  return window.isSecureContext && 'serviceWorker' in navigator ? 'menu' : 'insecure';
}
