// Heartbeats, wake, and system events.
import type { HeartbeatRow, HeartbeatsSet } from '../types/heartbeats.ts';
import { adminMethod, readMethod, writeMethod } from './define-method.ts';
import { publishedParams, withOwnFields } from '../wire/published.ts';
import { Id, IdempotencyKey, NoParams, Ok, SessionKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';

const OWN_IDENTITY_REASON = 'The connection identifies the device.';
const Label = Type.String({ maxLength: 200 });
const EVERY = Type.String({ pattern: '^[1-9][0-9]{0,5}(s|m|h|d)$' });

/** Methods that control heartbeats and queue events for them. */
export const HEARTBEAT_METHODS = {
  wake: writeMethod({
    summary: 'Sends a text to an agent, immediately or at its next heartbeat.',
    params: withOwnFields(publishedParams('WakeParams'), { idempotencyKey: IdempotencyKey }),
    result: Ok,
    idempotent: true,
  }),
  'system-event': adminMethod({
    summary:
      "Broadcasts a text and facts about the caller's device (`host`, `reason`, …) as its presence, and stores the text for an agent's next heartbeat or, with `wake`, sends it at once. A text that starts with `Node:` is only broadcast.",
    params: closed({
      text: Type.String({ minLength: 1, maxLength: 10_000 }),
      sessionKey: Type.Optional(SessionKey),
      agentId: Type.Optional(Id),
      wake: Type.Optional(Type.Boolean()),
      host: Type.Optional(Label),
      ip: Type.Optional(Label),
      mode: Type.Optional(Label),
      version: Type.Optional(Label),
      platform: Type.Optional(Label),
      deviceFamily: Type.Optional(Label),
      modelIdentifier: Type.Optional(Label),
      reason: Type.Optional(Label),
      lastInputSeconds: Type.Optional(Type.Integer({ minimum: 0 })),
      tags: Type.Optional(Type.Array(Label, { maxItems: 20 })),
    }),
    result: Ok,
    ignores: {
      deviceId: OWN_IDENTITY_REASON,
      instanceId: OWN_IDENTITY_REASON,
      roles: OWN_IDENTITY_REASON,
      scopes: OWN_IDENTITY_REASON,
    },
  }),
  'last-heartbeat': readMethod({
    summary: 'Returns the result of the last heartbeat, or null if there was none.',
    params: NoParams,
    result: resultType<HeartbeatRow | null>('HeartbeatRow'),
  }),
  'set-heartbeats': adminMethod({
    summary: 'Enables or disables heartbeats and sets their interval and prompt, for one agent or as the default.',
    params: closed({
      enabled: Type.Optional(Type.Boolean()),
      agentId: Type.Optional(Id),
      every: Type.Optional(EVERY),
      prompt: Type.Optional(Type.String({ maxLength: 10_000 })),
    }),
    result: resultType<HeartbeatsSet>('HeartbeatsSet'),
  }),
} as const;
