// The outcome of a handshake.
import type { ErrorShape } from '#contract/wire/errors.ts';
import type { Scope } from '#contract/wire/scopes.ts';
import type { DeviceRole } from '#contract/types/devices.ts';
import type { ClientIdentity, ConnectionKey, Entry } from '../../server/connections/connection.ts';
import type { IssuedToken } from '../identity/device-registry.ts';

/** The client gets access. */
export interface Accepted {
  readonly client: ClientIdentity;
  readonly scopes: readonly Scope[];
  readonly caps: readonly string[];
  readonly role: DeviceRole;
  readonly entry: Entry;
  readonly isLocal: boolean;
  readonly deviceId?: string;
  /** Tokens that the device gets, that of this socket's role first. */
  readonly issued?: readonly IssuedToken[];
  /** Signed in by a program's key. */
  readonly apiKey?: ConnectionKey;
  /** Whom the configured proxy signed in. */
  readonly person?: string;
  /** Signed in by a cookie: the id of that session. */
  readonly browserSession?: string;
}

/** The client is rejected: it gets the error, and the connection is closed `delayMs` later. */
export interface Refused {
  readonly error: ErrorShape;
  readonly closeCode: number;
  /** Default: the error's message. */
  readonly closeReason?: string;
  readonly delayMs: number;
}
