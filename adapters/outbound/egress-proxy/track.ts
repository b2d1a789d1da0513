// Records each connection of a proxy in the outbound ledger, from the attempt to the end.
import type { Socket } from 'node:net';
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import { OutboundError } from '#core/ports/outbound.ts';
import { toDestination } from '../resolve-host.ts';
import { requireAllowed, type Network } from './dial.ts';

/** A connection that is being opened, or is open. */
export interface Tracked {
  /** Aborted when the proxy closes, or the destination is blocked. */
  readonly signal: AbortSignal;
  /** Counts the bytes of this connection from now on. */
  counts(upstream: Socket): void;
  end(error?: unknown): void;
}

/** What a proxy reports to. */
export interface TrackerOptions {
  readonly ledger: OutboundLedger;
  readonly caller: OutboundCaller;
  readonly signal: AbortSignal;
  /** Called with the reason of each connection that isn't allowed. */
  readonly onRefused?: (message: string) => void;
}

/** Opens connections for one proxy. @throws {OutboundError} `not-allowed`, `blocked` */
export type Tracker = (target: URL, network: Network) => Tracked;

const REFUSALS: ReadonlySet<string> = new Set(['not-allowed', 'private-address', 'blocked']);

/** Creates the tracker of a proxy. */
export function createTracker({ ledger, caller, signal, onRefused }: TrackerOptions): Tracker {
  const isRefusal = (error: unknown): error is OutboundError => {
    if (!(error instanceof OutboundError) || !REFUSALS.has(error.code)) return false;
    onRefused?.(error.message);
    return true;
  };
  return (target, network) => {
    const destination = toDestination(target);
    try {
      requireAllowed(target, network);
    } catch (error) {
      if (isRefusal(error)) ledger.refuse(caller, destination);
      throw error;
    }
    const blocking = new AbortController();
    let socket: Socket | undefined;
    const open = () => {
      try {
        return ledger.open(caller, destination, {
          traffic: () => ({ sent: socket?.bytesWritten ?? 0, received: socket?.bytesRead ?? 0 }),
          stop: (error) => blocking.abort(error),
        });
      } catch (error) {
        isRefusal(error);
        throw error;
      }
    };
    const end = open();
    return {
      signal: AbortSignal.any([signal, blocking.signal]),
      counts: (upstream) => (socket = upstream),
      end: (error) => end(isRefusal(error) ? 'refused' : undefined),
    };
  };
}
