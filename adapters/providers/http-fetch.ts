// A `fetch` for model requests over node:http, which costs about a third less per chunk than the platform's and adds limits for
// silence, size, and line length. Redirects aren't followed.
import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

import { ResponseBody, watchSilence } from './response-body.ts';

/** The server sent nothing for the allowed time. */
export class ServerSilent extends Error {
  readonly idleMs: number;
  constructor(idleMs: number) {
    super(`no data for ${idleMs} ms`);
    this.idleMs = idleMs;
  }
}

const KEEP_ALIVE = { keepAlive: true, maxFreeSockets: 16 } as const;
const httpAgent = new HttpAgent(KEEP_ALIVE);
const httpsAgent = new HttpsAgent(KEEP_ALIVE);

interface Call {
  readonly url: URL;
  readonly init: RequestInit;
  readonly idleMs: number;
  readonly patience: number;
}

/**
 * A `fetch` for the official SDKs. `idleMs` is read on each call. `signal` ends every request, for SDKs that can't pass a
 * signal. `patience` multiplies the silence allowed before the response starts, for servers that load a model first.
 */
export function createFetch(idleMs: () => number, signal?: AbortSignal, patience = 1): typeof fetch {
  return async (input, init = {}) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const signals = [init.signal, signal].filter((one) => one !== undefined && one !== null);
    const merged = signals.length > 1 ? AbortSignal.any(signals) : signals[0];
    const call = { url, init: merged === undefined ? init : { ...init, signal: merged }, idleMs: idleMs(), patience };
    return await send(call, false);
  };
}

function send(call: Call, isRetry: boolean): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = open(call);
    let body: ResponseBody | undefined;
    const stop = (error: Error): void => {
      watch.stop();
      call.init.signal?.removeEventListener('abort', onAbort);
      if (body === undefined) reject(error);
      else body.fail(error);
      request.destroy();
    };
    const watch = watchSilence(call.idleMs * call.patience, (limitMs) => stop(new ServerSilent(limitMs)));
    const onAbort = (): void => stop(abortError());
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The server closed the idle connection, so nothing was sent. Retry once with a new one.
      const stale = body === undefined && request.reusedSocket && error.code === 'ECONNRESET' && !isRetry;
      if (!stale) return stop(error);
      watch.stop();
      call.init.signal?.removeEventListener('abort', onAbort);
      send(call, true).then(resolve, reject);
    });
    request.on('response', (message) => {
      watch.limit(call.idleMs);
      body = new ResponseBody(message, watch, () => call.init.signal?.removeEventListener('abort', onAbort));
      resolve(toResponse(call.url, message, body));
    });
    if (call.init.signal?.aborted === true) return onAbort();
    call.init.signal?.addEventListener('abort', onAbort);
    // Our SDKs send JSON text only.
    request.end(typeof call.init.body === 'string' ? call.init.body : undefined);
  });
}

function open({ url, init }: Call): ClientRequest {
  const headers: Record<string, string> = {};
  new Headers(init.headers).forEach((value, name) => (headers[name] = value));
  const method = init.method ?? 'GET';
  if (url.protocol === 'http:') return httpRequest(url, { method, headers, agent: httpAgent });
  if (url.protocol === 'https:') return httpsRequest(url, { method, headers, agent: httpsAgent });
  throw new TypeError(`Only http and https addresses are supported, not ${url.protocol}`);
}

/** The parts of a `Response` that the SDKs use. A real one would require a web stream per response. */
function toResponse(url: URL, message: IncomingMessage, body: ResponseBody): Response {
  const status = message.statusCode ?? 0;
  const headers = new Headers();
  const { rawHeaders } = message;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '');
  const response = {
    ok: status >= 200 && status < 300,
    status,
    statusText: message.statusMessage ?? '',
    headers,
    url: url.href,
    redirected: false,
    bodyUsed: false,
    type: 'basic',
    body,
    text: () => body.text(),
    json: async () => JSON.parse(await body.text()) as unknown,
  };
  // The SDKs read only the members above.
  return response as unknown as Response;
}

function abortError(): Error {
  return new DOMException('The request was canceled.', 'AbortError');
}
