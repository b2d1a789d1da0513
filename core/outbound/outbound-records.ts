// The outbound ledger: every connection that leaves this machine, summed by caller and destination, and the blocks.
import type { OutboundBlock, OutboundCaller, OutboundList, OutboundPeriod } from '#contract/types/outbound.ts';
import type { AuditStore } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Log } from '../ports/log.ts';
import { OutboundError } from '../ports/outbound.ts';
import type { Destination, EndConnection, LiveConnection, OutboundLedger, Traffic } from '../ports/outbound-ledger.ts';
import type { OutboundStore } from '../ports/outbound-store.ts';
import type { SettingsStore } from '../ports/settings-store.ts';
import { formatPrincipal, type Principal } from '../principal.ts';
import {
  groupDestinations,
  listUntracked,
  MAX_DESTINATIONS,
  UNTRACKED,
  type OutboundFilter,
} from './group-destinations.ts';
import { OutboundBlocks, type BlockTarget } from './outbound-blocks.ts';
import { PendingRecords } from './pending-records.ts';
import { toLocalDay } from './to-local-day.ts';

/** Time after which new attempts are written, ms. */
const WRITE_MS = 1_000;
/** Time between two looks at open connections, ms. Their bytes since the last one are lost in a crash. */
const POLL_MS = 30_000;
const DAY_MS = 24 * 60 * 60_000;
/** Rows are deleted after this time, or earlier if there are more of them. */
const KEEP_MS = 90 * DAY_MS;
const MAX_ROWS = 50_000;
/** Writes between two deletions of old rows. */
const PRUNE_EVERY = 500;
/** Rows to read for a list: enough for the destinations of 50 sessions each. */
const MAX_READ = 20_000;

/** Everything outside that the ledger depends on. */
export interface OutboundPorts {
  readonly store: OutboundStore;
  readonly settings: Pick<SettingsStore, 'get' | 'set'>;
  readonly audit: Pick<AuditStore, 'append'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What to list. */
export interface OutboundQuery extends OutboundFilter {
  readonly period: OutboundPeriod;
}

interface Live {
  readonly caller: OutboundCaller;
  readonly destination: Destination;
  readonly connection: LiveConnection;
  /** Whether it is among the connections yet. */
  isCounted: boolean;
  counted: Traffic;
}

/** The ledger of a gateway. */
export class OutboundRecords implements OutboundLedger {
  readonly #ports: OutboundPorts;
  readonly #blocks: OutboundBlocks;
  readonly #pending = new PendingRecords();
  readonly #live = new Set<Live>();
  #cancelWrite: (() => void) | undefined;
  #cancelPoll: (() => void) | undefined;
  #writing: Promise<void> = Promise.resolve();
  #writes = 0;

  constructor(ports: OutboundPorts) {
    this.#ports = ports;
    this.#blocks = new OutboundBlocks(ports.settings);
  }

  /** Reads the blocks. Call it once, before any connection. */
  load(): Promise<void> {
    return this.#blocks.load();
  }

