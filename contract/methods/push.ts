// Web push, and what the app of a person shows.
import { readMethod, writeMethod } from './define-method.ts';
import { NoParams, Ok, closed, resultType } from './results.ts';
import { Type } from 'typebox';

/** As in OpenClaw's protocol. */
const Endpoint = Type.String({ minLength: 1, maxLength: 2048, pattern: '^https://' });
const Key = Type.String({ minLength: 1, maxLength: 512 });

/** Methods that manage the push subscription of the calling browser or device. */
export const PUSH_METHODS = {
  'push.web.vapidPublicKey': writeMethod({
    summary: 'Returns the public key that a browser needs to subscribe to push notifications.',
    params: NoParams,
    result: resultType<{ readonly vapidPublicKey: string }>('VapidPublicKey'),
  }),
  'push.web.subscribe': writeMethod({
    summary:
      "Stores the caller's push subscription, encrypted, and replaces any earlier one. It ends when the browser is signed out or the device is removed.",
    params: closed({ endpoint: Endpoint, keys: closed({ p256dh: Key, auth: Key }) }),
    result: resultType<{ readonly subscriptionId: string }>('PushSubscription'),
  }),
  'push.web.unsubscribe': writeMethod({
    summary: "Removes the caller's push subscription if it has this endpoint.",
    params: closed({ endpoint: Endpoint }),
    result: resultType<{ readonly removed: boolean }>('PushUnsubscription'),
  }),
  'push.web.test': writeMethod({
    summary: "Sends a test notification to the caller's subscription.",
    params: closed({
      title: Type.Optional(Type.String({ maxLength: 100 })),
      body: Type.Optional(Type.String({ maxLength: 500 })),
    }),
    result: resultType<{
      readonly results: readonly { readonly ok: boolean; readonly service: string; readonly error?: string }[];
    }>('PushTest'),
  }),
  'attention.set': readMethod({
    summary:
      'Reports whether a person is using this client, and whether it shows notifications. Escalation of approvals depends on this.',
    params: closed({ focused: Type.Boolean(), notifies: Type.Boolean() }),
    result: Ok,
  }),
} as const;
