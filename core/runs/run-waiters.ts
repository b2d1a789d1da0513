// Waiters for the end of a run, and recent outcomes for those that come late.
import type { EngineNotice } from '../engine/notices.ts';
import type { RunOutcome } from '../engine/runs-facet.ts';
import type { Clock } from '../ports/clock.ts';
import { setBounded } from '../set-bounded.ts';

/** Outcomes, and queued messages, to remember. */
const REMEMBERED = 1_000;

/** The run of a queued message. */
type QueuedRun = Pick<RunOutcome, 'runId' | 'sessionKey'>;

/** Waiters by run. A message merged into another run is answered when that run ends. */
export class RunWaiters {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Set<(outcome: RunOutcome | undefined) => void>>();
  readonly #outcomes = new Map<string, RunOutcome>();
  /** Run ids of messages that were merged into another run. */
  readonly #merged = new Map<string, string>();
  /** Queued messages by id. */
  readonly #queued = new Map<string, QueuedRun>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The outcome of a run that ended recently. */
  outcome(runId: string): RunOutcome | undefined {
    return this.#outcomes.get(this.#merged.get(runId) ?? runId);
  }

  /** Follows a message that an earlier process queued. */
  expect(messageId: string, queued: QueuedRun): void {
    setBounded(this.#queued, messageId, queued, REMEMBERED);
  }

  /** Follows queued messages. One is answered when the run that uses it ends; one that leaves the queue otherwise, never. */
  follow(notice: EngineNotice): void {
    if (notice.kind === 'session' && notice.reason === 'delete') this.#cancelAll(notice.sessionKey, this.#clock.now());
    if (notice.kind !== 'event') return;
    const { event, sessionKey } = notice;
    if (event.type === 'message.accepted' && event.queue !== undefined)
      this.expect(event.messageId, { runId: event.runId, sessionKey });
    if (event.type === 'message.injected') this.#merge(event.messageId, event.runId);
    if (event.type === 'run.started') for (const messageId of event.messageIds) this.#merge(messageId, event.runId);
    if (event.type === 'message.withdrawn') this.#cancel(event.ts, (_queued, id) => id === event.messageId);
    if (event.type === 'reset') this.#cancelAll(sessionKey, event.ts);
    // The messages are queued again, with new ids.
    if (event.type === 'rewound' || event.type === 'branch.switched') this.#forget(sessionKey);
  }

  /** Ends each wait for a queued message of the session. If the session is restored, the messages can still be sent. */
  #cancelAll(sessionKey: string, endedAt: number): void {
    this.#cancel(endedAt, (queued) => queued.sessionKey === sessionKey);
  }

  #cancel(endedAt: number, isCanceled: (queued: QueuedRun, messageId: string) => boolean): void {
    for (const [messageId, queued] of this.#queued) {
      if (!isCanceled(queued, messageId)) continue;
      this.#queued.delete(messageId);
      this.settle({ ...queued, status: 'aborted', text: '', endedAt });
    }
  }

  #forget(sessionKey: string): void {
    for (const [messageId, queued] of this.#queued)
      if (queued.sessionKey === sessionKey) this.#queued.delete(messageId);
  }

  /** Records that a message is answered by the run `into`. */
  #merge(messageId: string, into: string): void {
    const runId = this.#queued.get(messageId)?.runId;
    this.#queued.delete(messageId);
    if (runId === undefined || runId === into) return;
    setBounded(this.#merged, runId, into, REMEMBERED);
    const waiting = this.#waiting.get(runId);
    if (waiting === undefined) return;
    this.#waiting.delete(runId);
    for (const wake of waiting) this.#set(into).add(wake);
  }

  settle(outcome: RunOutcome): void {
    setBounded(this.#outcomes, outcome.runId, outcome, REMEMBERED);
    const waiting = this.#waiting.get(outcome.runId) ?? [];
    this.#waiting.delete(outcome.runId);
    for (const wake of waiting) wake(outcome);
  }

  /** Waits for the end of a run; undefined after `timeoutMs`. */
  wait(runId: string, timeoutMs: number): Promise<RunOutcome | undefined> {
    const known = this.outcome(runId);
    if (known !== undefined || timeoutMs <= 0) return Promise.resolve(known);
    return new Promise((resolve) => {
      const wake = (outcome: RunOutcome | undefined) => {
        cancel();
        for (const set of this.#waiting.values()) set.delete(wake);
        resolve(outcome);
      };
      const cancel = this.#clock.after(timeoutMs, () => wake(undefined));
      this.#set(this.#merged.get(runId) ?? runId).add(wake);
    });
  }

  dispose(): void {
    const all = [...this.#waiting.values()].flatMap((set) => [...set]);
    this.#waiting.clear();
    for (const wake of all) wake(undefined);
  }

  #set(runId: string): Set<(outcome: RunOutcome | undefined) => void> {
    const known = this.#waiting.get(runId) ?? new Set();
    this.#waiting.set(runId, known);
    return known;
  }
}
