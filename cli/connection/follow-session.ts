// Follows one session over the feed: every durable event once and in order, also over a lost connection.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { LiveEvent } from '#contract/sessions/live-events.ts';
import type { SessionWatchResult } from '#contract/types/sessions.ts';
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';

/** Items of the view with which the following begins. */
const RECENT_ITEMS = 5;

/** Who is told what happens. */
export interface SessionListener {
  live(event: LiveEvent): void;
  event(event: SessionEvent): void;
}

/** An approval that waits, until `resolved` settles. */
export interface WaitingApproval extends SessionEventOf<'approval.requested'> {
  readonly resolved: Promise<void>;
}

/** How a run ended. */
export type RunStatus = SessionEventOf<'run.ended'>['status'];

/** A session that is followed. */
export interface FollowedSession {
  /** What stood there when the following began. */
  readonly begin: SessionWatchResult;
  /** Settles when the run ends. */
  runEnd(runId: string): Promise<RunStatus>;
  /** Told of each approval when it is asked for. */
  onApproval(listener: (approval: WaitingApproval) => void): void;
}

/** Begins; events from then on reach the listener. */
export async function followSession(
  client: GatewayClient,
  key: string,
  listener: SessionListener,
): Promise<FollowedSession> {
  const session = new Follower(client, key, listener);
  const begin = await session.open();
  return { begin, runEnd: (runId) => session.runEnd(runId), onApproval: (told) => session.onApproval(told) };
}

class Follower {
  readonly #client: GatewayClient;
  readonly #key: string;
  readonly #listener: SessionListener;
  readonly #ended = new Map<string, RunStatus>();
  readonly #waitingForEnd = new Map<string, (status: RunStatus) => void>();
  readonly #approvals = new Map<string, () => void>();
  #onApproval: (approval: WaitingApproval) => void = () => {};
  #seq = 0;

  constructor(client: GatewayClient, key: string, listener: SessionListener) {
    this.#client = client;
    this.#key = key;
    this.#listener = listener;
  }

  async open(): Promise<SessionWatchResult> {
    // Listening begins before the answer, so that nothing falls in between.
    this.#client.on('session.event', ({ sessionKey, event }) => sessionKey === this.#key && this.#receive(event));
    this.#client.on('session.live', ({ sessionKey, events }) => {
      if (sessionKey === this.#key) for (const event of events) this.#listener.live(event);
    });
    const begin = await this.#client.request('sessions.watch', { key: this.#key, items: RECENT_ITEMS });
    this.#seq = Math.max(this.#seq, begin.view?.seq ?? 0);
    this.#client.onState(({ kind }) => kind === 'ready' && void this.#catchUp());
    this.#client.onGap(() => void this.#catchUp());
    return begin;
  }

  runEnd(runId: string): Promise<RunStatus> {
    const status = this.#ended.get(runId);
    if (status !== undefined) return Promise.resolve(status);
    return new Promise((resolve) => this.#waitingForEnd.set(runId, resolve));
  }

  onApproval(listener: (approval: WaitingApproval) => void): void {
    this.#onApproval = listener;
  }

  async #catchUp(): Promise<void> {
    try {
      const missed = await this.#client.request('sessions.watch', { key: this.#key, afterSeq: this.#seq });
      for (const event of missed.events ?? []) this.#receive(event);
      // Too much was missed to be told one by one.
      if (missed.view !== undefined) this.#jump(missed.view);
    } catch {
      // The connection is lost again: the next one catches up.
    }
  }

  #jump({ seq, lastRun }: SessionView): void {
    this.#seq = Math.max(this.#seq, seq);
    if (lastRun !== undefined && lastRun.status !== 'running') this.#runEnded(lastRun.runId, lastRun.status);
  }

  #receive(event: SessionEvent): void {
    if (event.seq <= this.#seq) return;
    this.#seq = event.seq;
    this.#listener.event(event);
    if (event.type === 'approval.requested') this.#asked(event);
    if (event.type === 'approval.resolved') this.#approvals.get(event.approvalId)?.();
    if (event.type === 'run.ended') this.#runEnded(event.runId, event.status);
  }

  #runEnded(runId: string, status: RunStatus): void {
    this.#ended.set(runId, status);
    this.#waitingForEnd.get(runId)?.(status);
  }

  #asked(event: SessionEventOf<'approval.requested'>): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#approvals.set(event.approvalId, resolve);
    this.#onApproval({ ...event, resolved: promise });
  }
}
