// Defines HTTP routes and their responses.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Scope } from '#contract/wire/scopes.ts';
import type { GatewayCore } from '../server/gateway-core.ts';
import type { RequestOrigin } from '../access/sign-in/request-origin.ts';
import type { HttpCaller } from './authenticate.ts';
import { clientPrincipal } from '#core/principal.ts';

/** One request on its way. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly core: GatewayCore;
  /** Whose failed logins are counted together. */
  readonly source: string;
  readonly requestOrigin: RequestOrigin;
  /** The decoded placeholders of the path. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** Who asks; a route without scope has {@link NOBODY}. */
  readonly caller: HttpCaller;
}

/** The caller of a route that answers anybody. */
export const NOBODY: HttpCaller = { principal: clientPrincipal({ kind: 'client', name: 'http' }, []) };

/** A route of the gateway. Who may call it is declared, not left to the handler. */
export interface Route {
  /** Exact, or with placeholders: `/v1/models/{id*}`. */
  readonly paths: readonly string[];
  readonly verbs: readonly string[];
  /** `none`: answers anybody who passed Host and Origin. */
  readonly scope: Scope | 'none';
  handle(exchange: Exchange): void | Promise<void>;
}

/** Checks a route's types. */
export function defineRoute(route: Route): Route {
  return route;
}

/** Answers with JSON; a HEAD request gets the headers only. */
export function sendJson(
  { request, response }: Pick<Exchange, 'request' | 'response'>,
  status: number,
  body: unknown,
): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(request.method === 'HEAD' ? undefined : text);
}

/** Answers with plain text. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, {
    'Content-Type': type,
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
