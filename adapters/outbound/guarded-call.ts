// Requests to untrusted addresses. Each hop is resolved once, checked, and sent to exactly the checked address.
import { takeStart } from '#contract/types/truncate-text.ts';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { OutboundError, type Outbound, type OutboundAnswer, type OutboundRequest } from '#core/ports/outbound.ts';
import type { OutboundLedger } from '#core/ports/outbound-ledger.ts';
import type { Environment } from '../configuration/substitution.ts';
import { findProxy, ProxyInvalid, selectAgent } from './proxy.ts';
import { readBody } from './read-body.ts';
import { recordCall, type RecordedCall } from './record-call.ts';
import { readableText } from './readable-text.ts';
import { checkAddress, resolveBySystem, type CheckedAddress, type Resolve } from './resolve-host.ts';
import { untilAborted } from './until-aborted.ts';

const MAX_REDIRECTS = 3;
/** Time without data after which a request fails, ms. */
const IDLE_MS = 10_000;
const MAX_URL_LENGTH = 8_192;
/** Headers that are sent to another origin after a redirect. */
const HARMLESS_HEADERS: ReadonlySet<string> = new Set(['accept', 'accept-language', 'user-agent']);

/** Options of the client. */
export interface OutboundOptions {
  readonly ledger: OutboundLedger;
  /** Replaces the DNS lookup of the system. */
  readonly resolve?: Resolve;
  /** Environment variables with the HTTP proxy. */
  readonly environment?: Environment;
}

/** Creates the client for untrusted addresses. */
export function createOutbound({ ledger, resolve = resolveBySystem, environment = {} }: OutboundOptions): Outbound {
  return {
    toText: readableText,
    async call(request, signal) {
      const deadline = AbortSignal.timeout(request.timeoutMs);
      const either = AbortSignal.any([signal, deadline]);
      try {
        return await follow(request, either, { ledger, resolve, environment });
      } catch (error) {
        throw describeFailure(error, request, signal, deadline);
      }
    },
  };
}

interface Network {
  readonly ledger: OutboundLedger;
  readonly resolve: Resolve;
  readonly environment: Environment;
}

async function follow(first: OutboundRequest, signal: AbortSignal, network: Network): Promise<OutboundAnswer> {
  let request = first;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const { answer, next } = await takeHop(request, signal, network);
    if (answer !== undefined) return answer;
    request = next;
  }
  throw new OutboundError('redirects', `Too many redirects (the limit is ${MAX_REDIRECTS}).`);
}

type Hop =
  | { readonly answer: OutboundAnswer; readonly next?: undefined }
  | { readonly answer?: undefined; readonly next: OutboundRequest };

/** One request, recorded in the ledger until its response was read. */
async function takeHop(request: OutboundRequest, signal: AbortSignal, network: Network): Promise<Hop> {
  const url = parseAddress(request.url);
  const blocking = new AbortController();
  const record = recordCall(network.ledger, request.caller, url, (error) => blocking.abort(error));
  const either = AbortSignal.any([signal, blocking.signal]);
  try {
    const route = await untilAborted(findRoute(url, request.knownServices, network), either);
    const message = await send(url, route, request, { signal: either, record });
    const hop = await readHop(message, url, request);
    record.end();
    return hop;
  } catch (error) {
    record.end(error instanceof OutboundError && error.code === 'private-address' ? 'refused' : undefined);
    // The ledger aborts with an error.
    throw blocking.signal.aborted ? (blocking.signal.reason as Error) : error;
  }
}

async function readHop(message: IncomingMessage, url: URL, request: OutboundRequest): Promise<Hop> {
  const target = redirectTarget(message, url);
  if (target === undefined || (request.sameHostOnly && target.host !== url.host)) {
    const answer = await readAnswer(url, message, request.maxBytes);
    return { answer: target === undefined ? answer : { ...answer, redirectTo: target.href } };
  }
  message.destroy();
  if (url.protocol === 'https:' && target.protocol !== 'https:')
    throw new OutboundError(
      'redirects',
      `${url.host} redirects from https to ${target.protocol.slice(0, -1)}, which isn't allowed.`,
    );
  return { next: redirected(request, url, target, message.statusCode ?? 0) };
}

