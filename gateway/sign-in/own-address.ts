// Host and Origin: a request counts only when it names this gateway exactly. Keeps rebinding names and foreign pages out.
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { PeerRefusal } from './peer.ts';

const LOOPBACK_NAMES = ['127.0.0.1', 'localhost', '[::1]'];

/** Checks the headers of a request or upgrade; `undefined` when they are ours. */
export function refuseForeign(
  headers: IncomingHttpHeaders,
  port: number,
  alsoAllowed: readonly string[] = [],
): PeerRefusal | undefined {
  if (!isOwnHost(headers.host, port))
    return refusal('host not allowed: use the address that Gatehouse printed', 'HOST_NOT_ALLOWED', 'host not allowed');
  const origin = headers.origin;
  if (origin === undefined || isOwnOrigin(origin, port) || alsoAllowed.includes(origin)) return undefined;
  return refusal(
    'origin not allowed: open the page from this gateway',
    'CONTROL_UI_ORIGIN_NOT_ALLOWED',
    'origin not allowed',
  );
}

const FORWARDING_HEADERS = ['x-forwarded-for', 'x-real-ip', 'forwarded'];

/** Tells whether a request came from this machine itself. What a proxy passes on comes from elsewhere. */
export function isLoopback({ headers, socket }: IncomingMessage): boolean {
  if (FORWARDING_HEADERS.some((name) => headers[name] !== undefined)) return false;
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  return address === '::1' || address.startsWith('127.');
}

/** The refusal of a browser client that sends no Origin. */
export const ORIGIN_MISSING: PeerRefusal = refusal(
  'origin not allowed: open the page from this gateway',
  'CONTROL_UI_ORIGIN_NOT_ALLOWED',
  'origin missing or invalid',
);

function isOwnHost(host: string | undefined, port: number): boolean {
  return host !== undefined && LOOPBACK_NAMES.some((name) => host.toLowerCase() === `${name}:${port}`);
}

function isOwnOrigin(origin: string, port: number): boolean {
  return LOOPBACK_NAMES.some((name) => origin === `http://${name}:${port}`);
}

function refusal(message: string, code: string, reason: string): PeerRefusal {
  return { message, details: { code, reason } };
}
