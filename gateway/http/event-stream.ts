// Server-sent events. A stream whose client stops reading is closed.
import type { ServerResponse } from 'node:http';

/** Most bytes buffered per client. */
const MAX_WAITING_BYTES = 8 * 1024 * 1024;
/** Interval of keep-alive comments, so that proxies keep the connection open, ms. */
const KEEP_ALIVE_MS = 15_000;

/** An open stream. */
export interface EventStream {
  /** Sends one event; `name` is its type, if it has one. */
  send(data: string, name?: string): void;
  end(): void;
}

/** Responds with an event stream. */
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
