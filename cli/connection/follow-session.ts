// Follows one session: delivers every durable event once and in order, even across lost connections.
import type { SessionWatchResult } from '#contract/types/sessions.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';

/** Items in the initial view. */
const RECENT_ITEMS = 5;

/** Receives a session's events. */
export interface SessionListener {
  live(event: LiveEvent): void;
  event(event: SessionEvent): void;
}

/** An approval request; `resolved` settles when it is resolved anywhere. */
export interface PendingApproval extends SessionEventOf<'approval.requested'> {
  readonly resolved: Promise<void>;
}

/** How a run ended. */
export type RunStatus = SessionEventOf<'run.ended'>['status'];

/** Follows a session from `start` on. */
export class SessionFollower {
  readonly #client: GatewayClient;
  readonly #key: string;
  readonly #listener: SessionListener;
  readonly #ended = new Map<string, RunStatus>();
  readonly #runWaiters = new Map<string, (status: RunStatus) => void>();
  readonly #pendingApprovals = new Map<string, () => void>();
  readonly #replies = new Map<string, () => void>();
  #onApproval: (approval: PendingApproval) => void = () => {};
  #seq = 0;

  constructor(client: GatewayClient, key: string, listener: SessionListener) {
    this.#client = client;
    this.#key = key;
    this.#listener = listener;
  }

  /** Starts following; returns the session's current state. Later events reach the listener. */
  async start(): Promise<SessionWatchResult> {
    // Listens before the response arrives, so that no event is lost in between.
    this.#client.on('session.event', ({ sessionKey, event }) => sessionKey === this.#key && this.#receive(event));
    this.#client.on('session.live', ({ sessionKey, events }) => {
      if (sessionKey === this.#key) for (const event of events) this.#listener.live(event);
    });
    const start = await this.#client.request('sessions.watch', { key: this.#key, items: RECENT_ITEMS });
    this.#seq = Math.max(this.#seq, start.view?.seq ?? 0);
    this.#client.onState(({ kind }) => kind === 'connected' && void this.#catchUp());
    this.#client.onGap(() => void this.#catchUp());
    return start;
  }

  /** Settles when the run ends. */
  runEnd(runId: string): Promise<RunStatus> {
    const status = this.#ended.get(runId);
    if (status !== undefined) return Promise.resolve(status);
    return new Promise((resolve) => this.#runWaiters.set(runId, resolve));
  }

  /** Settles when a command sent during a run is answered; such a command starts no run. Call this before sending it. */
  reply(command: string): Promise<void> {
    return new Promise((resolve) => this.#replies.set(command, resolve));
  }

  /** Calls `listener` for each new approval request. */
  onApproval(listener: (approval: PendingApproval) => void): void {
    this.#onApproval = listener;
  }

  async #catchUp(): Promise<void> {
    try {
      const missed = await this.#client.request('sessions.watch', { key: this.#key, afterSeq: this.#seq });
      for (const event of missed.events ?? []) this.#receive(event);
      // Too many missed events: the gateway sends a snapshot instead.
      if (missed.view !== undefined) this.#skipTo(missed.view);
    } catch {
      // Disconnected again; the next connection catches up.
    }
  }

  #skipTo({ seq, lastRun }: SessionView): void {
    this.#seq = Math.max(this.#seq, seq);
    if (lastRun !== undefined && lastRun.status !== 'running') this.#runEnded(lastRun.runId, lastRun.status);
  }

  #receive(event: SessionEvent): void {
    if (event.seq <= this.#seq) return;
    this.#seq = event.seq;
    this.#listener.event(event);
    if (event.type === 'approval.requested') this.#approvalRequested(event);
    if (event.type === 'approval.resolved') this.#pendingApprovals.get(event.approvalId)?.();
    if (event.type === 'note.added' && event.label !== undefined) this.#replies.get(event.label)?.();
    if (event.type === 'run.ended') this.#runEnded(event.runId, event.status);
  }

  #runEnded(runId: string, status: RunStatus): void {
    this.#ended.set(runId, status);
    this.#runWaiters.get(runId)?.(status);
  }

  #approvalRequested(event: SessionEventOf<'approval.requested'>): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#pendingApprovals.set(event.approvalId, resolve);
    this.#onApproval({ ...event, resolved: promise });
  }
}
