// Browser sign-in with a single-use code, and sign-out.
import { isJsonObject } from '#contract/types/json-object.ts';
import { OPERATOR_SCOPES } from '#contract/wire/scopes.ts';
import type { IncomingMessage } from 'node:http';
import type { GatewayCore } from '../server/gateway-core.ts';
import { SESSION_COOKIE } from '../access/sign-in/browser-sign-in.ts';
import { isEncrypted } from '../access/sign-in/own-address.ts';
import { isBrowserKey } from '../access/sign-in/key-signature.ts';
import { readCookie, sessionCookie } from './cookies.ts';
import { defineRoute, sendJson } from './route.ts';
import { clientPrincipal } from '#core/principal.ts';

/** Close code for a credential that is not valid any more. */
const REVOKED_CLOSE = 4001;
/** A code is 43 characters; more than this is no sign-in. */
const MAX_BODY_BYTES = 4 * 1024;
/** Time for the body to arrive, ms. */
const BODY_TIMEOUT_MS = 10_000;
const MAX_AGENT_CHARS = 300;

/** Exchanges a code. The answer says nothing about why a code is refused. */
export const SIGN_IN_ROUTE = defineRoute({
  paths: ['/auth/session'],
  verbs: ['POST', 'GET'],
  scope: 'none',
  async handle(exchange) {
    if (exchange.request.method === 'GET') return sendJson(exchange, 200, { signedIn: await isSignedIn(exchange) });
    const { core, request, response, source } = exchange;
    // Read before the limit is looked at: many that wait for their body all count.
    const { code, publicKey } = await readSignIn(request);
    // Who went away has not tried anything.
    if (!request.complete && request.destroyed) return;
    const locked = core.limiter.lockedFor(source);
    if (locked > 0) {
      response.setHeader('Retry-After', Math.ceil(locked / 1000));
      return sendJson(
        exchange,
        429,
        failure('Too many attempts. Wait a few minutes, then use a new link.', 'rate_limited'),
      );
    }
    if (code !== undefined && publicKey === undefined) {
      core.limiter.failed(source);
      return sendJson(
        exchange,
        400,
        failure('This page is outdated. Reload it, then open the link again.', 'key_missing'),
      );
    }
    const session =
      code === undefined || publicKey === undefined
        ? undefined
        : await core.browsers.redeem(code, { ...describeBrowser(request), publicKey });
    if (session === undefined) {
      core.limiter.failed(source);
      return sendJson(
        exchange,
        401,
        failure(
          'This link was already used or has expired. Create a new one with `gatehouse start --open` or in Settings.',
          'unauthorized',
        ),
      );
    }
    core.limiter.succeeded(source);
    const { audit } = core.services.store;
    const by = clientPrincipal({ kind: 'client', name: 'browser', address: source }, OPERATOR_SCOPES);
    await audit.append({ by, action: 'browser.signed-in', subject: 'gateway', details: {} });
    response.setHeader(
      'Set-Cookie',
      sessionCookie(SESSION_COOKIE, session.cookie, session.maxAgeSeconds, isEncrypted(request)),
    );
    sendJson(exchange, 200, { ok: true });
  },
});

/** What is kept so that a person can tell signed-in browsers apart. */
function describeBrowser({ headers, socket }: IncomingMessage) {
  const agent = headers['user-agent']?.slice(0, MAX_AGENT_CHARS);
  return { ...(agent === undefined ? {} : { agent }), address: socket.remoteAddress ?? 'unknown' };
}

/** Ends the browser's session. */
export const SIGN_OUT_ROUTE = defineRoute({
  paths: ['/auth/logout'],
  verbs: ['POST'],
  scope: 'none',
  async handle(exchange) {
    const cookie = readCookie(exchange.request.headers.cookie, SESSION_COOKIE);
    if (cookie !== undefined) await endSession(cookie, exchange.core);
    exchange.response.setHeader('Set-Cookie', sessionCookie(SESSION_COOKIE, '', 0, isEncrypted(exchange.request)));
    sendJson(exchange, 200, { ok: true });
  },
});

/** Forgets the session and closes what lives by it. */
async function endSession(cookie: string, core: GatewayCore): Promise<void> {
  const ended = await core.browsers.signOut(cookie);
  for (const connection of core.connections()) {
    if (connection.browserSession === ended) connection.close(REVOKED_CLOSE, 'signed out');
  }
}

async function isSignedIn({
  core,
  request,
}: {
  readonly core: Parameters<typeof SIGN_OUT_ROUTE.handle>[0]['core'];
  readonly request: IncomingMessage;
}): Promise<boolean> {
  const cookie = readCookie(request.headers.cookie, SESSION_COOKIE);
  return cookie !== undefined && (await core.browsers.check(cookie)) !== undefined;
}

/** A body `{"code": "…", "publicKey": "…"}`: what of it can be used. The key is one that the page made for this sign-in. */
async function readSignIn(request: IncomingMessage): Promise<{ readonly code?: string; readonly publicKey?: string }> {
  const body = await readBody(request);
  if (body === undefined) return {};
  try {
    const value: unknown = JSON.parse(body);
    if (!isJsonObject(value)) return {};
    const { code, publicKey } = value;
    return {
      ...(typeof code === 'string' && code !== '' ? { code } : {}),
      ...(typeof publicKey === 'string' && isBrowserKey(publicKey) ? { publicKey } : {}),
    };
  } catch {
    // Not JSON: refused like any wrong code.
    return {};
  }
}

function readBody(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.setTimeout(BODY_TIMEOUT_MS, () => resolve(undefined));
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= MAX_BODY_BYTES) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString()));
    request.on('error', () => resolve(undefined));
  });
}

function failure(
  message: string,
  type: string,
): { readonly error: { readonly message: string; readonly type: string } } {
  return { error: { message, type } };
}
