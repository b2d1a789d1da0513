// Server-sent events: opened once, closed for a reader that does not read.
import type { ServerResponse } from 'node:http';

/** Bytes that may wait for one reader. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** A comment is sent in silence as often as this, so that proxies keep the connection, ms. */
const KEEP_ALIVE_MS = 15_000;

/** An open stream. */
export interface EventStream {
  /** Sends one event; `name` is its type where the protocol has one. */
  send(data: string, name?: string): void;
  end(): void;
}

/** Answers with an event stream. */
export function openEventStream(response: ServerResponse): EventStream {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache',
    'X-Accel-Buffering': 'no',
  });
  response.flushHeaders();
  const timer = setInterval(() => response.write(': waiting\n\n'), KEEP_ALIVE_MS);
  timer.unref();
  response.once('close', () => clearInterval(timer));
  return {
    send(data, name) {
      if (response.destroyed || response.writableEnded) return;
      if (response.writableLength > MAX_WAITING_BYTES) {
        response.destroy();
        return;
      }
      response.write(name === undefined ? `data: ${data}\n\n` : `event: ${name}\ndata: ${data}\n\n`);
    },
    end() {
      clearInterval(timer);
      response.end();
    },
  };
}
