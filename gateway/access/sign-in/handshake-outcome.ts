// The outcome of a handshake.
import { defined } from '#contract/types/defined.ts';
import type { ErrorCode, ErrorExtras, ErrorShape } from '#contract/wire/errors.ts';
import type { Scope } from '#contract/wire/scopes.ts';
import type { SignedIn } from '../../server/connections/connection.ts';
import type { IssuedToken } from '../identity/device-registry.ts';

/** Close code for a rejected client. */
export const POLICY_CLOSE = 1008;

/** The client gets access. */
export interface Accepted extends SignedIn {
  readonly scopes: readonly Scope[];
  readonly caps: readonly string[];
  readonly deviceId?: string;
  /** Tokens that the device gets, the one for the connection's role first. */
  readonly issued?: readonly IssuedToken[];
  /** The user signed in by the configured proxy. */
  readonly person?: string;
}

/** The client is rejected: it gets the error, and the connection is closed `delayMs` later. */
export interface Refused {
  readonly error: ErrorShape;
  readonly closeCode: number;
  /** Default: the error's message. */
  readonly closeReason?: string;
  readonly delayMs: number;
}

/** A rejection with this error. */
export function refuse(
  message: string,
  details?: ErrorExtras['details'],
  code: ErrorCode = 'INVALID_REQUEST',
): Refused {
  return { error: { code, message, ...defined({ details }) }, closeCode: POLICY_CLOSE, delayMs: 0 };
}
