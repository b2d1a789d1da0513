// Connections since the last write, summed in memory, so that a call costs no write.
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { Destination, Traffic } from '../ports/outbound-ledger.ts';
import type { OutboundRecord } from '../ports/outbound-store.ts';
import { toLocalDay } from './to-local-day.ts';

/** Most rows to keep in memory. More callers are counted without their session. */
const MAX_PENDING = 5_000;

/** What happened at one moment. */
export interface Happening extends Traffic {
  readonly count: number;
  readonly refused: number;
}

/** Sums by day, caller, and destination. */
export class PendingRecords {
  #records = new Map<string, OutboundRecord>();

  get isEmpty(): boolean {
    return this.#records.size === 0;
  }

  add(
    now: number,
    given: OutboundCaller,
    destination: Destination,
    { count, refused, sent, received }: Happening,
  ): void {
    const day = toLocalDay(now);
    const caller = this.#records.size < MAX_PENDING ? given : withoutSession(given);
    const { kind, name, agentId = '', sessionKey = '' } = caller;
    const key = [day, kind, name, agentId, sessionKey, destination.host, destination.port].join('\0');
    const before = this.#records.get(key);
    this.#records.set(key, {
      day,
      caller,
      destination,
      count: (before?.count ?? 0) + count,
      refused: (before?.refused ?? 0) + refused,
      sent: (before?.sent ?? 0) + sent,
      received: (before?.received ?? 0) + received,
      firstAt: before?.firstAt ?? now,
      lastAt: now,
    });
  }

  /** Returns everything, and starts over. */
  take(): readonly OutboundRecord[] {
    const records = [...this.#records.values()];
    this.#records = new Map();
    return records;
  }

  /** Puts back what couldn't be written. */
  restore(records: readonly OutboundRecord[]): void {
    for (const { caller, destination, firstAt, lastAt, ...sums } of records) {
      this.add(firstAt, caller, destination, { ...sums });
      this.add(lastAt, caller, destination, { count: 0, refused: 0, sent: 0, received: 0 });
    }
  }
}

function withoutSession({ kind, name }: OutboundCaller): OutboundCaller {
  return { kind, name };
}
