// Everything that the host acknowledged. It must still be true after a kill.
import type { ApprovalDecision } from '#contract/types/approvals.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { KeptValue } from './kept-value.ts';

/** A session of the workload. */
export interface SessionLedger {
  readonly key: string;
  /** Run IDs of acknowledged messages. */
  readonly messages: Set<string>;
  readonly title: KeptValue;
  /** Durable events received by the client, as JSON by number. */
  readonly seen: Map<number, string>;
  /** Length of a streaming text received by the client, and when. */
  readonly streamed: Map<string, { readonly at: number; readonly length: number }[]>;
}

/** An upload that was acknowledged and isn't finished. */
export interface UploadLedger {
  readonly location: string;
  /** Absolute, in the workspace. */
  readonly file: string;
  readonly text: string;
  /** Bytes that the host acknowledged. */
  acknowledged: number;
  /** Bytes that were sent. */
  sent: number;
}

/** Everything that was acknowledged. */
export interface Ledger {
  readonly sessions: Map<string, SessionLedger>;
  readonly answers: Map<string, ApprovalDecision>;
  readonly files: Map<string, string>;
  /** Uploads that aren't finished. */
  readonly uploads: Set<UploadLedger>;
  /** Uploads that were finished. */
  uploaded: number;
  readonly preference: KeptValue;
  readonly instructions: KeptValue;
  /** Approvals that the client saw and whose answer it hasn't seen. */
  readonly pending: Set<string>;
  /** Effects requested by the model, with the number of requests. */
  readonly asked: Map<string, number>;
  /** Approvals pending at a kill and answered afterward. */
  resumed: number;
  /** Time of the last kill, as in `performance.now()`. */
  killedAt: number;
  /** How long a small write had to wait before that, ms. */
  stalledMs: number;
}

/** An empty ledger. */
export function createLedger(): Ledger {
  return {
    sessions: new Map(),
    answers: new Map(),
    pending: new Set(),
    files: new Map(),
    uploads: new Set(),
    uploaded: 0,
    preference: new KeptValue(),
    instructions: new KeptValue(),
    asked: new Map(),
    resumed: 0,
    killedAt: 0,
    stalledMs: 0,
  };
}

/** The entry of a session, created on first use. */
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

/** Records a durable event received by the client. */
export function noteEvent(ledger: Ledger, key: string, event: SessionEvent): void {
  ledger.sessions.get(key)?.seen.set(event.seq, canonical(event));
}

/** Records the length of a streaming text. */
export function noteLive(ledger: Ledger, key: string, event: LiveEvent): void {
  if (event.kind !== 'text') return;
  const session = ledger.sessions.get(key);
  const marks = session?.streamed.get(event.messageId) ?? [];
  session?.streamed.set(event.messageId, marks);
  marks.push({ at: performance.now(), length: event.offset + event.text.length });
}

/** JSON with sorted keys, because stored events have a different order than new ones. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
