// Web push of the calling browser or device, and whether a person looks at its app.
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { PushOwner } from '#core/push/push.ts';
import { defineHandlers, type Call } from '../../server/dispatch/handler.ts';

const TEST = { title: 'Gatehouse', body: 'Push notifications work on this device.', path: '/settings/notifications' };
const TEST_TTL_SECONDS = 60;

export const PUSH_HANDLERS = defineHandlers({
  'push.web.vapidPublicKey': async (_params, { services }) => ({ vapidPublicKey: await services.push.publicKey() }),

  async 'push.web.subscribe'({ endpoint, keys }, call) {
    const owner = requireOwner(call);
    if (URL.parse(endpoint)?.protocol !== 'https:')
      throw invalidRequest('The endpoint must be an HTTPS address.', 'INVALID_ENDPOINT');
    await call.services.push.subscribe(owner, { endpoint, keys });
    await call.audit('push.subscribed', owner.kind, { service: new URL(endpoint).host });
    return { subscriptionId: owner.id.slice(0, 12) };
  },

  async 'push.web.unsubscribe'({ endpoint }, call) {
    const owner = requireOwner(call);
    const removed = await call.services.push.unsubscribe(owner, endpoint);
    if (removed) await call.audit('push.unsubscribed', owner.kind, {});
    return { removed };
  },

  async 'push.web.test'({ title, body }, call) {
    const payload = JSON.stringify({ ...TEST, ...defined({ title, body }), tag: 'test' });
    const message = { payload, ttlSeconds: TEST_TTL_SECONDS, topic: 'test' };
    const results = await call.services.push.notify(message, call.signal, requireOwner(call));
    return {
      results: results.map(({ service, outcome, reason }) => ({
        ok: outcome === 'sent',
        service,
        ...defined({ error: reason }),
      })),
    };
  },

  'attention.set'(attention, { gateway, connection }) {
    gateway.attention.set(connection, attention);
    return { ok: true };
  },
});

/** A subscription ends with the sign-in of its browser or the pairing of its device, so it needs one of them. */
function requireOwner({ connection, by }: Call): PushOwner {
  if (connection.browserSession !== undefined) return { kind: 'browser', id: connection.browserSession };
  if (by.deviceId !== undefined) return { kind: 'device', id: by.deviceId };
  throw invalidRequest(
    'Push notifications require a signed-in browser or a paired device.',
    'PUSH_NEEDS_DEVICE',
    'Open a sign-in link, or pair the device under Settings → Phone & devices.',
  );
}
