// Defines HTTP routes and their responses.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { GatewayError } from '#contract/wire/errors.ts';
import type { Scope } from '#contract/wire/scopes.ts';
import type { GatewayCore } from '../server/gateway-core.ts';
import type { RequestOrigin } from '../access/sign-in/request-origin.ts';
import type { HttpCaller } from './authenticate.ts';
import { clientPrincipal } from '#core/principal.ts';

/** A request, and the response to it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly core: GatewayCore;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly requestOrigin: RequestOrigin;
  /** The decoded placeholders of the path. */
  readonly placeholders: Readonly<Record<string, string>>;
  /** The caller; {@link NOBODY} on a route without scope. */
  readonly caller: HttpCaller;
}

/** The caller of a route that is open to everyone. */
export const NOBODY: HttpCaller = { principal: clientPrincipal({ kind: 'client', name: 'http' }, []) };

/** Verbs of a route that only reads. */
export const READ_VERBS: readonly string[] = ['GET', 'HEAD'];

/** A route of the gateway. Its scope is declared, so that no handler has to check it. */
export interface Route {
  /** Exact, or with placeholders: `/v1/models/{id*}`. */
  readonly paths: readonly string[];
  readonly verbs: readonly string[];
  /** `none`: open to every request with a valid Host and Origin. */
  readonly scope: Scope | 'none';
  handle(exchange: Exchange): void | Promise<void>;
  /** Responds to an expected failure of the handler, in the format of the route. */
  refuse?(exchange: Exchange, error: GatewayError, status: number): void;
}

/** An expected failure with the HTTP status to respond with. */
export class HttpError extends GatewayError {
  readonly status: number;

  constructor(status: number, message: string) {
    super('INVALID_REQUEST', message);
    this.status = status;
  }
}

/** The HTTP status for an expected failure. */
export function toStatus(error: GatewayError): number {
  if (error instanceof HttpError) return error.status;
  if (error.code === 'UNAVAILABLE') return 503;
  if (error.extras.details?.code === 'DATABASE_READ_ONLY') return 409;
  return error.code === 'FORBIDDEN' ? 403 : 400;
}

/** Type-checks a route. */
export function defineRoute(route: Route): Route {
  return route;
}

/** Responds with JSON; a HEAD request gets the headers only. */
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

/** Responds with plain text. */
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
