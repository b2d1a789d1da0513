// The outbound port: the one way to addresses that nobody configured. Model servers have their own.

/** What to ask of an address. */
export interface OutboundRequest {
  /** `http:` or `https:`. */
  readonly url: string;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes kept of the answer, counted after decompression; the rest is not read. */
  readonly maxBytes: number;
  /** For the whole call, redirects included, ms. */
  readonly timeoutMs: number;
  /** Follow redirects within the host only; one that leads elsewhere is given back as `redirectTo`. */
  readonly sameHostOnly: boolean;
  /** `host:port` of services that may be called although their address is private: the user named them. */
  readonly knownServices: readonly string[];
}

/** What came back. */
export interface OutboundAnswer {
  /** The address that answered, after redirects. */
  readonly url: string;
  readonly status: number;
  /** Lower case, without parameters; empty when the server named none. */
  readonly contentType: string;
  readonly charset: string | undefined;
  readonly bytes: Uint8Array;
  /** The answer was longer than `maxBytes`. */
  readonly isTruncated: boolean;
  readonly redirectTo?: string;
}

/** Why a call was refused or failed. `code` is stable, the message says what to do. */
export class OutboundError extends Error {
  readonly code: 'bad-address' | 'private-address' | 'not-found' | 'redirects' | 'timeout' | 'unreachable' | 'aborted';
  constructor(code: OutboundError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'OutboundError';
    this.code = code;
  }
}

/** Calls addresses that came from a model, a page or a message. */
export interface Outbound {
  /** @throws {OutboundError} */
  call(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer>;
  /** What an answer says, without its markup; `undefined` when it is no text. */
  textOf(answer: OutboundAnswer): string | undefined;
}
