// Pending work for nodes, kept in the store until it is acknowledged or expires.
import { unavailable } from '#contract/wire/errors.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { SerialQueue } from '../serial-queue.ts';

const PREFIX = 'node-work:';
const MAX_WAITING = 64;
const DEFAULT_TTL_MS = 24 * 60 * 60_000;

/** One piece of work. */
export interface WaitingWork {
  readonly id: string;
  readonly type: 'status.request' | 'location.request';
  readonly priority: 'normal' | 'high';
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

interface Queue {
  readonly revision: number;
  readonly items: readonly WaitingWork[];
}

const EMPTY: Queue = { revision: 0, items: [] };

/** The queues of all nodes. Changes follow each other. */
export class PendingWork {
  readonly #settings: SettingsStore;
  readonly #clock: Clock;
  readonly #ids: Ids;
  readonly #queue = new SerialQueue();

  constructor(settings: SettingsStore, clock: Clock, ids: Ids) {
    this.#settings = settings;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** Adds work; the same kind that waits already is not added again. */
  enqueue(
    nodeId: string,
    type: WaitingWork['type'],
    priority: WaitingWork['priority'],
    expiresInMs = DEFAULT_TTL_MS,
  ): Promise<{ readonly revision: number; readonly queued: WaitingWork }> {
    return this.#queue.run(async () => {
      const { revision, items } = await this.read(nodeId);
      const known = items.find((item) => item.type === type && item.priority === priority);
      if (known !== undefined) return { revision, queued: known };
      if (items.length >= MAX_WAITING) throw unavailable('Too much work is pending for this node.');
      const createdAtMs = this.#clock.now();
      const queued = { id: this.#ids.next(), type, priority, createdAtMs, expiresAtMs: createdAtMs + expiresInMs };
      await this.#settings.set(PREFIX + nodeId, { revision: revision + 1, items: [...items, queued] });
      return { revision: revision + 1, queued };
    });
  }

  /** What waits, the urgent first. */
  async read(nodeId: string): Promise<Queue> {
    // Only this class writes under the prefix.
    const { revision, items } = ((await this.#settings.get(PREFIX + nodeId)) ?? EMPTY) as Queue;
    const now = this.#clock.now();
    const living = items.filter(({ expiresAtMs }) => expiresAtMs > now);
    return {
      revision,
      items: living.toSorted((a, b) => Number(b.priority === 'high') - Number(a.priority === 'high')),
    };
  }

  /** Takes confirmed work away. */
  acknowledge(
    nodeId: string,
    ids: readonly string[],
  ): Promise<{ readonly ackedIds: readonly string[]; readonly remainingCount: number }> {
    return this.#queue.run(async () => {
      const { revision, items } = await this.read(nodeId);
      const ackedIds = items.flatMap(({ id }) => (ids.includes(id) ? [id] : []));
      const rest = items.filter(({ id }) => !ids.includes(id));
      if (ackedIds.length > 0) await this.#settings.set(PREFIX + nodeId, { revision: revision + 1, items: rest });
      return { ackedIds, remainingCount: rest.length };
    });
  }

  /** Waits for the last change. */
  close(): Promise<void> {
    return this.#queue.idle();
  }
}
