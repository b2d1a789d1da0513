// The outbound port: the only way to call addresses that aren't configured. Model servers have their own.

import type { OutboundCaller } from '#contract/types/outbound.ts';

/** An outbound request. */
export interface OutboundRequest {
  /** Who calls, for the outbound ledger. */
  readonly caller: OutboundCaller;
  /** `http:` or `https:`. */
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Bytes to keep of the response, after decompression; the rest is not read. */
  readonly maxBytes: number;
  /** For the whole call, redirects included, ms. */
  readonly timeoutMs: number;
  /** Follow redirects within the host only; others are returned as `redirectTo`. */
  readonly sameHostOnly: boolean;
  /** `host:port` of services at private addresses that the user allowed. */
  readonly knownServices: readonly string[];
}

/** A response. */
export interface OutboundAnswer {
  /** Final URL after redirects. */
  readonly url: string;
  readonly status: number;
  /** Lower case, without parameters; empty when the server named none. */
  readonly contentType: string;
  readonly charset: string | undefined;
  readonly bytes: Uint8Array;
  /** The response was longer than `maxBytes`. */
  readonly isTruncated: boolean;
  readonly redirectTo?: string;
}

/** Why a call was rejected or failed. `code` is stable; the message says what to do. */
export class OutboundError extends Error {
  readonly code:
    | 'bad-address'
    | 'private-address'
    | 'not-allowed'
    | 'blocked'
    | 'not-found'
    | 'redirects'
    | 'timeout'
    | 'unreachable'
    | 'aborted';
  constructor(code: OutboundError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutboundError';
    this.code = code;
  }
}

/** Calls of one tool, recorded in its name. */
export interface ToolOutbound {
  /** @throws {OutboundError} */
  call(request: Omit<OutboundRequest, 'caller'>, signal: AbortSignal): Promise<OutboundAnswer>;
  /** The text of a response without markup; `undefined` when it isn't text. */
  toText(answer: OutboundAnswer): Promise<string | undefined>;
}

/** Calls addresses that came from a model, a page or a message. */
export interface Outbound {
  /** @throws {OutboundError} */
  call(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer>;
  /** The text of a response without markup; `undefined` when it isn't text. */
  toText(answer: OutboundAnswer): Promise<string | undefined>;
}
