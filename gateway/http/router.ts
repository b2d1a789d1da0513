// HTTP on the gateway's port: Host and Origin checks, then routes, then the app's pages.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { databaseIsNewer, GatewayError } from '#contract/wire/errors.ts';
import { hasScope, type Scope } from '#contract/wire/scopes.ts';
import type { GatewayCore } from '../server/gateway-core.ts';
import { loginSource } from '../access/sign-in/login-source.ts';
import { ORIGIN_REFUSED, toRefusalError, type PeerRefusal } from '../access/sign-in/own-address.ts';
import { readRequestOrigin, type RequestOrigin } from '../access/sign-in/request-origin.ts';
import { authenticateBearer, parseBearer, type HttpCaller } from './authenticate.ts';
import { isPublicWebhook } from './channel-webhook-route.ts';
import { matchPath } from './match-path.ts';
import { isOpenAiPath, toErrorBody } from './openai/openai-error.ts';
import { ROUTES } from './routes.ts';
import { servePages, type PageServer } from './pages.ts';
import { missingScope } from '../server/dispatch/access-errors.ts';
import { NOBODY, READ_VERBS, sendJson, sendText, toStatus, type Exchange, type Route } from './route.ts';
import { loggedPath } from './share-path.ts';
import { setSecurityHeaders } from './security-headers.ts';

const UNAUTHORIZED = { message: 'Unauthorized', type: 'unauthorized' };
/** Requests that call a model. */
const CHAT_PATHS: ReadonlySet<string> = new Set(['/v1/chat/completions', '/v1/responses']);

/** The source of the app's pages. */
export interface PageOptions {
  /** Folder of the built pages; without it only the API is served. */
  readonly pages?: string;
  /** Additional origins whose pages may connect: the development server's. */
  readonly origins?: readonly string[];
}

/** Creates the function that handles requests. */
export function createRouter(
  core: GatewayCore,
  options: PageOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let pages: Promise<PageServer> | undefined;
  return async (request, response) => {
    setSecurityHeaders(response, core.address()?.port ?? 0);
    const requestOrigin = readRequestOrigin(request, core, options.origins);
    const [given = '', query] = (request.url ?? '/').split(/\?(.*)/s);
    const path = normalizePath(given);
    const refused = findRefusal(core, request, requestOrigin, path);
    if (refused !== undefined) return sendError({ request, response, path }, 403, toRefusalError(refused));
    // An absolute URL has a second host name.
    if (!path.startsWith('/')) return sendText(response, 400, 'Bad Request');
    const found = findRoute(path, request.method);
    const placeholders = found?.placeholders ?? {};
    const parsed = { path, query: new URLSearchParams(query), placeholders };
    const exchange: Exchange = { request, response, core, ...parsed, requestOrigin, caller: NOBODY };
    measure(exchange, found?.name ?? 'pages');
    try {
      if (found !== undefined) return await handle(found.route, exchange);
      if (isOpenAiPath(path)) return refuseUnknownUrl(exchange);
      if (options.pages === undefined || !isPage(exchange)) return sendText(response, 404, 'Not Found');
      (await (pages ??= servePages(options.pages)))(request, response, () => sendText(response, 404, 'Not Found'));
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      core.services.log.part('gateway').error('HTTP request failed.', { path: loggedPath(path), error: text });
      if (!response.headersSent)
        sendError(exchange, 500, { message: 'Internal error. See the log.', type: 'internal' });
    }
  };
}

/** Without a slash at the end. Base URLs that end in a slash also cause double slashes. */
function normalizePath(path: string): string {
  const merged = path.startsWith('/v1') || path.startsWith('//v1') ? path.replaceAll(/\/{2,}/g, '/') : path;
  return merged.length > 1 && merged.endsWith('/') ? merged.slice(0, -1) : merged;
}

/** Responds with an error. */
function sendError(
  exchange: Pick<Exchange, 'request' | 'response' | 'path'>,
  status: number,
  error: Readonly<Record<string, unknown>>,
): void {
  sendJson(exchange, status, isOpenAiPath(exchange.path) ? toErrorBody(error) : { error });
}

function refuseUnknownUrl(exchange: Exchange): void {
  const { request, path } = exchange;
  const message = `Unknown URL: ${request.method} ${path}. See docs/http-api.md for the supported ones.`;
  sendError(exchange, 404, { message, type: 'invalid_request_error', code: 'unknown_url' });
}

/** Of the pages that may connect, only the gateway's own sign in and out. Webhooks have a public name. */
function findRefusal(
  { services }: GatewayCore,
  request: IncomingMessage,
  { refused, origin, isOwnPage }: RequestOrigin,
  path: string,
): PeerRefusal | undefined {
  if (isPublicWebhook(request, path, services.config.settings().gateway.publicUrl)) return undefined;
  return refused ?? (origin !== undefined && !isOwnPage && path.startsWith('/auth/') ? ORIGIN_REFUSED : undefined);
}

/** The first route for the path that has the verb; otherwise the first one for the path. */
function findRoute(path: string, verb = '') {
  let other;
  for (const route of ROUTES)
    for (const name of route.paths) {
      const placeholders = matchPath(name, path);
      if (placeholders === undefined) continue;
      const found = { route, name, placeholders };
      if (route.verbs.includes(verb)) return found;
      other ??= found;
    }
  return other;
}

