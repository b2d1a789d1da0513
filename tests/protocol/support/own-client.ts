// Our own client over a WebSocket that the test can cut.
import { WebSocket } from 'ws';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { createClient } from '#contract/wire/client.ts';
import type { FrameChannel } from '#contract/wire/frames.ts';
import { CAP_SESSION_FEED } from '#contract/wire/limits.ts';
import { TOKEN } from './protocol-host.ts';
import { REAL_TIMERS } from '../../support/real-timers.ts';

/** A started client. */
export interface OwnClient {
  readonly client: GatewayClient;
  /** Destroys the socket under the client. */
  disconnect(): void;
  stop(): void;
}

/** Connects. `hurry` divides the waits between tries. */
export function startOwnClient(
  url: string,
  options: {
    readonly scopes?: readonly string[];
    readonly caps?: readonly string[];
    readonly hurry?: number;
    readonly maxTries?: number;
    /** A page: its headers, and its key. */
    readonly page?: { readonly headers: Readonly<Record<string, string>>; readonly sign: (text: string) => string };
  } = {},
): OwnClient {
  const { page } = options;
  let socket: WebSocket | undefined;
  const client = createClient({
    open: async () => {
      socket = new WebSocket(url, { headers: page?.headers });
      return socketChannel(socket);
    },
    identity: { id: 'gateway-client', mode: page === undefined ? 'backend' : 'ui', version: '1', platform: 'test' },
    ...(page === undefined ? { token: TOKEN } : { sign: async (text: string) => page.sign(text) }),
    scopes: options.scopes ?? ['operator.admin'],
    caps: options.caps ?? [CAP_SESSION_FEED],
    timers: {
      ...REAL_TIMERS,
      after: (ms, run) => REAL_TIMERS.after(ms > 500 && ms < 15_000 ? ms / (options.hurry ?? 1) : ms, run),
    },
    maxTries: options.maxTries ?? 1_000,
  });
  client.start();
  return {
    client,
    disconnect: () => socket?.terminate(),
    stop() {
      client.stop();
      socket?.terminate();
    },
  };
}

async function socketChannel(socket: WebSocket): Promise<FrameChannel> {
  const early: string[] = [];
  let onMessage: ((text: string) => void) | undefined;
  socket.on('message', (data) => {
    if (onMessage === undefined) early.push(String(data));
    else onMessage(String(data));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  return {
    send(text) {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
      return 0;
    },
    bufferedBytes: () => 0,
    close: (code, reason) => socket.close(code, reason),
    onMessage(listener) {
      onMessage = listener;
      for (const text of early.splice(0)) listener(text);
    },
    onClose: (listener) => void socket.on('close', (code, reason) => listener(code, String(reason))),
  };
}
