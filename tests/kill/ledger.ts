// What the host told its client: everything in here must still be true after the host was killed.
import type { ApprovalDecision } from '#contract/types/approvals.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';

/** A value that one writer changes: the last acknowledged one counts, or one that was on its way. */
export class KeptValue {
  #acknowledged: string | undefined;
  #open: string[] = [];

  attempt(value: string): void {
    this.#open.push(value);
  }

  acknowledge(value: string): void {
    this.#acknowledged = value;
    this.#open = this.#open.slice(this.#open.indexOf(value) + 1);
  }

  /** Whether the host may have this value now; if so it is the acknowledged one from here on. */
  accepts(value: string | undefined): boolean {
    const isFine = value === this.#acknowledged || (value !== undefined && this.#open.includes(value));
    if (isFine) {
      this.#acknowledged = value;
      this.#open = [];
    }
    return isFine;
  }

  get acknowledged(): string | undefined {
    return this.#acknowledged;
  }
}

/** A session of the day. */
export interface SessionLedger {
  readonly key: string;
  /** Run ids of acknowledged messages. */
  readonly messages: Set<string>;
  readonly title: KeptValue;
  /** Text of durable events that the client received, by number. */
  readonly seen: Map<number, string>;
  /** How much of a streaming text the client had, and when. */
  readonly streamed: Map<string, { readonly at: number; readonly length: number }[]>;
}

/** Everything that was acknowledged. */
export interface Ledger {
  readonly sessions: Map<string, SessionLedger>;
  readonly answers: Map<string, ApprovalDecision>;
  readonly files: Map<string, string>;
  readonly preference: KeptValue;
  readonly instructions: KeptValue;
  /** Effects that the model asked for, with the number of times it was made to ask. */
  readonly asked: Map<string, number>;
  /** Approvals that waited at a kill and were answered after it. */
  resumed: number;
  /** When the host was killed last, on the clock of `performance.now()`. */
  killedAt: number;
}

/** An empty ledger. */
export function createLedger(): Ledger {
  return {
    sessions: new Map(),
    answers: new Map(),
    files: new Map(),
    preference: new KeptValue(),
    instructions: new KeptValue(),
    asked: new Map(),
    resumed: 0,
    killedAt: 0,
  };
}

/** The entry of a session, made at first use. */
export function sessionOf(ledger: Ledger, key: string): SessionLedger {
  const known = ledger.sessions.get(key);
  if (known !== undefined) return known;
  const made: SessionLedger = {
    key,
    messages: new Set(),
    title: new KeptValue(),
    seen: new Map(),
    streamed: new Map(),
  };
  ledger.sessions.set(key, made);
  return made;
}

/** Notes a durable event that the client received. */
export function noteEvent(ledger: Ledger, key: string, event: SessionEvent): void {
  ledger.sessions.get(key)?.seen.set(event.seq, canonical(event));
}

/** Notes how far a text has streamed. */
export function noteLive(ledger: Ledger, key: string, event: LiveEvent): void {
  if (event.kind !== 'text') return;
  const session = ledger.sessions.get(key);
  const marks = session?.streamed.get(event.messageId) ?? [];
  session?.streamed.set(event.messageId, marks);
  marks.push({ at: performance.now(), length: event.offset + event.text.length });
}

/** JSON with keys in order: a stored event lists them in another order than one that just happened. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
