// Web push over the client for untrusted addresses: endpoints come from browsers. Each request is in the outbound ledger.
import type { Clock } from '#core/ports/clock.ts';
import type { Outbound } from '#core/ports/outbound.ts';
import type { PushSender } from '#core/ports/push.ts';
import { Secret, type SecretStore } from '#core/ports/secrets.ts';
import { encryptMessage } from './encrypt-message.ts';
import { createVapidKey, vapidHeader, vapidPublicKey } from './vapid.ts';

const KEY_NAME = 'push.vapid';
const TIMEOUT_MS = 20_000;
const MAX_ANSWER_BYTES = 2_000;

/** What the sender depends on. */
export interface WebPushOptions {
  readonly outbound: Outbound;
  readonly secrets: SecretStore;
  /** `host:port` of services at private addresses that the user allowed. */
  readonly knownServices: () => readonly string[];
  readonly clock: Clock;
}

/** Creates the sender. Its key is sealed. */
export function createWebPush({ outbound, secrets, knownServices, clock }: WebPushOptions): PushSender {
  let key: Promise<string> | undefined;
  const load = async (): Promise<string> => {
    const stored = await secrets.get(KEY_NAME);
    if (stored !== undefined) return stored.reveal();
    const created = createVapidKey();
    await secrets.set(KEY_NAME, new Secret(created));
    return created;
  };
  // What couldn't be read or stored is tried again with the next message.
  const vapid = (): Promise<string> =>
    (key ??= load().catch((error: unknown) => {
      key = undefined;
      throw error;
    }));
  return {
    publicKey: async () => vapidPublicKey(await vapid()),
    async send(subscription, { payload, ttlSeconds, topic }, signal) {
      const { endpoint } = subscription;
      const { status } = await outbound.call(
        {
          caller: { kind: 'gateway', name: 'push' },
          url: endpoint,
          method: 'POST',
          headers: {
            Authorization: vapidHeader(await vapid(), endpoint, clock.now()),
            'Content-Encoding': 'aes128gcm',
            'Content-Type': 'application/octet-stream',
            TTL: String(ttlSeconds),
            Urgency: 'high',
            Topic: topic,
          },
          body: encryptMessage(payload, subscription),
          maxBytes: MAX_ANSWER_BYTES,
          timeoutMs: TIMEOUT_MS,
          sameHostOnly: true,
          knownServices: knownServices(),
        },
        signal,
      );
      if (status === 404 || status === 410) return 'gone';
      if (status >= 200 && status < 300) return 'sent';
      // The text of the response isn't repeated: a service can write anything there.
      throw new Error(`${new URL(endpoint).host} responded with status ${status}.`);
    },
  };
}
