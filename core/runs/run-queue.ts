// Grants slots to runs, in an order that people can see and change. The limits are read each time, so settings take effect soon.
import type { RunQueueStatus } from '#contract/types/run-queue.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import type { Memory } from '../ports/memory.ts';
import type { RunQueueStore, StoredQueuedRun } from '../ports/run-queue-store.ts';
import { chooseNext, findBlock, findPlace, limitByMemory, type RunLimits } from './admission.ts';
import { findPlaceValue } from './queue-places.ts';
import { untilAborted } from './wait.ts';

/** Interval at which the limits are read again while runs wait, ms: memory may have become free, or a setting changed. */
const RECHECK_MS = 2_000;

/** The run that needs a slot. */
export interface SlotRequest {
  readonly runId: string;
  readonly sessionKey: string;
  readonly ownerId: string;
  /** It has started before, so it isn't stored: recovery decides what becomes of it. */
  readonly isResuming: boolean;
}

/** A waiting run with its place. */
export interface WaitingRun extends SlotRequest {
  readonly queuedAt: number;
}

interface Waiter extends WaitingRun {
  place: number;
  isGranted: boolean;
  readonly wake: () => void;
}

/** What the queue depends on. */
export interface RunQueuePorts {
  readonly limits: () => Pick<RunLimits, 'configured' | 'perUser'>;
  readonly memory: Memory;
  readonly clock: Clock;
  readonly store: RunQueueStore;
  readonly log: Log;
  /** Called when a run joins or leaves the queue, or is moved; `sessionKey` is absent for a move. */
  readonly changed: (sessionKey?: string) => void;
}

/** The slots of a gateway, and the runs that wait for one. */
export class RunQueue {
  readonly #ports: RunQueuePorts;
  readonly #active = new Map<string, number>();
  /** In order. */
  readonly #waiting: Waiter[] = [];
  /** Places of runs from before the restart, until they join the queue again. */
  #restored = new Map<string, StoredQueuedRun>();
  #isHeld = false;
  #resumedInARow = 0;
  #cancelRecheck: (() => void) | undefined;

  constructor(ports: RunQueuePorts) {
    this.#ports = ports;
  }

  /** Waiting runs, in order. */
  get waiting(): readonly WaitingRun[] {
    return this.#waiting;
  }

  /** Whether the run waits for a slot. */
  isQueued(runId: string): boolean {
    return this.#waiting.some((waiter) => waiter.runId === runId);
  }

  /** Whether the run of this session waits for a slot. */
  isWaiting(sessionKey: string): boolean {
    return this.#waiting.some((waiter) => waiter.sessionKey === sessionKey);
  }

  /** The numbers of the queue, and for each waiting run why it waits. */
  status(): Omit<RunQueueStatus, 'runs'> & {
    readonly reason: (run: WaitingRun) => RunQueueStatus['runs'][0]['reason'];
  } {
    const limits = this.#limits();
    const load = this.#load();
    return {
      activeRuns: load.total,
      limit: limits.total,
      configuredLimit: limits.configured,
      perUserLimit: limits.perUser,
      reason: ({ ownerId }) => findBlock(ownerId, load, limits) ?? 'limit',
    };
  }

  /** Acquires a slot. Returns false when `signal` aborts first. `queued` is called if the run has to wait. */
  async take(request: SlotRequest, signal: AbortSignal, queued: () => void): Promise<boolean> {
    if (signal.aborted) return false;
    const { promise, resolve } = Promise.withResolvers<void>();
    const waiter = this.#join(request, resolve);
    this.#grant();
    if (waiter.isGranted) return true;
    await this.#store(waiter);
    queued();
    this.#ports.changed(request.sessionKey);
    await untilAborted(promise, signal);
    this.#leave(waiter);
    // A run that the host stops is still queued after the next start.
    if (waiter.isGranted || signal.reason !== 'stop') await this.#forget(waiter);
    this.#ports.changed(request.sessionKey);
    return waiter.isGranted;
  }

  /** Releases the slot of a run of this user. */
  release(ownerId: string): void {
    this.#active.set(ownerId, (this.#active.get(ownerId) ?? 0) - 1);
    this.#grant();
  }

  /** Moves a waiting run to just before another one, or to the end. */
  async move(runId: string, beforeRunId: string | undefined): Promise<void> {
    const moved = this.#require(runId);
    if (beforeRunId === runId) return;
    const before = beforeRunId === undefined ? undefined : this.#require(beforeRunId);
    this.#waiting.splice(this.#waiting.indexOf(moved), 1);
    this.#waiting.splice(before === undefined ? this.#waiting.length : this.#waiting.indexOf(before), 0, moved);
    this.#ports.changed();
    await this.#savePlaces(moved);
  }

