// Security headers of every response: our pages run only our scripts and connect only to this gateway.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isEncrypted } from '../access/sign-in/own-address.ts';

/** How long a browser that connected over TLS never uses plain HTTP here, s: one year. */
const STRICT_TRANSPORT_SECONDS = 31_536_000;

/** Sets the headers. Pages open their WebSocket on our `port`. */
export function setSecurityHeaders(response: ServerResponse, port: number): void {
  // Not on loopback, where other programs serve plain HTTP. Behind a proxy, it is the proxy that serves TLS.
  if (isEncrypted(response.req)) response.setHeader('Strict-Transport-Security', `max-age=${STRICT_TRANSPORT_SECONDS}`);
  const sockets = ['127.0.0.1', 'localhost'].map((name) => `ws://${name}:${port}`).join(' ');
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    // The editor, the terminal and the virtual list set styles from script.
    "style-src 'self' 'unsafe-inline'",
    `connect-src 'self' ${sockets}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "worker-src 'self' blob:",
    "manifest-src 'self'",
    // Previews are on other ports of the same host.
    `frame-src ${findPreviews(response.req)}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ];
  response.setHeader('Content-Security-Policy', policy.join('; '));
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('X-Frame-Options', 'DENY');
  response.setHeader('Referrer-Policy', 'no-referrer');
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
  response.setHeader('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
}

/** Other ports of the host that a page was requested from. Policies can't name IPv6 addresses. */
function findPreviews(request: IncomingMessage): string {
  const name = /^([0-9a-z.-]+)(?::\d+)?$/i.exec(request.headers.host ?? '')?.[1];
  return name === undefined ? "'none'" : `${isEncrypted(request) ? 'https' : 'http'}://${name}:*`;
}
