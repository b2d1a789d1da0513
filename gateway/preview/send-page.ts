// Sends the pages that a preview serves itself.
import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

const NONCE_BYTES = 16;
/** Headers of everything that a preview serves itself. */
export const OWN_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

/** Sends a page of ours. */
export function sendPage(response: ServerResponse, status: number, html: string, nonce = makeNonce()): void {
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; connect-src 'self'`;
  response.writeHead(status, {
    ...OWN_HEADERS,
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': policy,
  });
  response.end(html.replaceAll('nonce=""', `nonce="${nonce}"`));
}

/** A value that scripts of ours are marked with. */
export function makeNonce(): string {
  return randomBytes(NONCE_BYTES).toString('base64');
}
