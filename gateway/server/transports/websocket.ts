// WebSocket transport: text frames over `ws`, checked for address and origin before anything is read.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { MAX_FRAME_BYTES, MAX_HANDSHAKE_FRAME_BYTES } from '#contract/wire/limits.ts';
import type { ServerChannel } from './server-channel.ts';

/** Sockets of one line that may be open without having signed in. */
const MAX_UNAUTHENTICATED = 32;
const PING_INTERVAL_MS = 25_000;
/** Pings that a client may send before it signed in. */
const MAX_EARLY_PINGS = 16;
/** Bytes that may wait for a client when it asks for a pong: one that pings and does not read is ended. */
const MAX_BYTES_BEFORE_PONG = 2 * 1024 * 1024;
/** Time in which a peer that is closed because it did not read may still do so, ms. */
const UNREAD_MS = 5_000;
/** Time for the closing handshake when the gateway stops, ms. */
const GOODBYE_MS = 500;
/** Close code for frames that are not text. */
const NOT_TEXT_CLOSE = 1003;
/** Codes that a close frame may carry; others are for the far end's eyes only. */
const NORMAL_CLOSE = 1000;

/** Turns upgrade requests into channels. */
export interface WebSocketTransport {
  /** `line` groups clients that share a limit: when it is reached, only they are rejected. */
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    line: string,
    accept: (channel: ServerChannel) => void,
  ): void;
  close(): void;
}

/** Makes the transport; it has no listener of its own. */
export function createWebSocketTransport(): WebSocketTransport {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: MAX_HANDSHAKE_FRAME_BYTES,
  });
  const waiting = new Map<string, number>();
  const pulse = new Pulse();
  return {
    upgrade(request, socket, head, line, accept) {
      const count = waiting.get(line) ?? 0;
      if (count >= MAX_UNAUTHENTICATED) return refuseUpgrade(socket);
      waiting.set(line, count + 1);
      const release = once(() => decrease(waiting, line));
      socket.once('close', release);
      server.handleUpgrade(request, socket, head, (ws) => {
        pulse.watch(ws);
        accept(webSocketChannel(ws, gather(socket), release));
      });
    },
    close() {
      pulse.end();
      server.close();
    },
  };
}

function webSocketChannel(ws: WebSocket, writes: GatheredWrites, onAuthenticated: () => void): ServerChannel {
  // A failing socket closes right after; there is nothing to do but not to crash.
  ws.on('error', () => {});
  const pings = answerPings(ws);
  return {
    send(text) {
      writes.hold();
      ws.send(text);
      // What is held back here must not look like a reader that is slow.
      if (ws.bufferedAmount > MOST_GATHERED) writes.release();
      return ws.bufferedAmount;
    },
    bufferedBytes: () => ws.bufferedAmount,
    close(code, reason) {
      ws.close(code === 0 ? NORMAL_CLOSE : code, reason);
      endUnread(ws);
    },
    onMessage(listener) {
      ws.on('message', (data: RawData, isBinary: boolean) => {
        if (isBinary) ws.close(NOT_TEXT_CLOSE, 'binary frames are not accepted');
        else listener(String(data));
      });
    },
    onClose(listener) {
      ws.on('close', (code, reason) => listener(code, String(reason)));
    },
    authenticated() {
      raiseFrameLimit(ws);
      pings.unlimited();
      onAuthenticated();
    },
  };
}

/** Bytes that are held back for one write at the most. */
const MOST_GATHERED = 64 * 1024;

interface GatheredWrites {
  hold(): void;
  release(): void;
}

/** Frames of one turn of the event loop leave in one write: a system call costs more than a frame. */
function gather(socket: Duplex): GatheredWrites {
  let holding = false;
  const release = (): void => {
    if (!holding) return;
    holding = false;
    socket.uncork();
  };
  return {
    release,
    hold() {
      if (holding) return;
      holding = true;
      socket.cork();
      setImmediate(release);
    },
  };
}

/** What a peer does not read is not kept for it until its closing handshake times out. */
function endUnread(ws: WebSocket): void {
  if (ws.bufferedAmount <= MAX_BYTES_BEFORE_PONG) return;
  const timer = setTimeout(() => ws.terminate(), UNREAD_MS).unref();
  ws.once('close', () => clearTimeout(timer));
}

/** Answers pings, but not those of a peer that only sends them: the answers would pile up. */
function answerPings(ws: WebSocket): { unlimited(): void } {
  let left = MAX_EARLY_PINGS;
  ws.on('ping', (data) => {
    left -= 1;
    if (left < 0 || ws.bufferedAmount > MAX_BYTES_BEFORE_PONG) ws.terminate();
    else if (ws.readyState === ws.OPEN) ws.pong(data);
  });
  return { unlimited: () => (left = Number.POSITIVE_INFINITY) };
}

/**
 * Raises the frame limit of one socket. `ws` checks the limit on the stream, before it allocates, but accepts it only per server;
 * the receiver's private field is the only way to set it per socket (ws 8.23; a test covers it).
 */
function raiseFrameLimit(ws: WebSocket): void {
  const { _receiver: receiver } = ws as unknown as { readonly _receiver?: { _maxPayload: number } };
  if (receiver !== undefined) receiver._maxPayload = MAX_FRAME_BYTES;
}

/** Pings all sockets every 25 s and ends those that did not answer the ping before. Idle while there is none. */
class Pulse {
  readonly #alive = new Map<WebSocket, boolean>();
  #timer: NodeJS.Timeout | undefined;

  watch(ws: WebSocket): void {
    this.#alive.set(ws, true);
    ws.on('pong', () => this.#alive.set(ws, true));
    ws.on('close', () => {
      this.#alive.delete(ws);
      if (this.#alive.size === 0) this.stop();
    });
    this.#timer ??= setInterval(() => this.#beat(), PING_INTERVAL_MS).unref();
  }

  /** Gives the closing handshakes a moment, then ends what is left. */
  end(): void {
    this.stop();
    setTimeout(() => {
      for (const ws of this.#alive.keys()) ws.terminate();
    }, GOODBYE_MS).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #beat(): void {
    for (const [ws, alive] of this.#alive) {
      if (!alive) {
        ws.terminate();
        continue;
      }
      this.#alive.set(ws, false);
      ws.ping();
    }
  }
}

function refuseUpgrade(socket: Duplex): void {
  socket.end('HTTP/1.1 429 Too Many Requests\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}

function decrease(counts: Map<string, number>, key: string): void {
  const next = (counts.get(key) ?? 1) - 1;
  if (next <= 0) counts.delete(key);
  else counts.set(key, next);
}

function once(run: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    run();
  };
}
