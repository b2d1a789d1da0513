// Says that an update was downloaded, wherever the user is in the app.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';
import { toast } from '../design/toasts.ts';
import { href, navigate } from '../state/route.ts';

/** Announces each version once, for as long as the page is open. */
export function announceUpdates(client: Pick<GatewayClient, 'on'>): void {
  const announced = new Set<string>();
  client.on('update.available', ({ updateAvailable }) => {
    if (updateAvailable === null || announced.has(updateAvailable.latestVersion)) return;
    announced.add(updateAvailable.latestVersion);
    toast({
      title: t('updates.ready', { version: updateAvailable.latestVersion }),
      action: { label: t('updates.ready.show'), run: () => navigate(href('settings', 'gateway')) },
    });
  });
}
