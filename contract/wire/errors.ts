// Typed errors of the protocol: one class, one list of codes.

/** Codes that OpenClaw's clients know. */
export type ErrorCode = 'INVALID_REQUEST' | 'FORBIDDEN' | 'NOT_PAIRED' | 'UNAVAILABLE' | 'APPROVAL_NOT_FOUND';

/** What each code means to a caller. `details.code` says more, `details.hint` what to do, `retryable` whether to try again. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, string>> = {
  INVALID_REQUEST:
    'It cannot be done as it was asked: unknown method or thing, wrong params, a hash that is stale. Change the request.',
  FORBIDDEN: 'The connection does not hold the scope (`details.missingScope`).',
  NOT_PAIRED: 'The device is not known yet; a person must let it in.',
  UNAVAILABLE: 'A part cannot serve right now, or something failed inside. Try again after `retryAfterMs`.',
  APPROVAL_NOT_FOUND: 'The approval was answered, expired or taken back.',
};

/** What goes over the wire in `error`. */
export interface ErrorShape {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
  readonly retryable?: boolean;
  readonly retryAfterMs?: number;
}

/** Optional parts of a {@link GatewayError}. `details.code` is the stable, machine-readable reason; `details.hint` says what to do. */
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

/** An expected failure that a caller is told about. Anything else thrown by a handler is answered `UNAVAILABLE`. */
export class GatewayError extends Error {
  readonly code: ErrorCode;
  readonly extras: ErrorExtras;

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.name = 'GatewayError';
    this.code = code;
    this.extras = extras;
  }

  /** The error as it is sent: without stack and cause. */
  toShape(): ErrorShape {
    const { details, retryable, retryAfterMs } = this.extras;
    return {
      code: this.code,
      message: this.message,
      ...(details === undefined ? {} : { details }),
      ...(retryable === undefined ? {} : { retryable }),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    };
  }
}

/** A request that cannot be carried out as asked. `detailsCode` is the stable reason, `hint` tells the user what to do. */
export function invalidRequest(message: string, detailsCode?: string, hint?: string): GatewayError {
  const details = {
    ...(detailsCode === undefined ? {} : { code: detailsCode }),
    ...(hint === undefined ? {} : { hint }),
  };
  return new GatewayError(
    'INVALID_REQUEST',
    message,
    detailsCode === undefined && hint === undefined ? {} : { details },
  );
}

/** A part that cannot serve right now; `retryable` unless said otherwise. */
export function unavailable(message: string, extras: ErrorExtras = {}): GatewayError {
  return new GatewayError('UNAVAILABLE', message, { retryable: true, ...extras });
}
