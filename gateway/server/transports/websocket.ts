// WebSocket transport: text frames over `ws`.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type RawData, type WebSocket } from 'ws';
import { MAX_FRAME_BYTES, MAX_HANDSHAKE_FRAME_BYTES } from '#contract/wire/limits.ts';
import { encodeParts } from './encode-parts.ts';
import { limitMessageTime } from './message-deadline.ts';
import { refuseUpgrade } from './refuse-upgrade.ts';
import type { ServerChannel } from './server-channel.ts';

/** Most sockets of one group that have not signed in. */
const MAX_UNAUTHENTICATED = 32;
const PING_INTERVAL_MS = 25_000;
/** Most pings of a client that has not signed in. */
const MAX_EARLY_PINGS = 16;
/** Most buffered bytes when a client pings: one that pings but doesn't read is disconnected. */
const MAX_BYTES_BEFORE_PONG = 2 * 1024 * 1024;
/** Time for the closing handshake, ms. Afterwards the connection is ended, whatever the client does. */
const CLOSE_MS = 2_000;
/** The types of `ws` don't have this option yet. */
const CLOSING = { closeTimeout: CLOSE_MS };
/** Time for the closing handshake when the gateway stops, ms. */
const GOODBYE_MS = 500;
/** Close code for frames that are not text. */
const NOT_TEXT_CLOSE = 1003;
const NORMAL_CLOSE = 1000;

/** Upgrades requests to channels. */
export interface WebSocketTransport {
  /** Clients of one `group` share a limit: when it is reached, only they are rejected. */
  upgrade(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    group: string,
    accept: (channel: ServerChannel) => void,
  ): void;
  close(): void;
}

/** Creates the transport. The caller passes it upgrade requests. */
export function createWebSocketTransport(): WebSocketTransport {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    autoPong: false,
    maxPayload: MAX_HANDSHAKE_FRAME_BYTES,
    ...CLOSING,
  });
  /** Sockets that have not signed in, by group. */
  const waiting = new Map<string, Set<Duplex>>();
  const pulse = new Pulse();
  return {
    upgrade(request, socket, head, group, accept) {
      const members = waiting.get(group) ?? new Set();
      if (members.size >= MAX_UNAUTHENTICATED) return refuseUpgrade(socket, 429);
      waiting.set(group, members.add(socket));
      const release = (): void => {
        members.delete(socket);
        if (members.size === 0 && waiting.get(group) === members) waiting.delete(group);
      };
      socket.once('close', release);
      server.handleUpgrade(request, socket, head, (ws) => {
        pulse.watch(ws);
        limitMessageTime(ws, socket);
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
  // A failed socket closes right after; an unhandled error would crash the process.
  ws.on('error', () => {});
  const pings = answerPings(ws);
  return {
    send(frame) {
      writes.hold();
      if (typeof frame === 'string') ws.send(frame);
      else ws.send(encodeParts(frame), { binary: false });
      // Held writes must not look like a slow reader.
      if (ws.bufferedAmount > MAX_GATHERED) writes.release();
      return ws.bufferedAmount;
    },
    flush: () => writes.release(),
    bufferedBytes: () => ws.bufferedAmount,
    close: (code, reason) => ws.close(code === 0 ? NORMAL_CLOSE : code, reason),
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

/** Most bytes held for one write. */
const MAX_GATHERED = 64 * 1024;

interface GatheredWrites {
  hold(): void;
  release(): void;
}

/** Sends the frames of one turn of the event loop in one write, because a system call costs more than a frame. */
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

/** Answers pings, but disconnects a client that only sends pings, because pongs would pile up. */
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

/** Pings all sockets every 25 s and disconnects those that did not answer the last ping. Idle without sockets. */
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

  /** Gives the closing handshakes a moment, then disconnects the rest. */
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