  /** Grants nothing until {@link open}, so that the runs of the previous process are started in their order. */
  async hold(): Promise<readonly StoredQueuedRun[]> {
    this.#isHeld = true;
    const stored = await this.#ports.store.list();
    this.#restored = new Map(stored.map((run) => [run.runId, run]));
    return stored;
  }

  /** Ends the hold. Stored runs that haven't joined again are forgotten. */
  async open(): Promise<void> {
    const gone = [...this.#restored.keys()].filter((runId) => !this.isQueued(runId));
    this.#restored.clear();
    if (gone.length > 0) await this.#ports.store.remove(gone);
    this.#isHeld = false;
    this.#grant();
  }

  stop(): void {
    this.#cancelRecheck?.();
    this.#cancelRecheck = undefined;
  }

  #join(request: SlotRequest, wake: () => void): Waiter {
    const restored = this.#restored.get(request.runId);
    const index = restored === undefined ? findPlace(this.#waiting, request) : this.#findRestored(restored.place);
    const place = restored?.place ?? findPlaceValue(this.#waiting[index - 1]?.place, this.#waiting[index]?.place);
    const queuedAt = restored?.queuedAt ?? this.#ports.clock.now();
    const waiter: Waiter = { ...request, queuedAt, place: place ?? 0, isGranted: false, wake };
    this.#waiting.splice(index, 0, waiter);
    if (place === undefined) this.#renumber();
    return waiter;
  }

  #findRestored(place: number): number {
    const index = this.#waiting.findIndex((waiter) => !waiter.isResuming && waiter.place > place);
    return index === -1 ? this.#waiting.length : index;
  }

  #leave(waiter: Waiter): void {
    const index = this.#waiting.indexOf(waiter);
    if (index !== -1) this.#waiting.splice(index, 1);
    if (this.#waiting.length === 0) this.stop();
  }

  #grant(): void {
    while (!this.#isHeld && this.#waiting.length > 0) {
      const limits = this.#limits();
      const next = this.#waiting[chooseNext(this.#waiting, this.#load(), limits, this.#resumedInARow)];
      if (next === undefined) break;
      this.#leave(next);
      this.#resumedInARow = next.isResuming ? this.#resumedInARow + 1 : 0;
      this.#active.set(next.ownerId, (this.#active.get(next.ownerId) ?? 0) + 1);
      next.isGranted = true;
      next.wake();
    }
    if (this.#waiting.length > 0) this.#recheckLater();
  }

  #recheckLater(): void {
    this.#cancelRecheck ??= this.#ports.clock.after(RECHECK_MS, () => {
      this.#cancelRecheck = undefined;
      this.#grant();
    });
  }

  #load() {
    const total = [...this.#active.values()].reduce((sum, count) => sum + count, 0);
    return { total, byUser: this.#active };
  }

  #limits(): RunLimits {
    const { configured, perUser } = this.#ports.limits();
    const { total } = this.#load();
    return { configured, perUser, total: limitByMemory(configured, total, this.#ports.memory.availableBytes()) };
  }

  #require(runId: string): Waiter {
    const waiter = this.#waiting.find((candidate) => candidate.runId === runId);
    if (waiter !== undefined) return waiter;
    const hint = 'It has started or was canceled. See `runs.queue.list` for the runs that wait.';
    throw invalidRequest('This run is no longer queued.', 'RUN_NOT_QUEUED', hint);
  }

  /** Saves the new place of a run; if no number is left between its neighbors, those of all runs. */
  async #savePlaces(moved: Waiter): Promise<void> {
    const index = this.#waiting.indexOf(moved);
    const place = findPlaceValue(this.#waiting[index - 1]?.place, this.#waiting[index + 1]?.place);
    if (place === undefined) this.#renumber();
    else moved.place = place;
    const changed = place === undefined ? this.#waiting : [moved];
    await this.#ports.store.save(changed.filter((waiter) => !waiter.isResuming).map(toStored));
  }

  #renumber(): void {
    for (const [index, waiter] of this.#waiting.entries()) waiter.place = index + 1;
  }

  /** The run waits even if its place can't be saved; then a restart interrupts it. */
  async #store(waiter: Waiter): Promise<void> {
    if (waiter.isResuming) return;
    await this.#attempt('save', () => this.#ports.store.save([toStored(waiter)]));
  }

  async #forget({ runId, isResuming }: Waiter): Promise<void> {
    if (!isResuming) await this.#attempt('remove', () => this.#ports.store.remove([runId]));
  }

  async #attempt(what: string, write: () => Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      this.#ports.log.warn("Couldn't update the stored queue of runs.", { what, error: String(error) });
    }
  }
}

function toStored({ runId, sessionKey, ownerId, place, queuedAt }: Waiter): StoredQueuedRun {
  return { runId, sessionKey, ownerId, place, queuedAt };
}
