// The single writer of a session: each change is a planned step that is written, then folded, then published.
import { unavailable, GatewayError, errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import type { SessionEvent } from '#contract/sessions/session-events.ts';
import { foldAll } from '#contract/sessions/session-fold.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Publish } from '../engine/notices.ts';
import { DuplicateRun, type SessionCommit, type SessionPatch, type SessionRecord } from '../ports/sessions-store.ts';
import type { AuditDraft } from '../ports/audit.ts';
import type { TranscriptRow } from '../ports/transcript.ts';
import { toRows } from '../transcript/rows.ts';
import { callCost } from '../usage/usage-record.ts';
import { LiveState } from './live-state.ts';
import { recordPatch } from './record-patch.ts';
import { eventWeight, hasAttachments } from './event-weight.ts';
import { readLog } from './read-log.ts';
import { foldLog } from './session-log.ts';
import { trimView } from './view-window.ts';
import { SerialQueue } from '../serial-queue.ts';
import { GATEWAY } from '../principal.ts';

/** A planned change. */
export interface SessionChange extends Omit<SessionCommit, 'key' | 'ts' | 'rows' | 'showRows'> {
  /** For a branch switch: the view to fold the events onto, and the rows that become visible. */
  readonly onto?: { readonly view: SessionView; readonly rows: SessionCommit['showRows'] };
  /** For a copied conversation: publishes only that the session exists, not its events. */
  readonly silent?: boolean;
  /** Called once the change is on disk, before it is published. */
  readonly onSaved?: (events: readonly SessionEvent[]) => void;
}

/** The session when a step is planned. */
export interface SessionSnapshot {
  readonly view: SessionView;
  readonly record: SessionRecord | undefined;
}

/** Plans a change; undefined changes nothing. */
type Plan = (now: SessionSnapshot) => SessionChange | undefined;

/** One session in memory. Steps are planned one at a time, each on the result of the previous one. */
export class SessionActor {
  readonly key: string;
  readonly agentId: string;
  readonly live: LiveState;
  /** Approximate size of the view, bytes. */
  weight: number;
  readonly #ports: EnginePorts;
  readonly #publish: Publish;
  #view: SessionView;
  #record: SessionRecord | undefined;
  readonly #queue = new SerialQueue();
  #trimmed = false;
  /** The last result of {@link whole}, because pages of older items are read one after the other. */
  #lastWhole: WeakRef<SessionView> | undefined;

  constructor(
    ports: EnginePorts,
    publish: Publish,
    loaded: { key: string; agentId: string; view: SessionView; record: SessionRecord | undefined; weight: number },
  ) {
    this.#ports = ports;
    this.#publish = publish;
    this.key = loaded.key;
    this.agentId = loaded.agentId;
    this.weight = loaded.weight;
    this.#view = loaded.view;
    this.#adopt(loaded.view);
    this.#record = loaded.record;
    this.live = new LiveState((event) =>
      publish({ kind: 'live', sessionKey: loaded.key, agentId: loaded.agentId, event }),
    );
  }

  get view(): SessionView {
    return this.#view;
  }

  get record(): SessionRecord | undefined {
    return this.#record;
  }

  /** The user whose session it is; until it exists, the gateway's. */
  get ownerId(): string {
    return (this.#record ?? { ownerId: GATEWAY.userId }).ownerId;
  }

  /** Whether steps are queued or being written. */
  get isBusy(): boolean {
    return this.#queue.size > 0;
  }

  /** Plans a step on the current session and writes it. */
  commit(plan: Plan): Promise<readonly SessionEvent[]> {
    return this.#commitOn(() => this.#view, plan);
  }

  /** The same with all items of the session, for steps that need more than the items in memory. */
  commitWhole(plan: Plan): Promise<readonly SessionEvent[]> {
    return this.#commitOn(() => this.whole(), plan);
  }

  /** The same with the session's complete log. */
  commitOnLog(
    plan: (events: readonly SessionEvent[], now: SessionSnapshot) => SessionChange | undefined,
  ): Promise<readonly SessionEvent[]> {
    let events: readonly SessionEvent[] = [];
    const read = async () => foldLog((events = await this.#readLog()));
    return this.#commitOn(read, (now) => plan(events, now));
  }

  /** Changes the record without an event. */
  patch(patch: SessionPatch, reason: 'patch' | 'delete' | 'restore', audit?: AuditDraft): Promise<SessionRecord> {
    return this.#queue.run(async () => {
      const record = await guarded(() => this.#ports.store.sessions.patch(this.key, patch, audit));
      this.#record = record;
      this.#publish({ kind: 'session', sessionKey: this.key, reason, record });
      return record;
    });
  }

  /** The view with all its items, reloaded if only its tail is in memory. */
  async whole(): Promise<SessionView> {
    if (!this.#trimmed) return this.#view;
    const { seq } = this.#view;
    const known = this.#lastWhole?.deref();
    if (known?.seq === seq) return known;
    const { view } = await readLog(this.#ports, this.key, seq);
    this.#lastWhole = new WeakRef(view);
    return view;
  }

  /** Whether older items are only in the store. */
  get isTrimmed(): boolean {
    return this.#trimmed;
  }

  #readLog(): Promise<readonly SessionEvent[]> {
    return this.#ports.store.sessions.events(this.key, 1);
  }

  #commitOn(read: () => SessionView | Promise<SessionView>, plan: Plan): Promise<readonly SessionEvent[]> {
    return this.#queue.run(async () => {
      const view = await read();
      const step = plan({ view, record: this.#record });
      return step === undefined ? [] : this.#write(step, view);
    });
  }

  #adopt(view: SessionView): void {
    const kept = trimView(view);
    if (kept !== view) {
      this.#trimmed = true;
      this.weight = Math.ceil((this.weight * kept.items.length) / view.items.length);
    }
    this.#view = kept;
  }

  async #write(step: SessionChange, before: SessionView): Promise<readonly SessionEvent[]> {
    const ts = this.#ports.clock.now();
    const facts = this.#record ?? step.create;
    if (facts === undefined) throw invalidRequest('Session not found.', 'SESSION_NOT_FOUND');
    const events = step.events.map((draft, index): SessionEvent => ({ ...draft, seq: before.seq + 1 + index, ts }));
    const base = step.onto?.view ?? before;
    const after = foldAll(base, events);
    const rows = this.#rows(events, base);
    const patch = { ...recordPatch(before, after, events, ts), ...step.patch };
    const created = this.#record === undefined;
    const { create, onto, silent, onSaved, ...rest } = step;
    const commit: SessionCommit = {
      ...rest,
      ...defined({
        showRows: onto?.rows,
        create: create !== undefined && created ? { ...create, ...patch } : undefined,
      }),
      key: this.key,
      ts,
      patch,
      rows: rows.flatMap((list, index) => list.map((row) => ({ index, ...row }))),
    };
    const saved = await guarded(() => this.#ports.store.sessions.commit(commit));
    const record = { ...facts, ...patch, lastSeq: after.seq };
    // The store keeps the contents of attachments; the events that it returns read them when they are used.
    this.#adopt(saved.some(hasAttachments) ? foldAll(base, saved) : after);
    this.#record = record;
    for (const event of saved) this.live.settle(event);
    this.weight += saved.reduce((sum, event) => sum + eventWeight(event), 0);
    onSaved?.(saved);
    if (created) this.#publish({ kind: 'session', sessionKey: this.key, reason: 'create', record });
    if (silent === true) return saved;
    const source = { kind: 'event', sessionKey: this.key, agentId: this.agentId } as const;
    for (const [index, event] of saved.entries()) this.#publish({ ...source, event, record, rows: rows[index] ?? [] });
    if (!created && step.patch !== undefined)
      this.#publish({ kind: 'session', sessionKey: this.key, reason: 'patch', record });
    if (events.some((event) => event.type === 'reset'))
      this.#publish({ kind: 'session', sessionKey: this.key, reason: 'reset', record });
    if (step.approval !== undefined) this.#publish({ kind: 'approval', approval: step.approval });
    return saved;
  }

  /** A queued message may be accepted and used in one step, so each event sees the fold of the previous ones. */
  #rows(events: readonly SessionEvent[], before: SessionView): readonly (readonly TranscriptRow[])[] {
    let view = before;
    return events.map((event) => {
      const rows = toRows(event, view, (choice, usage) => callCost(this.#ports, choice, usage));
      view = foldAll(view, [event]);
      return rows;
    });
  }
}

/** Rethrows expected failures; any other failure of the store becomes an error that says what to do. */
async function guarded<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof DuplicateRun || error instanceof GatewayError) throw error;
    throw unavailable(`Nothing was saved: couldn't write to the database (${errorMessage(error)}).`, {
      details: { code: 'STORE_WRITE_FAILED', hint: 'Free up disk space and try again. Nothing saved earlier is lost.' },
      cause: error,
    });
  }
}
