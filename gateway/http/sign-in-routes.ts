// Browser sign-in with a single-use code, and sign-out.
import { defined } from '#contract/types/defined.ts';
import { OPERATOR_SCOPES } from '#contract/wire/scopes.ts';
import type { IncomingMessage } from 'node:http';
import { readJsonObject } from './request-body.ts';
import { SESSION_COOKIE } from '../access/sign-in/browser-sign-in.ts';
import { isEncrypted } from '../access/sign-in/own-address.ts';
import { isBrowserKey } from '../access/sign-in/key-signature.ts';
import { readCookie, sessionCookie } from './cookies.ts';
import { defineRoute, sendJson, type Exchange } from './route.ts';
import { clientPrincipal } from '#core/principal.ts';

/** A code has 43 characters, so a larger body is no sign-in. */
const MAX_BODY_BYTES = 4 * 1024;
/** Time for the body to arrive, ms. */
const BODY_TIMEOUT_MS = 10_000;
const MAX_AGENT_CHARS = 300;

/** Exchanges a code for a session. The response doesn't say why a code was rejected. */
export const SIGN_IN_ROUTE = defineRoute({
  paths: ['/auth/session'],
  verbs: ['POST', 'GET'],
  scope: 'none',
  async handle(exchange) {
    const { core, request, response } = exchange;
    const { source } = exchange.requestOrigin;
    if (request.method === 'GET') return sendJson(exchange, 200, { signedIn: await isSignedIn(exchange) });
    // Read before the limit is checked, so that concurrent requests that wait for their body all count.
    const { code, publicKey } = await readSignIn(exchange);
    // A client that disconnected has not tried anything.
    if (!request.complete && request.destroyed) return;
    const locked = core.limiter.lockedFor(source);
    if (locked > 0) {
      response.setHeader('Retry-After', Math.ceil(locked / 1000));
      return refuse(exchange, 429, 'rate_limited', 'Too many attempts. Wait a few minutes, then use a new link.');
    }
    if (code !== undefined && publicKey === undefined) {
      core.limiter.failed(source);
      return refuse(exchange, 400, 'key_missing', 'This page is outdated. Reload it, then open the link again.');
    }
    const browser = publicKey && { ...describeBrowser(request), publicKey };
    const session = code && browser ? await core.browsers.redeem(code, browser) : undefined;
    if (session === undefined) {
      core.limiter.failed(source);
      return refuse(exchange, 401, 'unauthorized', USED_LINK);
    }
    core.limiter.succeeded(source);
    const by = clientPrincipal({ kind: 'client', name: 'browser', address: source }, OPERATOR_SCOPES);
    await core.services.store.audit.append({ by, action: 'browser.signed-in', subject: 'gateway', details: {} });
    const cookie = sessionCookie(SESSION_COOKIE, session.cookie, session.maxAgeSeconds, isEncrypted(request));
    response.setHeader('Set-Cookie', cookie);
    sendJson(exchange, 200, { ok: true });
  },
});

const USED_LINK =
  'This link was already used or has expired. Run "gatehouse link" to get a new one, or create one in Settings.';

/** Stored so that a person can tell signed-in browsers apart. */
function describeBrowser({ headers, socket }: IncomingMessage) {
  const agent = headers['user-agent']?.slice(0, MAX_AGENT_CHARS);
  return { ...defined({ agent }), address: socket.remoteAddress ?? 'unknown' };
}

/** Ends the browser's session, and closes its connections. */
export const SIGN_OUT_ROUTE = defineRoute({
  paths: ['/auth/logout'],
  verbs: ['POST'],
  scope: 'none',
  async handle(exchange) {
    const { core, request, response } = exchange;
    const cookie = readCookie(request.headers.cookie, SESSION_COOKIE);
    if (cookie !== undefined) core.identity.disconnectBrowser(await core.browsers.signOut(cookie));
    response.setHeader('Set-Cookie', sessionCookie(SESSION_COOKIE, '', 0, isEncrypted(request)));
    sendJson(exchange, 200, { ok: true });
  },
});

async function isSignedIn({ core, request }: Exchange): Promise<boolean> {
  const cookie = readCookie(request.headers.cookie, SESSION_COOKIE);
  return cookie !== undefined && (await core.browsers.check(cookie)) !== undefined;
}

/** The usable fields of a body `{"code": "…", "publicKey": "…"}`. The page creates the key for this sign-in. */
async function readSignIn({ request, response }: Exchange) {
  try {
    const { code, publicKey } = await readJsonObject(request, MAX_BODY_BYTES, { timeoutMs: BODY_TIMEOUT_MS });
    return {
      ...(typeof code === 'string' && code !== '' ? { code } : {}),
      ...(typeof publicKey === 'string' && isBrowserKey(publicKey) ? { publicKey } : {}),
    };
  } catch {
    // Rejected like any invalid code. The rest of the body is not read.
    response.setHeader('Connection', 'close');
    return {};
  }
}

function refuse(exchange: Exchange, status: number, type: string, message: string): void {
  sendJson(exchange, status, { error: { message, type } });
}
