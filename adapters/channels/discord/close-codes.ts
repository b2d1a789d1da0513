// What the end of a gateway connection means, and what to do about it.

/** What to do after a connection ended. */
export interface CloseVerdict {
  /** `new-session`: what was missed is lost. `fatal`: connecting again is pointless. */
  readonly kind: 'resume' | 'new-session' | 'without-content' | 'fatal';
  /** What happened, as a sentence. */
  readonly problem: string;
  readonly waitMs?: number;
}

/** How a connection ended. */
export type SocketEnd =
  | { readonly kind: 'closed'; readonly code: number }
  | { readonly kind: 'failed'; readonly error: Error }
  /** Discord doesn't respond. */
  | { readonly kind: 'silent'; readonly waitedFor: string }
  /** Discord asked for it. */
  | { readonly kind: 'reconnect' }
  | { readonly kind: 'invalid-session'; readonly canResume: boolean };

const PORTAL = 'https://discord.com/developers/applications';
/** What a person has to change. */
const FATAL: Readonly<Record<number, string>> = {
  4004: `Discord rejected the bot token. Create a new one at ${PORTAL} (Bot, Reset Token), and enter it here.`,
  4010: 'Discord rejected the shard. Update Gatehouse.',
  4011: 'The bot is in too many servers for one connection (2,500). Remove it from some.',
  4012: 'Discord no longer supports this version of its gateway. Update Gatehouse.',
  4013: 'Discord rejected the requested events. Update Gatehouse.',
};
/** The session has ended. */
const ENDED: ReadonlySet<number> = new Set([1000, 1001, 4003, 4005, 4007, 4009]);
const DISALLOWED_INTENTS = 4014;
const RATE_LIMITED = 4008;
/** Frames that are sent too fast are counted per minute, ms. */
const RATE_WAIT_MS = 60_000;

/** What a bot without the Message Content intent misses. */
export const WITHOUT_CONTENT = `Discord doesn't let the bot read messages in servers that don't mention it. To allow that, turn on Message Content Intent at ${PORTAL} (Bot), then reconnect.`;

/** What to do after a connection ended. */
export function describeClose(end: SocketEnd): CloseVerdict {
  switch (end.kind) {
    case 'failed':
      return { kind: 'resume', problem: `Couldn't connect to Discord: ${end.error.message} Trying again.` };
    case 'silent':
      return { kind: 'resume', problem: `Discord didn't send ${end.waitedFor} in time. Connecting again.` };
    case 'reconnect':
      return { kind: 'resume', problem: 'Discord asked for a new connection. Connecting again.' };
    case 'invalid-session':
      return {
        kind: end.canResume ? 'resume' : 'new-session',
        problem: 'Discord ended the session. Connecting again.',
      };
    case 'closed':
      return describeCode(end.code);
  }
}

function describeCode(code: number): CloseVerdict {
  const fatal = FATAL[code];
  if (fatal !== undefined) return { kind: 'fatal', problem: fatal };
  if (code === DISALLOWED_INTENTS) return { kind: 'without-content', problem: WITHOUT_CONTENT };
  const problem = `Discord closed the connection (code ${code}). Connecting again.`;
  if (code === RATE_LIMITED) return { kind: 'new-session', problem, waitMs: RATE_WAIT_MS };
  return { kind: ENDED.has(code) ? 'new-session' : 'resume', problem };
}
