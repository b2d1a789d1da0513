// Requests with a complete http URL. For a host with a credential, the proxy uses TLS and adds the credential.
import { request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { pipeline } from 'node:stream';
import type { HostCredential } from '#core/outbound/host-credential.ts';
import { createUnpacker } from '../read-body.ts';
import { chooseCredential, revealingTexts, toAuthorization } from './credentials.ts';
import { dial, secure } from './dial.ts';
import { hasBody, requestHeaders, responseHeaders } from './forward-headers.ts';
import { parseAbsoluteForm } from './parse-target.ts';
import type { ProxyParts } from './proxy-parts.ts';
import { refuseRequest, toRefusal } from './refusal.ts';
import type { Tracked } from './track.ts';
import { withhold } from './withhold.ts';

/** Methods that reflect a request or open a tunnel. */
const REFUSED_METHODS: ReadonlySet<string> = new Set(['TRACE', 'TRACK', 'CONNECT']);

/** The lowest status that answers a request. */
const MIN_STATUS = 200;

/** A request that is sent on. */
interface Forwarded {
  readonly url: URL;
  readonly credential: HostCredential | undefined;
  readonly socket: Socket;
  readonly tracked: Tracked;
}

/** Serves one request. */
export async function serveRequest(
  request: IncomingMessage,
  response: ServerResponse,
  parts: ProxyParts,
): Promise<void> {
  const left = new AbortController();
  response.on('close', () => left.abort(new Error('The client closed the connection.')));
  let tracked: Tracked | undefined;
  try {
    const { method = 'GET' } = request;
    if (REFUSED_METHODS.has(method))
      return refuseRequest(response, { status: 405, code: 'bad-method', message: `${method} isn't supported.` });
    const plain = parseAbsoluteForm(request.url ?? '');
    const credentials = await parts.findCredentials(plain);
    const [first] = credentials;
    const url = first === undefined ? plain : toSecure(plain, first);
    const { verdict, credential } = chooseCredential(credentials, method, url);
    if (verdict === 'denied') return refuseRequest(response, readOnly(url));
    const network = parts.network();
    tracked = parts.track(url, network);
    const signal = AbortSignal.any([tracked.signal, left.signal]);
    const raw = await dial(url, network, signal);
    tracked.counts(raw);
    const socket = first === undefined ? raw : await secure(raw, url, signal);
    sendOn(request, response, { url, credential, socket, tracked }, parts);
  } catch (error) {
    tracked?.end(error);
    refuseRequest(response, toRefusal(error));
  }
}

/** The same URL with TLS. Credentials are never sent without it. */
function toSecure(plain: URL, { port }: HostCredential): URL {
  const url = new URL(plain);
  url.protocol = 'https:';
  url.port = String(port);
  return url;
}

function readOnly({ host }: URL) {
  return {
    status: 403,
    code: 'read-only-credential',
    message: `The credential for ${host} can only read. To allow changes, set its access to "write".`,
  };
}

function sendOn(
  request: IncomingMessage,
  response: ServerResponse,
  { url, credential, socket, tracked }: Forwarded,
  { limits }: ProxyParts,
): void {
  const authorization = credential === undefined ? undefined : toAuthorization(credential);
  const upstream = httpRequest({
    method: request.method ?? 'GET',
    path: `${url.pathname}${url.search}`,
    headers: requestHeaders(request.rawHeaders, url.host, authorization),
    setHost: false,
    createConnection: () => socket,
    maxHeaderSize: limits.maxHeaderBytes,
  });
  const end = (error?: unknown): void => {
    clearTimeout(timer);
    tracked.signal.removeEventListener('abort', stop);
    upstream.destroy();
    socket.destroy();
    tracked.end();
    if (error !== undefined) refuseRequest(response, toRefusal(error));
  };
  const stop = (): void => end(tracked.signal.reason);
  const timer = setTimeout(() => response.destroy(), limits.totalMs).unref();
  tracked.signal.addEventListener('abort', stop, { once: true });
  response.on('close', () => end());
  upstream.on('error', end);
  socket.setTimeout(limits.idleMs, () => response.destroy());
  upstream.on('response', (answer) => passBack(answer, response, url, credential));
  if (hasBody(request.rawHeaders)) request.pipe(upstream);
  else upstream.end();
}

function passBack(
  answer: IncomingMessage,
  response: ServerResponse,
  url: URL,
  credential: HostCredential | undefined,
): void {
  // Node reads such a status, but throws when it is written.
  if ((answer.statusCode ?? 0) < MIN_STATUS) {
    answer.destroy();
    return refuseRequest(response, INVALID_STATUS);
  }
  const toLocation = (location: string): string => toPlain(location, url);
  const failed = (error: Error | null | undefined): void => {
    if (error) response.destroy();
  };
  const pass = (revealing: readonly string[], isUnpacked = false): void => {
    const headers = responseHeaders(answer.rawHeaders, { revealing, toLocation, isUnpacked });
    response.writeHead(answer.statusCode ?? 502, headers);
    response.flushHeaders();
  };
  if (credential === undefined) {
    pass([]);
    return void pipeline(answer, response, failed);
  }
  const revealing = revealingTexts(credential);
  const encoding = answer.headers['content-encoding'] ?? 'identity';
  // The server was asked not to compress. If it does so, a returned credential must be found anyway.
  const unpack = createUnpacker(encoding);
  if (unpack === undefined && encoding !== 'identity') {
    answer.destroy();
    return refuseRequest(response, UNKNOWN_ENCODING);
  }
  pass(revealing, unpack !== undefined);
  if (unpack === undefined) pipeline(answer, withhold(revealing), response, failed);
  else pipeline(answer, unpack, withhold(revealing), response, failed);
}

const INVALID_STATUS = {
  status: 502,
  code: 'bad-response',
  message: 'The server sent an invalid HTTP status.',
};

const UNKNOWN_ENCODING = {
  status: 502,
  code: 'bad-encoding',
  message: "The response has an encoding that isn't supported for hosts with a credential.",
};

/** A redirect within a host with a credential leads through the proxy again; others are passed on as they are. */
function toPlain(location: string, from: URL): string {
  const target = URL.parse(location, from.href);
  if (from.protocol !== 'https:' || target === null || target.origin !== from.origin) return location;
  return `http://${target.host}${target.pathname}${target.search}${target.hash}`;
}
