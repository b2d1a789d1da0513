// HTTP on the gateway's port: Host and Origin first, then routes by path, then the pages.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { hasScope, OPERATOR_SCOPES } from '#contract/scopes.ts';
import type { GatewayOptions } from '../create-gateway.ts';
import type { GatewayCore } from '../gateway-core.ts';
import { refuseForeign } from '../sign-in/own-address.ts';
import { sameSecret } from '../sign-in/shared-secret.ts';
import { ROUTES } from './routes.ts';
import { servePages, type PageServer } from './pages.ts';
import { sendJson, sendText, type Exchange, type Route } from './route.ts';
import { setSecurityHeaders } from './security-headers.ts';

const UNAUTHORIZED = { error: { message: 'Unauthorized', type: 'unauthorized' } };
const PAGE_VERBS = ['GET', 'HEAD'];

/** Makes the function that answers requests. */
export function createRouter(
  core: GatewayCore,
  options: GatewayOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  let pages: Promise<PageServer> | undefined;
  return async (request, response) => {
    const port = core.address()?.port ?? 0;
    setSecurityHeaders(response, port);
    const refused = refuseForeign(request.headers, port, options.origins);
    if (refused !== undefined)
      return sendJson({ request, response }, 403, {
        error: { message: refused.message, type: 'forbidden', ...refused.details },
      });
    const path = pathOf(request);
    const exchange: Exchange = {
      request,
      response,
      core,
      source: request.headers.origin ?? request.socket.remoteAddress ?? 'unknown',
    };
    const route = ROUTES.find(({ paths }) => paths.includes(path));
    try {
      if (route !== undefined) return await answer(route, exchange);
      if (options.pages === undefined || !isPage(path, request)) return sendText(response, 404, 'Not Found');
      (await (pages ??= servePages(options.pages)))(request, response, () => sendText(response, 404, 'Not Found'));
    } catch (error) {
      core.services.log.part('gateway').error('HTTP request failed', {
        path,
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
      if (!response.headersSent)
        sendJson(exchange, 500, { error: { message: 'The request failed; see the log.', type: 'internal' } });
    }
  };
}

async function answer(route: Route, exchange: Exchange): Promise<void> {
  if (!route.verbs.includes(exchange.request.method ?? '')) {
    exchange.response.setHeader('Allow', route.verbs.join(', '));
    return sendText(exchange.response, 405, 'Method Not Allowed');
  }
  if (route.scope !== 'none' && !isAuthorised(route, exchange)) return sendJson(exchange, 401, UNAUTHORIZED);
  await route.handle(exchange);
}

/** The gateway's secret as a bearer holds all scopes. */
function isAuthorised({ scope }: Route, { core, request, source }: Exchange): boolean {
  if (scope === 'none' || core.limiter.lockedFor(source) > 0) return scope === 'none';
  const bearer = /^Bearer (\S{1,512})$/.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined && sameSecret(bearer, core.services.token.reveal())) return hasScope(OPERATOR_SCOPES, scope);
  if (bearer !== undefined) core.limiter.failed(source);
  return false;
}

function isPage(path: string, request: IncomingMessage): boolean {
  return PAGE_VERBS.includes(request.method ?? '') && !path.startsWith('/api/') && !path.startsWith('/auth/');
}

function pathOf({ url }: IncomingMessage): string {
  const target = url ?? '/';
  const query = target.indexOf('?');
  return query === -1 ? target : target.slice(0, query);
}