  open(caller: OutboundCaller, destination: Destination, connection: LiveConnection): EndConnection {
    const block = this.#blocks.find(destination);
    if (block !== undefined) {
      this.refuse(caller, destination);
      throw blocked(destination, block);
    }
    const isCounted = connection.hasUnknownTraffic === true;
    const live: Live = { caller, destination, connection, isCounted, counted: { sent: 0, received: 0 } };
    this.#live.add(live);
    // The attempt is listed also if it fails.
    this.#add(live, { count: isCounted ? 1 : 0, refused: 0, sent: 0, received: 0 });
    this.#cancelPoll ??= this.#ports.clock.after(POLL_MS, () => this.#poll());
    return (outcome) => {
      if (!this.#live.delete(live)) return;
      this.#count(live);
      if (outcome === 'refused') this.#add(live, { count: live.isCounted ? 0 : 1, refused: 1, sent: 0, received: 0 });
    };
  }

  refuse(caller: OutboundCaller, destination: Destination): void {
    this.#add({ caller, destination }, { count: 1, refused: 1, sent: 0, received: 0 });
  }

  recordUntracked(caller: OutboundCaller): void {
    this.#add({ caller, destination: UNTRACKED }, { count: 1, refused: 0, sent: 0, received: 0 });
  }

  /** The destinations of a period. */
  async list({ period, ...filter }: OutboundQuery): Promise<OutboundList> {
    for (const live of this.#live) this.#count(live);
    await this.#write();
    const rows = await this.#ports.store.list(firstDay(period, this.#ports.clock.now()), MAX_READ);
    const isBlocked = (destination: Destination) => this.#blocks.find(destination) !== undefined;
    const destinations = groupDestinations(rows, { ...filter, isBlocked });
    const sum = (field: 'sent' | 'received' | 'count') => destinations.reduce((total, one) => total + one[field], 0);
    return {
      destinations: destinations.slice(0, MAX_DESTINATIONS),
      totals: { sent: sum('sent'), received: sum('received'), count: sum('count') },
      blocks: this.#blocks.list(),
      untracked: listUntracked(rows, filter),
      isTruncated: destinations.length > MAX_DESTINATIONS || rows.length === MAX_READ,
    };
  }

  /** Blocks a destination, and closes the connections to it. */
  async block(target: BlockTarget, by: Principal): Promise<OutboundBlock> {
    const block = { ...target, by: formatPrincipal(by), at: this.#ports.clock.now() };
    if (await this.#blocks.add(block)) await this.#audit('outbound.blocked', target, by);
    for (const { destination, connection } of this.#live) {
      const found = this.#blocks.find(destination);
      if (found !== undefined) connection.stop(blocked(destination, found));
    }
    return block;
  }

  /** Removes a block; false if there is none. */
  async unblock(target: BlockTarget, by: Principal): Promise<boolean> {
    const removed = await this.#blocks.remove(target);
    if (removed) await this.#audit('outbound.unblocked', target, by);
    return removed;
  }

  /** Deletes all rows. Blocks stay. */
  async clear(by: Principal): Promise<void> {
    for (const live of this.#live) this.#count(live);
    this.#pending.take();
    await this.#writing;
    await this.#ports.store.clear();
    await this.#ports.audit.append({ by, action: 'outbound.cleared', subject: 'outbound', details: {} });
  }

  /** Writes what is pending. */
  async close(): Promise<void> {
    for (const live of this.#live) this.#count(live);
    this.#cancelPoll?.();
    await this.#write();
  }

  #poll(): void {
    this.#cancelPoll = undefined;
    for (const live of this.#live) this.#count(live);
    if (this.#live.size > 0) this.#cancelPoll = this.#ports.clock.after(POLL_MS, () => this.#poll());
  }

  /** Adds the bytes since the last look. */
  #count(live: Live): void {
    const { sent, received } = live.connection.traffic();
    const { counted } = live;
    live.counted = { sent, received };
    if (sent === counted.sent && received === counted.received) return;
    const count = live.isCounted ? 0 : 1;
    live.isCounted = true;
    this.#add(live, { count, refused: 0, sent: sent - counted.sent, received: received - counted.received });
  }

  #add({ caller, destination }: Pick<Live, 'caller' | 'destination'>, happening: Parameters<PendingRecords['add']>[3]) {
    this.#pending.add(this.#ports.clock.now(), caller, destination, happening);
    this.#cancelWrite ??= this.#ports.clock.after(WRITE_MS, () => void this.#write());
  }

  /** Writes what is pending, after the write before it. A failed one is repeated with the next. */
  #write(): Promise<void> {
    this.#cancelWrite?.();
    this.#cancelWrite = undefined;
    this.#writing = this.#writing.then(() => this.#writeNow());
    return this.#writing;
  }

  async #writeNow(): Promise<void> {
    if (this.#pending.isEmpty) return;
    const { store, clock, log } = this.#ports;
    const records = this.#pending.take();
    try {
      await store.add(records);
      if (this.#writes++ % PRUNE_EVERY === 0) await store.prune(clock.now() - KEEP_MS, MAX_ROWS);
    } catch (error) {
      this.#pending.restore(records);
      log.warn("Couldn't save outbound connections.", { error: String(error) });
    }
  }

  #audit(action: string, target: BlockTarget, by: Principal): Promise<unknown> {
    return this.#ports.audit.append({ by, action, subject: formatTarget(target), details: {} });
  }
}

function firstDay(period: OutboundPeriod, now: number): string | undefined {
  switch (period) {
    case 'today':
      return toLocalDay(now);
    case 'week':
      return toLocalDay(now - 6 * DAY_MS);
    case 'all':
      return undefined;
  }
}

function formatTarget({ host, port }: BlockTarget): string {
  return port === undefined ? host : `${host}:${port}`;
}

function blocked({ host, port }: Destination, block: BlockTarget): OutboundError {
  return new OutboundError(
    'blocked',
    `Connections to ${host}:${port} are blocked. To allow them, open Network and unblock the host, or run: gatehouse outbound unblock ${formatTarget(block)}`,
  );
}
