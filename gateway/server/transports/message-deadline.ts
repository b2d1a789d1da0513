// Ends the connection of a client whose message never ends, which pongs would keep open otherwise.
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { MAX_FRAME_BYTES } from '#contract/wire/limits.ts';

/** Time for a message, ms, and the speed that allows more time for a large one, bytes per second. */
const MESSAGE_MS = 30_000;
const SLOWEST_BYTES_PER_S = 64 * 1024;
const POLICY_CLOSE = 1008;

/**
 * The state of `ws` between two chunks (ws 8.23; a test covers it): position within a frame (0: none), bytes that aren't processed,
 * and the type of a fragmented message.
 */
interface Receiver {
  readonly _state: number;
  readonly _bufferedBytes: number;
  readonly _fragmented: number;
}

/** Closes `ws` when a message on `socket` takes too long. `messageMs` is for tests. */
export function limitMessageTime(ws: WebSocket, socket: Duplex, messageMs = MESSAGE_MS): void {
  let timer: NodeJS.Timeout | undefined;
  let startedAt = 0;
  let received = 0;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const check = (): void => {
    const allowed = messageMs + (Math.min(received, MAX_FRAME_BYTES) / SLOWEST_BYTES_PER_S) * 1000;
    const left = startedAt + allowed - performance.now();
    if (left > 0) timer = setTimeout(check, left).unref();
    else ws.close(POLICY_CLOSE, 'message timeout');
  };
  // `ws` has processed the chunk before this listener is called.
  socket.on('data', (chunk: Buffer) => {
    if (!isWithinMessage(ws)) return stop();
    received += chunk.length;
    if (timer !== undefined) return;
    startedAt = performance.now();
    received = chunk.length;
    check();
  });
  // What follows in the same chunk belongs to the next message.
  ws.on('message', stop);
  ws.on('close', stop);
}

function isWithinMessage(ws: WebSocket): boolean {
  const { _receiver: receiver } = ws as unknown as { readonly _receiver?: Receiver };
  if (receiver === undefined) return false;
  return receiver._state !== 0 || receiver._bufferedBytes > 0 || receiver._fragmented > 0;
}
