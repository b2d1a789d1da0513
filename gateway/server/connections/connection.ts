// An authenticated connection as handlers and feeds see it.
import type { EventName, EventPayloads } from '#contract/wire/events.ts';
import type { Scope } from '#contract/wire/scopes.ts';
import type { Principal } from '#core/principal.ts';

/** Who a client says it is. */
export interface ClientIdentity {
  readonly id: string;
  readonly mode: string;
  readonly version: string;
  readonly platform: string;
  readonly displayName?: string;
  readonly deviceFamily?: string;
  readonly modelIdentifier?: string;
  readonly instanceId?: string;
  readonly timeZone?: string;
}

/** The key that a program came with. */
export interface ConnectionKey {
  readonly id: string;
  readonly name: string;
  /** Requests that it may make in a minute. */
  readonly perMinute: number;
}

/** By what a client came in: a port of this process, what opens the gateway itself, or a credential of its own. */
export type Entry = 'port' | 'token' | 'password' | 'proxy' | 'device-token' | 'setup-code' | 'api-key' | 'browser';

/** One client that passed the handshake. */
export interface Connection {
  readonly id: string;
  readonly client: ClientIdentity;
  readonly caps: ReadonlySet<string>;
  /** Network address; `local` for a port of this process. */
  readonly address: string;
  readonly role: 'operator' | 'node';
  readonly entry: Entry;
  /** A program of this machine: from loopback, not through a proxy, not a page; or a port of this process. */
  readonly isLocal: boolean;
  /** Present when a program's key signed it in. */
  readonly apiKey?: ConnectionKey;
  /** Present when a browser's cookie signed it in. */
  readonly browserSession?: string;
  readonly since: number;
  /** Who calls: its user, device and scopes. */
  readonly principal: Principal;
  /** Follows its own sessions with true increments (`session.event`, `session.live`) and gets no `chat` and `agent` events. */
  readonly ownFeed: boolean;
  holds(scope: Scope | 'any'): boolean;
  /** Sends one event to this connection, numbered. Nothing is sent when its scope is missing. */
  send<E extends EventName>(event: E, payload: EventPayloads[E]): void;
  /** The same with the payload as JSON text, for payloads that many connections get. */
  sendRaw(event: EventName, payloadJson: string, stateVersion?: string): void;
  /** More is waiting for this client than it reads: live events should be held back or merged. */
  isSlow(): boolean;
  /** Calls back once when the connection is gone; returns the cancel function. */
  onClose(listener: () => void): () => void;
  close(code: number, reason: string): void;
}
