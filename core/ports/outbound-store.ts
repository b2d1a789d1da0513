// Store port of the outbound ledger: one row per day, caller, and destination.
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { Destination } from './outbound-ledger.ts';

/** Connections of one caller to one destination during a day. */
export interface OutboundRecord {
  /** Day in the time zone of the gateway, `YYYY-MM-DD`. */
  readonly day: string;
  readonly caller: OutboundCaller;
  readonly destination: Destination;
  /** Connections, and refused attempts. Attempts that failed in another way, such as to a server that isn't running, don't count. */
  readonly count: number;
  readonly refused: number;
  readonly sent: number;
  readonly received: number;
  readonly firstAt: number;
  readonly lastAt: number;
}

/** Rows of the outbound ledger. */
export interface OutboundStore {
  /** Adds to the rows of the same day, caller, and destination. Not synced to disk: a power failure may lose the last ones. */
  add(records: readonly OutboundRecord[]): Promise<void>;
  /** Totals per caller and destination from a day on, latest first. Without a day: all. */
  list(fromDay: string | undefined, limit: number): Promise<readonly Omit<OutboundRecord, 'day'>[]>;
  /** Deletes rows last used before a time, and the oldest ones above `maxRows`. Returns how many. */
  prune(before: number, maxRows: number): Promise<number>;
  clear(): Promise<void>;
}
