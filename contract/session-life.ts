// How long a conversation goes on: policies by class of session, from the file or of one session.
import { Type, type Static } from 'typebox';

const MINUTE_MS = 60_000;

/** When the next message begins a new conversation. `idle`: after a pause; `daily`: after an hour of the day; `manual`: never. */
export const ResetPolicy = Type.Object(
  {
    mode: Type.Union([Type.Literal('manual'), Type.Literal('idle'), Type.Literal('daily')]),
    idleMs: Type.Optional(Type.Integer({ minimum: MINUTE_MS, maximum: 365 * 24 * 60 * MINUTE_MS })),
    hour: Type.Optional(Type.Integer({ minimum: 0, maximum: 23 })),
  },
  { additionalProperties: false },
);
export type ResetPolicy = Static<typeof ResetPolicy>;
