// The `fetch` of channels: every request is recorded in the outbound ledger, and goes through the HTTP proxy if there is one. It ends
// after silence instead of after a fixed time, because a large file takes long. Redirects aren't followed: tokens would go with them.
import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import type { Environment } from '../../configuration/substitution.ts';
import { findProxy, selectAgent, type Proxy } from '../../outbound/proxy.ts';
import { createUnpacker } from '../../outbound/read-body.ts';
import { recordCall } from '../../outbound/record-call.ts';

/** Time without a byte in either direction after which a request fails, ms. Longer than any long poll. */
const IDLE_MS = 75_000;
/** Size of the pieces in which a body is sent, so that its progress is seen, bytes. */
const PIECE_BYTES = 64 * 1024;
/** Statuses whose responses have no body. */
const WITHOUT_BODY = [101, 103, 204, 205, 304];

/** What the `fetch` needs. */
export interface RecordedFetchOptions {
  readonly ledger: OutboundLedger;
  readonly caller: OutboundCaller;
  /** Environment variables with the HTTP proxy. */
  readonly environment: Environment;
  /** Time without a byte in either direction after which a request fails, ms. */
  readonly idleMs?: number;
}

/** The network was silent for too long. */
export class NetworkSilent extends Error {
  constructor(idleMs: number) {
    super(`No response for ${Math.round(idleMs / 1000)} s.`);
    this.name = 'NetworkSilent';
  }
}

/** What the platform makes a response from. */
type Body = NonNullable<ConstructorParameters<typeof Response>[0]>;

interface Call {
  readonly url: URL;
  readonly method: string;
  readonly headers: Headers;
  readonly body: Uint8Array | undefined;
  /** Some libraries bring an `AbortSignal` of their own, so only its events are used. */
  readonly signal: Pick<AbortSignal, 'aborted' | 'addEventListener' | 'removeEventListener'> | undefined;
  readonly proxy: Proxy | undefined;
}

/**
 * Creates a `fetch` for the client libraries of networks. Bodies can be text, bytes, forms with files, and streams; they are kept in
 * memory. It rejects with an `AbortError`, an {@link OutboundError} if the destination is blocked, a {@link NetworkSilent}, or the
 * error of the connection. No error contains the address, because some networks want the token in it.
 */
export function createRecordedFetch(options: RecordedFetchOptions): typeof fetch {
  return async (input, init = {}) => {
    const source = input instanceof Request ? input : undefined;
    const url = new URL(source?.url ?? String(input));
    const { body, headers } = await readRequestBody(source, init);
    const call: Call = {
      url,
      method: init.method ?? source?.method ?? 'GET',
      headers,
      body,
      signal: init.signal ?? source?.signal,
      proxy: findProxy(url, options.environment),
    };
    return send(call, options, false);
  };
}

/** The bytes of a body, and the headers with its type. A `Request` of the platform encodes every kind of body. */
async function readRequestBody(source: Request | undefined, { body, headers }: RequestInit) {
  const all = new Headers(headers ?? source?.headers);
  if (body instanceof Uint8Array) return { body, headers: all };
  if (typeof body === 'string' && all.has('content-type')) return { body: Buffer.from(body), headers: all };
  const content = body ?? source?.body ?? undefined;
  if (content === undefined) return { body: undefined, headers: all };
  // Streams need `duplex`, which the types of the platform lack. The address is never used.
  const encode: RequestInit & { duplex: 'half' } = { method: 'POST', body: content, headers: all, duplex: 'half' };
  const encoded = new Request('http://body.invalid', encode);
  return { body: new Uint8Array(await encoded.arrayBuffer()), headers: encoded.headers };
}