/** Counts the request when the response has been sent or the client has disconnected. */
function measure({ core, response }: Exchange, name: string): void {
  const { clock } = core.services;
  const startedAt = clock.monotonic();
  response.once('close', () => {
    const status = response.headersSent ? String(response.statusCode) : 'gone';
    core.metrics.request('http', name, status, clock.monotonic() - startedAt);
  });
}

async function handle(route: Route, exchange: Exchange): Promise<void> {
  const { request, response } = exchange;
  if (!route.verbs.includes(request.method ?? '')) {
    response.setHeader('Allow', route.verbs.join(', '));
    if (!isOpenAiPath(exchange.path)) return sendText(response, 405, 'Method Not Allowed');
    const message = `${request.method} is not allowed here. Use ${route.verbs.join(' or ')}.`;
    return sendError(exchange, 405, { message, type: 'invalid_request_error', code: 'method_not_allowed' });
  }
  const admitted = route.scope === 'none' ? exchange : await admit(route.scope, exchange);
  if (admitted === undefined) return;
  if (isRefusedReadOnly(admitted)) {
    const { message, extras } = databaseIsNewer(`${request.method} ${admitted.path}`);
    return sendError(admitted, 409, { message, type: 'invalid_request_error', code: extras.details?.code });
  }
  try {
    await route.handle(admitted);
  } catch (error) {
    if (!(error instanceof GatewayError) || route.refuse === undefined || response.headersSent) throw error;
    const status = toStatus(error);
    if (status === 413) response.setHeader('Connection', 'close');
    route.refuse(admitted, error, status);
  }
}

/** While the database is read-only, people can sign in and read. */
function isRefusedReadOnly({ core, request, path }: Exchange): boolean {
  return core.services.store.isReadOnly && !READ_VERBS.includes(request.method ?? '') && !path.startsWith('/auth/');
}

/** The exchange with its caller; undefined when the request was rejected. */
async function admit(scope: Scope, exchange: Exchange): Promise<Exchange | undefined> {
  const { core, request, requestOrigin } = exchange;
  const { source, isLoopback } = requestOrigin;
  if (isLocked(exchange)) return undefined;
  const bearer = parseBearer(request.headers.authorization);
  const named = bearer === undefined ? undefined : await authenticateBearer(core, bearer, requestOrigin);
  // Concurrent attempts are counted one at a time, so that late answers give no extra tries.
  if (bearer !== undefined && isLocked(exchange)) return undefined;
  // The gateway's own secret is valid on this machine only; elsewhere, an API key is required.
  const caller = named?.key === undefined && !isLoopback ? undefined : named;
  if (caller === undefined) {
    const delay = bearer === undefined ? 0 : core.limiter.failed(source);
    if (delay > 0) await new Promise<void>((resolve) => core.services.clock.after(delay, resolve));
    sendError(exchange, 401, UNAUTHORIZED);
    return undefined;
  }
  if (!isWithinLimits(caller, exchange)) return undefined;
  if (hasScope(caller.principal.scopes, scope)) {
    core.identity.trackResponse(exchange.response, caller.key?.id);
    return { ...exchange, caller };
  }
  const { message, extras } = missingScope(scope);
  const error = { type: 'forbidden', message, details: extras.details };
  if (isOpenAiPath(exchange.path)) sendError(exchange, 403, error);
  else sendJson(exchange, 403, { ok: false, error });
  return undefined;
}

/** Rejects the request if its source is locked out. */
function isLocked({ core, requestOrigin, ...exchange }: Exchange): boolean {
  const locked = core.limiter.lockedFor(requestOrigin.source);
  if (locked > 0) refuseRate(exchange, locked, 'Too many failed attempts. Try again later.');
  return locked > 0;
}

/** Counts a request, and rejects it beyond the limit. An API key has its own limit in addition. */
function isWithinLimits({ key }: HttpCaller, { core, requestOrigin, ...exchange }: Exchange): boolean {
  const { request, response, path } = exchange;
  const isRead = READ_VERBS.includes(request.method ?? '');
  const kind = !isRead && CHAT_PATHS.has(path) ? 'chatSend' : isRead ? 'read' : 'write';
  const general = core.rates.count(kind, key?.id ?? loginSource(undefined, requestOrigin.address), path);
  const status = key === undefined || general.retryAfterMs > 0 ? general : core.identity.keys.count(key);
  response.setHeader('RateLimit-Limit', status.limit);
  response.setHeader('RateLimit-Remaining', status.remaining);
  response.setHeader('RateLimit-Reset', Math.ceil(status.resetMs / 1000));
  if (status.retryAfterMs === 0) return true;
  const subject = key === undefined ? 'There were' : 'This key made';
  refuseRate(exchange, status.retryAfterMs, `${subject} too many requests. Try again later.`);
  return false;
}

function refuseRate(
  exchange: Pick<Exchange, 'request' | 'response' | 'path'>,
  retryAfterMs: number,
  message: string,
): void {
  exchange.response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1000));
  sendError(exchange, 429, { message, type: 'rate_limited' });
}

/** Paths of the API, at which no page is served. */
const API_PATHS = ['/api/', '/auth/', '/files/', '/hooks/', '/tools/', '/metrics', '/share/', '/web-chat/'];

function isPage({ path, request }: Exchange): boolean {
  return READ_VERBS.includes(request.method ?? '') && !API_PATHS.some((start) => path.startsWith(start));
}
