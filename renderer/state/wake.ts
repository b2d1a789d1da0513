// Tries the connection at once when the machine wakes, the network comes back or the user looks.
import type { GatewayClient } from '#contract/wire/client-api.ts';

/** Starts watching; gives the function that stops it. */
export function retryOnWake(client: GatewayClient): () => void {
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
