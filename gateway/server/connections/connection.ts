// An authenticated connection as handlers and feeds see it.
import type { EventName, EventPayloads } from '#contract/wire/events.ts';
import type { DeviceRole } from '#contract/types/devices.ts';
import type { ApiKeyRecord } from '#core/ports/identity.ts';
import type { Scope } from '#contract/wire/scopes.ts';
import type { Principal } from '#core/principal.ts';

/** How a client signed in: a port of this process, a credential of the gateway, or one of its own. */
export type Entry = 'port' | 'token' | 'password' | 'proxy' | 'device-token' | 'setup-code' | 'api-key' | 'browser';

/** What sign-in established about a client. */
export interface SignedIn {
  /** What the client reports about itself. */
  readonly client: Readonly<
    Record<'id' | 'mode' | 'version' | 'platform', string> &
      Partial<Record<'displayName' | 'deviceFamily' | 'modelIdentifier' | 'instanceId' | 'timeZone', string>>
  >;
  readonly role: DeviceRole;
  readonly entry: Entry;
  /** A program on this machine: from loopback, not through a proxy, not a web page; or a port of this process. */
  readonly isLocal: boolean;
  /** Present when signed in with an API key. */
  readonly apiKey?: Pick<ApiKeyRecord, 'id' | 'name' | 'perMinute'>;
  /** Present when signed in with a cookie: the id of the browser session. */
  readonly browserSession?: string;
}

/** A client that completed the handshake. */
export interface Connection extends SignedIn {
  readonly id: string;
  readonly caps: ReadonlySet<string>;
  /** Network address; `local` for a port of this process. */
  readonly address: string;
  readonly since: number;
  /** The caller: its user, device and scopes. */
  readonly principal: Principal;
  /** Follows sessions incrementally (`session.event`, `session.live`) and gets no `chat` and `agent` events. */
  readonly ownFeed: boolean;
  holds(scope: Scope | 'any'): boolean;
  /** Sends a numbered event, if the connection holds its scope. */
  send<E extends EventName>(event: E, payload: EventPayloads[E]): void;
  /** The same with the payload as JSON text, for payloads sent to many connections. */
  sendRaw(event: EventName, payloadJson: string, stateVersion?: string): void;
  /** Whether the client reads slower than data is sent: live events should be held back or merged. */
  isSlow(): boolean;
  /** Calls back once when the connection has closed; returns the cancel function. */
  onClose(listener: () => void): () => void;
  close(code: number, reason: string): void;
}
