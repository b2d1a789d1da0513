// Reset and retention policies, by class of session or for one session.
import { Type, type Static } from 'typebox';
import { parseSessionKey } from '../types/ids.ts';

/** Classes of sessions that can have their own policies. */
export const SESSION_CLASSES = ['direct', 'cron', 'subagent', 'channel', 'hook', 'api'] as const;
/** A class of session, derived from its key. */
export type SessionClass = (typeof SESSION_CLASSES)[number];

/** First parts of keys that aren't chats of a person. */
const CLASS_BY_WORD: ReadonlyMap<string, SessionClass> = new Map([
  ['cron', 'cron'],
  ['subagent', 'subagent'],
  ['hook', 'hook'],
  ['openai', 'api'],
  ['openai-user', 'api'],
  ['openresponses', 'api'],
  ['openresponses-user', 'api'],
  ['tool', 'api'],
  ['channel', 'channel'],
  ['telegram', 'channel'],
  ['discord', 'channel'],
  ['slack', 'channel'],
  ['whatsapp', 'channel'],
  ['signal', 'channel'],
  ['matrix', 'channel'],
]);

/** The class of a canonical key. */
export function sessionClass(key: string): SessionClass {
  const [word = ''] = parseSessionKey(key)?.rest.split(':') ?? [];
  return CLASS_BY_WORD.get(word) ?? 'direct';
}

const MINUTE_MS = 60_000;
/** Default of the `idle` policy, ms. */
export const RESET_IDLE_MS = 60 * MINUTE_MS;
/** Default of the `daily` policy: hour in the gateway's time zone. */
export const RESET_HOUR = 4;
/** Maximum of the `idle` policy, ms. */
const MAX_IDLE_MS = 365 * 24 * 60 * MINUTE_MS;
/** Maximum retention, days. */
export const MAX_RETENTION_DAYS = 3_650;

/** When the next message starts a new conversation. `idle`: after a pause; `daily`: after an hour of the day; `manual`: never. */
export const ResetPolicy = Type.Object(
  {
    mode: Type.Optional(
      Type.Enum(['manual', 'idle', 'daily'], {
        title: 'Mode',
        description: '`manual`: on request only; `idle`: after a pause; `daily`: once a day.',
        default: 'manual',
      }),
    ),
    idleMs: Type.Optional(
      Type.Integer({
        title: 'Idle time',
        description: 'For `idle`: time without messages, in milliseconds.',
        minimum: MINUTE_MS,
        maximum: MAX_IDLE_MS,
        default: RESET_IDLE_MS,
      }),
    ),
    hour: Type.Optional(
      Type.Integer({
        title: 'Hour',
        description: "For `daily`: hour of the day in the gateway's time zone.",
        minimum: 0,
        maximum: 23,
        default: RESET_HOUR,
      }),
    ),
  },
  { additionalProperties: false },
);
/** A policy for resets. */
export type ResetPolicy = Static<typeof ResetPolicy>;