function send(call: Call, options: RecordedFetchOptions, isRetry: boolean): Promise<Response> {
  const { ledger, caller, idleMs = IDLE_MS } = options;
  return new Promise((resolve, reject) => {
    if (call.signal?.aborted === true) return reject(abortError());
    // Throws if the destination is blocked, which rejects the promise.
    const recorded = recordCall(ledger, caller, call.url, (error) => stop(error));
    const request = open(call);
    recorded.counts(request);
    let message: IncomingMessage | undefined;
    const end = (): void => {
      watch.stop();
      call.signal?.removeEventListener('abort', onAbort);
      recorded.end();
    };
    const stop = (error: Error): void => {
      end();
      // Whoever reads the response gets the error from it.
      message?.destroy(error);
      reject(error);
      request.destroy();
    };
    const watch = watchProgress(request, idleMs, () => stop(new NetworkSilent(idleMs)));
    const onAbort = (): void => stop(abortError());
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed the idle connection, so it didn't read the request. Retry once with a new one.
      const isStale = message === undefined && request.reusedSocket && error.code === 'ECONNRESET' && !isRetry;
      if (!isStale) return stop(call.proxy === undefined ? error : proxyError(call.proxy, error));
      end();
      send(call, options, true).then(resolve, reject);
    });
    request.on('response', (response) => {
      message = response;
      response.on('close', end);
      resolve(toResponse(response));
    });
    call.signal?.addEventListener('abort', onAbort);
    if (call.body === undefined) request.end();
    else Readable.from(toPieces(call.body)).pipe(request);
  });
}

function open({ url, method, headers, body, proxy }: Call): ClientRequest {
  const all: Record<string, string> = {};
  headers.forEach((value, name) => (all[name] = value));
  // Not every server accepts a body of unknown length.
  if (body !== undefined) all['content-length'] = String(body.length);
  delete all['transfer-encoding'];
  const settings = { method, headers: all, agent: selectAgent(url, proxy) };
  if (url.protocol === 'http:') return httpRequest(url, settings);
  if (url.protocol === 'https:') return httpsRequest(url, settings);
  throw new TypeError(`Only http and https addresses are supported, not ${url.protocol}`);
}

function* toPieces(body: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < body.length; at += PIECE_BYTES) yield body.subarray(at, at + PIECE_BYTES);
}

function toResponse(message: IncomingMessage): Response {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  const { rawHeaders } = message;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const init = { status, statusText: message.statusMessage ?? '', headers };
  if (WITHOUT_BODY.includes(status)) {
    message.resume();
    return new Response(null, init);
  }
  const unpack = createUnpacker(message.headers['content-encoding']);
  if (unpack !== undefined) {
    headers.delete('content-encoding');
    headers.delete('content-length');
    message.on('error', (error) => unpack.destroy(error));
    message.on('aborted', () => unpack.destroy(new Error('The connection was lost.')));
    unpack.on('close', () => message.destroy());
  }
  const body = unpack === undefined ? message : message.pipe(unpack);
  // The streams of Node and of the platform are the same object with two types.
  return new Response(Readable.toWeb(body) as ReadableStream<Uint8Array> as Body, init);
}

/** Calls `onSilence` if no byte was sent or received for the allowed time, which includes the time to connect. */
function watchProgress(request: ClientRequest, idleMs: number, onSilence: () => void): { stop(): void } {
  let socket: Socket | undefined;
  request.once('socket', (one) => (socket = one));
  const count = (): number =>
    socket === undefined ? 0 : socket.bytesRead + socket.bytesWritten - socket.writableLength;
  let before = -1;
  const check = (): void => {
    const now = count();
    if (now === before) return onSilence();
    before = now;
    timer = setTimeout(check, idleMs);
  };
  let timer = setTimeout(check, 0);
  return { stop: () => clearTimeout(timer) };
}

function proxyError({ variable }: Proxy, cause: NodeJS.ErrnoException): Error {
  return Object.assign(new Error(`Couldn't connect through the proxy in ${variable}.`, { cause }), {
    code: cause.code,
  });
}

function abortError(): Error {
  return new DOMException('The request was canceled.', 'AbortError');
}
