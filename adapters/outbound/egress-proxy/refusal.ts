// The proxy's own responses: plain text that says what to change.
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { OutboundError } from '#core/ports/outbound.ts';

/** A response of the proxy itself. */
export interface Refusal {
  readonly status: number;
  /** Stable, for programs. */
  readonly code: string;
  readonly message: string;
}

const STATUSES: Readonly<Record<OutboundError['code'], number>> = {
  'bad-address': 400,
  'private-address': 403,
  'not-allowed': 403,
  blocked: 403,
  'not-found': 502,
  redirects: 502,
  timeout: 504,
  unreachable: 502,
  aborted: 502,
};

/** The response for a failed attempt. */
export function toRefusal(error: unknown): Refusal {
  if (!(error instanceof OutboundError)) return { status: 502, code: 'unreachable', message: 'The request failed.' };
  return { status: STATUSES[error.code], code: error.code, message: error.message };
}

function toHeaders({ code, message }: Refusal): Readonly<Record<string, string>> {
  return {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': String(Buffer.byteLength(toBody(message))),
    'x-gatehouse-error': code,
    connection: 'close',
    ...(code === 'proxy-login-required' ? { 'proxy-authenticate': 'Basic realm="Gatehouse"' } : {}),
  };
}

const toBody = (message: string): string => `Gatehouse: ${message}\n`;

/** Answers a request. */
export function refuseRequest(response: ServerResponse, refusal: Refusal): void {
  if (response.headersSent) return void response.destroy();
  response.writeHead(refusal.status, toHeaders(refusal)).end(toBody(refusal.message));
}

/** Answers CONNECT, for which Node has no response object. */
export function refuseTunnel(client: Duplex, refusal: Refusal): void {
  const lines = Object.entries(toHeaders(refusal)).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}\r\n`;
  client.end(`${status}${lines.join('')}\r\n${toBody(refusal.message)}`);
}
