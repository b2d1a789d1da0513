// The outbound ledger: records every connection that leaves this machine, and rejects blocked destinations.
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { OutboundError } from './outbound.ts';

/** Where a connection goes. */
export interface Destination {
  /** As in a URL: lower case, an IPv6 address in brackets. */
  readonly host: string;
  readonly port: number;
}

/** Bytes of a connection so far. */
export interface Traffic {
  readonly sent: number;
  readonly received: number;
}

/** An open connection, or an attempt to open one. */
export interface LiveConnection {
  /** Read now and then, and at the end, so that counting costs nothing per packet. */
  traffic(): Traffic;
  /** Its bytes aren't all known, so it counts as a connection before any are. */
  readonly hasUnknownTraffic?: boolean;
  /** Ends the connection because its destination was blocked. */
  stop(error: OutboundError): void;
}

/** Reports the end of a connection. Further calls do nothing. */
export type EndConnection = (outcome?: 'refused') => void;

/** Records connections. All calls are immediate: rows are written later, together. */
export interface OutboundLedger {
  /**
   * Records a connection before anything is sent, the name lookup included. Returns the function that reports its end, with
   * `refused` if the destination turned out to be one that isn't allowed. It counts once bytes were sent or received.
   * @throws {OutboundError} `blocked`
   */
  open(caller: OutboundCaller, destination: Destination, connection: LiveConnection): EndConnection;
  /** Records an attempt that was rejected before it was opened, such as a host that isn't on an allowlist. */
  refuse(caller: OutboundCaller, destination: Destination): void;
  /** Records that a program was started whose connections can't be recorded. */
  recordUntracked(caller: OutboundCaller): void;
}
