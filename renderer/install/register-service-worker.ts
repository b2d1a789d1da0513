// Registers the service worker. The desktop window has none: its files are on this computer.

const SCRIPT = '/service-worker.js';

/** Does nothing where the browser has no service workers, as without a certificate that it trusts. */
export async function registerServiceWorker(): Promise<void> {
  if (!('serviceWorker' in navigator) || !import.meta.env.PROD) return;
  try {
    const registration = await navigator.serviceWorker.register(SCRIPT, { updateViaCache: 'none' });
    // A worker of the version of this page that waits for older pages to be closed.
    registration.waiting?.postMessage('opened');
  } catch {
    // The app works without it; Settings says why it can't be installed.
  }
}
