// Records an HTTP request in the outbound ledger.
import type { ClientRequest } from 'node:http';
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { EndConnection, OutboundLedger, Traffic } from '#core/ports/outbound-ledger.ts';
import { toDestination } from './resolve-host.ts';

/** A recorded request. */
export interface RecordedCall {
  /** Counts the bytes of a request: those of its socket while it has it. */
  counts(request: ClientRequest): void;
  readonly end: EndConnection;
}

/** Records a request before it is sent. `stop` ends it. @throws {OutboundError} `blocked` */
export function recordCall(
  ledger: OutboundLedger,
  caller: OutboundCaller,
  url: URL,
  stop: (error: Error) => void,
): RecordedCall {
  let traffic = (): Traffic => ({ sent: 0, received: 0 });
  const end = ledger.open(caller, toDestination(url), { traffic: () => traffic(), stop });
  return {
    end,
    counts: (request) =>
      void request.once('socket', (socket) => {
        // Agents use a socket for one request after another.
        const { bytesWritten, bytesRead } = socket;
        // What waits to be sent counts as written, also if the connection is never opened.
        let wasOpen = !socket.connecting;
        if (socket.connecting) socket.once('connect', () => (wasOpen = true));
        traffic = () =>
          wasOpen
            ? { sent: socket.bytesWritten - bytesWritten, received: socket.bytesRead - bytesRead }
            : { sent: 0, received: 0 };
      }),
  };
}
