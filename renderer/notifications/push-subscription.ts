// The push subscription of this browser: created by the browser, stored by the gateway.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { t } from '#messages/translate.ts';

/** `unsupported`: the browser has none for this page, such as without a certificate that it trusts. */
export type PushState = { readonly kind: 'unsupported' | 'off' } | { readonly kind: 'on'; readonly service: string };

/** The state of this browser. */
export async function readPush(): Promise<PushState> {
  const subscription = await (await findManager())?.getSubscription();
  if (subscription === undefined) return { kind: 'unsupported' };
  return subscription === null ? { kind: 'off' } : { kind: 'on', service: new URL(subscription.endpoint).host };
}

/** Asks for permission, and subscribes. @throws if the user or the browser refuses */
export async function turnPushOn(client: Pick<GatewayClient, 'request'>): Promise<void> {
  if ((await Notification.requestPermission()) !== 'granted') throw new Error(t('push.denied'));
  const manager = await findManager();
  if (manager === undefined) throw new Error(t('push.unsupported'));
  const { vapidPublicKey } = await client.request('push.web.vapidPublicKey', {});
  const subscription = await manager.subscribe({ userVisibleOnly: true, applicationServerKey: vapidPublicKey });
  const { endpoint = '', keys = {} } = subscription.toJSON();
  try {
    const { p256dh = '', auth = '' } = keys;
    await client.request('push.web.subscribe', { endpoint, keys: { p256dh, auth } });
  } catch (error) {
    await subscription.unsubscribe();
    throw error;
  }
}

/** Ends the subscription, in the browser and at the gateway. */
export async function turnPushOff(client: Pick<GatewayClient, 'request'>): Promise<void> {
  const subscription = await (await findManager())?.getSubscription();
  if (subscription === null || subscription === undefined) return;
  await client.request('push.web.unsubscribe', { endpoint: subscription.endpoint });
  await subscription.unsubscribe();
}

/** Sends a message to this browser. @throws if it couldn't be sent */
export async function testPush(client: Pick<GatewayClient, 'request'>): Promise<void> {
  const { results } = await client.request('push.web.test', {});
  const [result] = results;
  if (result?.ok !== true) throw new Error(result?.error ?? t('push.notStored'));
}

async function findManager(): Promise<PushManager | undefined> {
  if (!('serviceWorker' in navigator) || !('PushManager' in window)) return undefined;
  const registration = await navigator.serviceWorker.getRegistration();
  // A new one takes a moment until it is active; without one, this would never end.
  return registration === undefined ? undefined : (await navigator.serviceWorker.ready).pushManager;
}
