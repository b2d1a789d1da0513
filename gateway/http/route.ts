// What an HTTP route is, and how it answers.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Scope } from '#contract/scopes.ts';
import type { GatewayCore } from '../gateway-core.ts';

/** One request on its way. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly core: GatewayCore;
  /** Whose failed logins are counted together. */
  readonly source: string;
}

/** A route of the gateway. Who may call it is declared, not left to the handler. */
export interface Route {
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
export function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Length': Buffer.byteLength(text),
  });
  response.end(text);
}
