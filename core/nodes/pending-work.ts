// Pending work for nodes, kept in the store until it is acknowledged or expires.
import { unavailable } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import { SerialQueue } from '../serial-queue.ts';

const PREFIX = 'node-work:';
const MAX_WAITING = 64;
const DEFAULT_TTL_MS = 24 * 60 * 60_000;

/** A unit of work for a node. */
export interface NodeWork {
  readonly id: string;
  readonly type: 'status.request' | 'location.request';
  readonly priority: 'normal' | 'high';
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

interface Queue {
  readonly revision: number;
  readonly items: readonly NodeWork[];
}

const EMPTY: Queue = { revision: 0, items: [] };

interface Ports extends Pick<EnginePorts, 'clock' | 'ids'> {
  readonly store: Pick<EnginePorts['store'], 'settings'>;
}

/** The queues of all nodes. Changes are serialized. */
export class PendingWork {
  readonly #ports: Ports;
  readonly #queue = new SerialQueue();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Adds work, unless work of the same type and priority is already pending. */
  enqueue(
    nodeId: string,
    type: NodeWork['type'],
    priority: NodeWork['priority'],
    expiresInMs = DEFAULT_TTL_MS,
  ): Promise<{ readonly revision: number; readonly queued: NodeWork }> {
    return this.#queue.run(async () => {
      const { revision, items } = await this.read(nodeId);
      const known = items.find((item) => item.type === type && item.priority === priority);
      if (known !== undefined) return { revision, queued: known };
      if (items.length >= MAX_WAITING) throw unavailable('Too much work is pending for this node.');
      const createdAtMs = this.#ports.clock.now();
      const queued = {
        id: this.#ports.ids.next(),
        type,
        priority,
        createdAtMs,
        expiresAtMs: createdAtMs + expiresInMs,
      };
      await this.#ports.store.settings.set(PREFIX + nodeId, { revision: revision + 1, items: [...items, queued] });
      return { revision: revision + 1, queued };
    });
  }

  /** Pending work, urgent first. */
  async read(nodeId: string): Promise<Queue> {
    // Only this class writes under the prefix.
    const { revision, items } = ((await this.#ports.store.settings.get(PREFIX + nodeId)) ?? EMPTY) as Queue;
    const now = this.#ports.clock.now();
    const current = items.filter(({ expiresAtMs }) => expiresAtMs > now);
    return {
      revision,
      items: current.toSorted((a, b) => Number(b.priority === 'high') - Number(a.priority === 'high')),
    };
  }

  /** Removes confirmed work. */
  acknowledge(
    nodeId: string,
    ids: readonly string[],
  ): Promise<{ readonly ackedIds: readonly string[]; readonly remainingCount: number }> {
    return this.#queue.run(async () => {
      const { revision, items } = await this.read(nodeId);
      const ackedIds = items.flatMap(({ id }) => (ids.includes(id) ? [id] : []));
      const rest = items.filter(({ id }) => !ids.includes(id));
      if (ackedIds.length > 0)
        await this.#ports.store.settings.set(PREFIX + nodeId, { revision: revision + 1, items: rest });
      return { ackedIds, remainingCount: rest.length };
    });
  }

  /** Waits until all changes are stored. */
  close(): Promise<void> {
    return this.#queue.idle();
  }
}
