// Listens on ports of their own for previews. The host provides it, because it knows addresses and certificates.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** What takes requests. */
export interface ListenerHandlers {
  onRequest(request: IncomingMessage, response: ServerResponse): void;
  onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The listener was closed, such as when network access was turned off. */
  onClose(): void;
}

/** An open listener. */
export interface OpenListener {
  readonly port: number;
  /** `https` beyond loopback. */
  readonly scheme: 'http' | 'https';
  /** Closes it and all its connections. */
  close(): Promise<void>;
}

/** Opens a listener on a free port of a host at which the gateway listens, too; undefined if it doesn't. */
export type ListenBeside = (host: string, handlers: ListenerHandlers) => Promise<OpenListener | undefined>;
