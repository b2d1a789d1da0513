// The protocol's errors: one class, one list of codes.
import { defined } from '../types/defined.ts';
import { isJsonObject, type JsonObject } from '../types/json-object.ts';

/** Error codes known to OpenClaw's clients. */
export type ErrorCode = 'INVALID_REQUEST' | 'FORBIDDEN' | 'NOT_PAIRED' | 'UNAVAILABLE' | 'APPROVAL_NOT_FOUND';

/** Meaning of each code. `details.code` is more specific, `details.hint` says what to do, and `retryable` whether to retry. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, string>> = {
  INVALID_REQUEST:
    'The request is invalid: unknown method or object, invalid parameters, or a stale hash. Change the request.',
  FORBIDDEN: 'The connection lacks the required scope (`details.missingScope`).',
  NOT_PAIRED: 'The device is not paired. A person must approve its pairing request.',
  UNAVAILABLE: 'The service is temporarily unavailable, or an internal error occurred. Retry after `retryAfterMs`.',
  APPROVAL_NOT_FOUND: 'The approval was already answered, expired, or was canceled.',
};

/** The wire format of `error`. */
export interface ErrorShape {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
}

/** The details of an error, empty if it has none. */
export function errorDetails(error: ErrorShape | undefined): JsonObject {
  return isJsonObject(error?.details) ? error.details : {};
}

/** Optional fields of a {@link GatewayError}. `details.code` is the stable, machine-readable reason; `details.hint` says what to do. */
export interface ErrorExtras {
  readonly details?: {
    readonly code?: string;
    readonly reason?: string;
    readonly hint?: string;
    readonly [key: string]: unknown;
  };
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/** An expected failure that is reported to the caller. Any other error thrown by a handler is reported as `UNAVAILABLE`. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.extras = extras;
  }

  /** The wire format, without stack and cause. */
  toShape(): ErrorShape {
    const { details, retryable } = this.extras;
    const retryAfterMs = this.extras.retryAfterMs === undefined ? undefined : Math.ceil(this.extras.retryAfterMs);
    return { code: this.code, message: this.message, ...defined({ details, retryable, retryAfterMs }) };
  }
}

/** An invalid request. `detailsCode` is the stable reason; `hint` tells the user what to do. */
export function invalidRequest(message: string, detailsCode?: string, hint?: string): GatewayError {
  const extras =
    detailsCode === undefined && hint === undefined ? {} : { details: defined({ code: detailsCode, hint }) };
  return new GatewayError('INVALID_REQUEST', message, extras);
}

/** The error for anything that would change the database of a newer version. */
export function databaseIsNewer(what: string): GatewayError {
  return invalidRequest(
    `${what} isn't available: the database was written by a newer version of Gatehouse and is read-only. Nothing was changed.`,
    'DATABASE_READ_ONLY',
    'Install the newer version, or restore the backup made before the update with "gatehouse backup restore".',
  );
}

/** A temporary failure. `retryable` by default. */
export function unavailable(message: string, extras: ErrorExtras = {}): GatewayError {
  return new GatewayError('UNAVAILABLE', message, { retryable: true, ...extras });
}

/** The message of anything that was thrown. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