function parseAddress(text: string): URL {
  const url = text.length > MAX_URL_LENGTH ? null : URL.parse(text);
  if (url === null) throw new OutboundError('bad-address', "This isn't a web address.");
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw new OutboundError('bad-address', `Only http and https addresses are supported, not ${url.protocol}`);
  if (url.username !== '' || url.password !== '')
    throw new OutboundError('bad-address', "Addresses that contain a user name or password aren't allowed.");
  return url;
}

type Route = Pick<RequestOptions, 'lookup' | 'agent'>;

/**
 * Directly to the checked address, or through the proxy. The proxy looks up the name itself, and may know names that are unknown
 * here, so only what is known here is checked: what else it may call is its own policy.
 */
async function findRoute(url: URL, knownServices: readonly string[], network: Network): Promise<Route> {
  const proxy = findProxy(url, network.environment);
  const checked = checkAddress(url, knownServices, network.resolve);
  if (proxy === undefined) return { agent: false, lookup: toLookup(await checked) };
  await checked.catch((error: unknown) => {
    if (!(error instanceof OutboundError) || error.code !== 'not-found') throw error;
  });
  return { agent: selectAgent(url, proxy) };
}

/** Depending on the platform, Node asks for one or all addresses. It gets the checked one. */
function toLookup(to: CheckedAddress): LookupFunction {
  return (_name, options, done) => (options.all === true ? done(null, [to]) : done(null, to.address, to.family));
}

function send(
  url: URL,
  route: Route,
  request: OutboundRequest,
  { signal, record }: { readonly signal: AbortSignal; readonly record: RecordedCall },
): Promise<IncomingMessage> {
  const { method, headers, body } = request;
  const options: RequestOptions = {
    method,
    headers: { ...headers, 'accept-encoding': 'gzip, deflate, br' },
    ...route,
    signal,
    timeout: IDLE_MS,
  };
  return new Promise((resolve, reject) => {
    const call = url.protocol === 'https:' ? httpsRequest(url, options) : httpRequest(url, options);
    record.counts(call);
    call.on('response', resolve);
    call.on('error', reject);
    call.on('timeout', () => call.destroy(new OutboundError('timeout', `${url.host} stopped sending data.`)));
    call.end(body);
  });
}

function redirectTarget({ statusCode = 0, headers }: IncomingMessage, from: URL): URL | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode) || headers.location === undefined) return undefined;
  return URL.parse(headers.location, from.href) ?? undefined;
}

/** The next hop. Another origin gets neither credentials nor a body; see Fetch, "HTTP-redirect fetch". */
function redirected(request: OutboundRequest, from: URL, to: URL, status: number): OutboundRequest {
  const { body, headers, ...rest } = request;
  const isElsewhere = to.origin !== from.origin;
  const kept = isElsewhere
    ? Object.fromEntries(Object.entries(headers).filter(([name]) => HARMLESS_HEADERS.has(name.toLowerCase())))
    : headers;
  const keepsBody = !isElsewhere && (status === 307 || status === 308);
  const method = keepsBody || request.method !== 'POST' ? request.method : 'GET';
  return { ...rest, url: to.href, headers: kept, method, ...(keepsBody && body !== undefined ? { body } : {}) };
}

async function readAnswer(url: URL, message: IncomingMessage, maxBytes: number): Promise<OutboundAnswer> {
  const [type = '', ...parameters] = (message.headers['content-type'] ?? '').split(';');
  const charset = parameters.map((one) => /^\s*charset="?([\w-]{1,40})"?\s*$/i.exec(one)?.[1]).find(Boolean);
  const { bytes, isTruncated } = await readBody(message, maxBytes);
  const contentType = type.trim().toLowerCase();
  return { url: url.href, status: message.statusCode ?? 0, contentType, charset, bytes, isTruncated };
}

function describeFailure(
  error: unknown,
  { url, timeoutMs }: OutboundRequest,
  signal: AbortSignal,
  deadline: AbortSignal,
): Error {
  if (error instanceof OutboundError) return error;
  if (error instanceof ProxyInvalid) return new OutboundError('unreachable', error.message, { cause: error });
  const host = URL.parse(url)?.host ?? takeStart(url, 100);
  if (signal.aborted) return new OutboundError('aborted', 'The request was canceled.', { cause: error });
  if (deadline.aborted)
    return new OutboundError('timeout', `${host} didn't respond within ${timeoutMs / 1000} s.`, { cause: error });
  return new OutboundError('unreachable', `Couldn't reach ${host}.`, { cause: error });
}
