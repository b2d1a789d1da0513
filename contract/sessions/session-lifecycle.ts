// How long a conversation goes on and a session is kept: policies by class of session, from the file or of one session.
import { Type, type Static } from 'typebox';
import { parseSessionKey } from '../types/ids.ts';

/** Kinds of sessions that can have policies of their own. */
export const SESSION_CLASSES = ['direct', 'cron', 'subagent', 'channel', 'hook', 'api'] as const;
/** What a session is for, told from its key. */
export type SessionClass = (typeof SESSION_CLASSES)[number];

/** First words of keys that were not made by a person at a chat. */
const CLASS_OF_WORD: ReadonlyMap<string, SessionClass> = new Map([
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
  return CLASS_OF_WORD.get(word) ?? 'direct';
}

const MINUTE_MS = 60_000;
/** Preset of the policy `idle`, ms. */
export const RESET_IDLE_MS = 60 * MINUTE_MS;
/** Preset of the policy `daily`: hour of the gateway's day. */
export const RESET_HOUR = 4;
/** Longest pause of the policy `idle`, ms. */
const LONGEST_IDLE_MS = 365 * 24 * 60 * MINUTE_MS;
/** Longest time for which a session can be kept, days. */
export const LONGEST_RETENTION_DAYS = 3_650;

/** When the next message begins a new conversation. `idle`: after a pause; `daily`: after an hour of the day; `manual`: never. */
export const ResetPolicy = Type.Object(
  {
    mode: Type.Optional(
      Type.Enum(['manual', 'idle', 'daily'], {
        title: 'When',
        description: '`manual`: when a person says so; `idle`: after a pause; `daily`: once a day. Nothing is lost.',
        default: 'manual',
      }),
    ),
    idleMs: Type.Optional(
      Type.Integer({
        title: 'Pause',
        description: 'For `idle`: time without a message, ms.',
        minimum: MINUTE_MS,
        maximum: LONGEST_IDLE_MS,
        default: RESET_IDLE_MS,
      }),
    ),
    hour: Type.Optional(
      Type.Integer({
        title: 'Hour',
        description: 'For `daily`: hour of the day, in the time zone of the gateway.',
        minimum: 0,
        maximum: 23,
        default: RESET_HOUR,
      }),
    ),
  },
  { additionalProperties: false },
);
export type ResetPolicy = Static<typeof ResetPolicy>;

/** Policies of one class of sessions. */
export interface SessionLifecycle {
  readonly reset: ResetPolicy;
  /** Days without activity after which a session is deleted; 0 for never. */
  readonly retentionDays: number;
}

/** What holds where the file says nothing. */
export const DEFAULT_LIFECYCLE: SessionLifecycle = { reset: { mode: 'manual' }, retentionDays: 0 };
