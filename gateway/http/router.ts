// HTTP on the gateway's port: Host and Origin checks, then routes, then the app's pages.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasScope, type Scope } from '#contract/wire/scopes.ts';
import type { GatewayCore } from '../server/gateway-core.ts';
import { loginSource } from '../access/sign-in/login-source.ts';
import { readRequestOrigin } from '../access/sign-in/request-origin.ts';
import { authenticateBearer, parseBearer, type HttpCaller } from './authenticate.ts';
import { matchPath } from './match-path.ts';
import { ROUTES } from './routes.ts';
import { servePages, type PageServer } from './pages.ts';
import { NOBODY, sendJson, sendText, type Exchange, type Route } from './route.ts';
import { setSecurityHeaders } from './security-headers.ts';

const UNAUTHORIZED = { error: { message: 'Unauthorized', type: 'unauthorized' } };
const PAGE_VERBS = ['GET', 'HEAD'];
const READ_VERBS: ReadonlySet<string> = new Set(PAGE_VERBS);
/** Requests that start work of a model. */
const CHAT_PATHS: ReadonlySet<string> = new Set(['/v1/chat/completions', '/v1/responses']);

/** Where the app's pages come from. */
export interface PageOptions {
  /** Folder of the built pages; without it only the API is served. */
  readonly pages?: string;
  /** Additional origins whose pages may connect: the development server's. */
  readonly origins?: readonly string[];
}

/** Makes the function that answers requests. */
export function createRouter(
  core: GatewayCore,
  options: PageOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let pages: Promise<PageServer> | undefined;
  return async (request, response) => {
    const port = core.address()?.port ?? 0;
    setSecurityHeaders(response, port);
    const requestOrigin = readRequestOrigin(request, core, options.origins);
    const { refused } = requestOrigin;
    if (refused !== undefined)
      return sendJson({ request, response }, 403, {
        error: { message: refused.message, type: 'forbidden', ...refused.details },
      });
    const path = parsePath(request);
    // A whole address names its host a second time.
    if (!path.startsWith('/')) return sendText(response, 400, 'Bad Request');
    const found = findRoute(path);
    const exchange: Exchange = {
      request,
      response,
      core,
      source: requestOrigin.source,
      requestOrigin,
      placeholders: found?.placeholders ?? {},
      caller: NOBODY,
    };
    measure(exchange, found?.name ?? 'pages');
    try {
      if (found !== undefined) return await answer(found.route, exchange);
      if (options.pages === undefined || !isPage(path, request)) return sendText(response, 404, 'Not Found');
      (await (pages ??= servePages(options.pages)))(request, response, () => sendText(response, 404, 'Not Found'));
    } catch (error) {
      core.services.log.part('gateway').error('HTTP request failed.', {
        path,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      if (!response.headersSent)
        sendJson(exchange, 500, { error: { message: 'Internal error. See the log.', type: 'internal' } });
    }
  };
}

function findRoute(path: string) {
  for (const route of ROUTES)
    for (const name of route.paths) {
      const placeholders = matchPath(name, path);
      if (placeholders !== undefined) return { route, name, placeholders };
    }
  return undefined;
}

/** Counts the request when its answer is out, or the client gone. */
function measure({ core, response }: Exchange, name: string): void {
  const { clock } = core.services;
  const began = clock.monotonic();
  response.once('close', () =>
    core.metrics.request(
      'http',
      name,
      response.headersSent ? String(response.statusCode) : 'gone',
      clock.monotonic() - began,
    ),
  );
}

async function answer(route: Route, exchange: Exchange): Promise<void> {
  if (!route.verbs.includes(exchange.request.method ?? '')) {
    exchange.response.setHeader('Allow', route.verbs.join(', '));
    return sendText(exchange.response, 405, 'Method Not Allowed');
  }
  if (route.scope === 'none') return route.handle(exchange);
  const admitted = await admit(route.scope, exchange);
  if (admitted !== undefined) await route.handle(admitted);
}

/** The exchange with its caller; undefined when it was refused and answered. */
async function admit(scope: Scope, exchange: Exchange): Promise<Exchange | undefined> {
  const { core, request, source, requestOrigin } = exchange;
  if (isLocked(exchange)) return undefined;
  const bearer = parseBearer(request.headers.authorization);
  const named = bearer === undefined ? undefined : await authenticateBearer(core, bearer, requestOrigin);
  // Many tries at once count one after the other: those that were answered late are not better than those before them.
  if (bearer !== undefined && isLocked(exchange)) return undefined;
  // The gateway's own secret counts on this machine only; whoever comes from beyond it has a key of its own.
  const caller = named?.key === undefined && !requestOrigin.isLoopback ? undefined : named;
  if (caller === undefined) {
    const delay = bearer === undefined ? 0 : core.limiter.failed(source);
    if (delay > 0) await new Promise<void>((resolve) => core.services.clock.after(delay, resolve));
    sendJson(exchange, 401, UNAUTHORIZED);
    return undefined;
  }
  if (!withinLimits(caller, exchange)) return undefined;
  if (hasScope(caller.principal.scopes, scope)) {
    core.identity.trackResponse(exchange.response, caller.key?.id);
    return { ...exchange, caller };
  }
  const details = { code: 'MISSING_SCOPE', missingScope: scope, requiredScopes: [scope] };
  sendJson(exchange, 403, {
    ok: false,
    error: { type: 'forbidden', message: `missing scope: ${scope}`, details },
  });
  return undefined;
}

/** Answers whoever guessed too often. */
function isLocked(exchange: Exchange): boolean {
  const locked = exchange.core.limiter.lockedFor(exchange.source);
  if (locked === 0) return false;
  exchange.response.setHeader('Retry-After', Math.ceil(locked / 1000));
  sendJson(exchange, 429, { error: { message: 'Too many failed attempts. Try again later.', type: 'rate_limited' } });
  return true;
}

/** Counts one request; false when there were too many and the answer was sent. A key has its own limit besides that of all. */
function withinLimits({ key }: HttpCaller, exchange: Exchange): boolean {
  const { core, request, response, requestOrigin } = exchange;
  const isRead = READ_VERBS.has(request.method ?? '');
  const kind = !isRead && CHAT_PATHS.has(parsePath(request)) ? 'chatSend' : isRead ? 'read' : 'write';
  const general = core.rates.count(kind, key?.id ?? loginSource(undefined, requestOrigin.address), parsePath(request));
  const standing = key === undefined || general.retryAfterMs > 0 ? general : core.identity.keys.count(key);
  response.setHeader('RateLimit-Limit', standing.limit);
  response.setHeader('RateLimit-Remaining', standing.remaining);
  response.setHeader('RateLimit-Reset', Math.ceil(standing.resetMs / 1000));
  if (standing.retryAfterMs === 0) return true;
  response.setHeader('Retry-After', Math.ceil(standing.retryAfterMs / 1000));
  const who = key === undefined ? 'There were' : 'This key made';
  sendJson(exchange, 429, { error: { message: `${who} too many requests. Try again later.`, type: 'rate_limited' } });
  return false;
}

/** The API's part of the paths: a page is never served there. */
const API_PATHS = ['/api/', '/auth/', '/v1/', '/hooks/', '/tools/', '/metrics'];

function isPage(path: string, request: IncomingMessage): boolean {
  return PAGE_VERBS.includes(request.method ?? '') && !API_PATHS.some((start) => path.startsWith(start));
}

function parsePath({ url }: IncomingMessage): string {
  const target = url ?? '/';
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}
