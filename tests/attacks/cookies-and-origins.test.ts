// Pages from other origins, stolen cookies and sign-in links that are used twice.
// Proves: SC-4
import { expect } from 'vitest';
import { BrowserKey } from '#tests/support/browser-key.ts';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { codeOf } from './support/forgery.ts';
import { request, type HttpResponse, type Outcome, type Target } from './support/target.ts';

const PAGE = { id: 'gateway-client', mode: 'ui', version: '1', platform: 'web' };

const linkCode = async (target: Target) => new URL(await target.gateway.host.browserLink()).hash.replace('#code=', '');

const redeem = (target: Target, body: string, headers: Readonly<Record<string, string>> = {}): Promise<HttpResponse> =>
  target.http('/auth/session', { method: 'POST', body, headers: { Origin: target.origin, ...headers } });

/** Signs in a new browser. */
async function signIn(target: Target): Promise<{ readonly key: BrowserKey; readonly cookie: string }> {
  const key = new BrowserKey();
  const { status, headers } = await redeem(target, key.signInBody(await linkCode(target)));
  expect(status).toBe(200);
  return { key, cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
}

/** Opens a page's socket; `sign` returns the `browser` field for a nonce. */
async function openPage(
  target: Target,
  headers: Readonly<Record<string, string>>,
  sign: (nonce: string) => unknown,
  scopes: readonly string[] = ['operator.admin'],
): Promise<Outcome> {
  const socket = await target.socket(headers);
  const browser = sign(await socket.nonce());
  const params = connectParams({
    client: PAGE,
    scopes,
    auth: undefined,
    ...(browser === undefined ? {} : { browser }),
  });
  const outcome = await request(socket, 'connect', params);
  socket.close();
  return outcome;
}

defineAttacks('cookies and origins', {
  async 'rejects pages from other origins'(target) {
    const { port } = target;
    const origins = [
      'null',
      'file://',
      'https://evil.example',
      'chrome-extension://abcdefghijklmnop',
      'moz-extension://0123',
      'app://gatehouse',
      'gatehouse://app',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      'http://127.0.0.1',
      `http://127.0.0.1:${port}.evil.example`,
      `http://evil.example:${port}`,
      `http://127.0.0.1:${port}/`,
      `http://user@127.0.0.1:${port}`,
      `HTTP://127.0.0.1:${port}`,
      `http://127.0.0.1:${port} http://evil.example`,
      `http://localhost.:${port}`,
      `ws://127.0.0.1:${port}`,
    ];
    for (const Origin of origins) {
      expect((await target.http('/healthz', { headers: { Origin } })).status, Origin).toBe(403);
      const refused = await target.refusal({ Origin });
      expect([refused.error?.code, codeOf(refused)], Origin).toEqual(['403', 'CONTROL_UI_ORIGIN_NOT_ALLOWED']);
    }
  },
  async 'rejects a request with two origins'(target) {
    const answer = await target.http('/healthz', { headers: { Origin: [target.origin, 'https://evil.example'] } });
    expect(answer.status).toBe(403);
  },
  async 'gives a page from another origin no socket, however often it tries'(target) {
    for (let tries = 0; tries < 100; tries += 1)
      expect((await target.refusal({ Origin: 'https://evil.example' })).error?.code).toBe('403');
    (await target.client(['operator.read'])).close();
  },
  async 'accepts the pages of an allowed origin with a credential, and no others'(target) {
    const Origin = 'https://control.example.org';
    const { hash } = await target.call('config.get');
    await target.call('config.patch', {
      raw: JSON.stringify({ gateway: { allowedOrigins: [Origin] } }),
      baseHash: hash,
    });
    const page = await target.socket({ Origin });
    expect((await request(page, 'connect', connectParams())).ok).toBe(true);
    page.close();
    const stranger = await target.socket({ Origin });
    expect((await request(stranger, 'connect', connectParams({ auth: undefined }))).ok).toBe(false);
    for (const other of [
      `${Origin}.evil.example`,
      `${Origin}:8443`,
      'http://control.example.org',
      'https://example.org',
    ])
      expect((await target.refusal({ Origin: other })).error?.code, other).toBe('403');
  },
  async 'lets the pages of an allowed origin neither sign in nor out with a cookie'(target) {
    const Origin = 'https://control.example.org';
    const { cookie, key } = await signIn(target);
    const stolen = await openPage(target, { Origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin']),
    );
    expect(stolen.ok ?? false).toBe(false);
    const headers = { Origin, Cookie: cookie };
    expect((await target.http('/auth/logout', { method: 'POST', headers })).status).toBe(403);
    const body = new BrowserKey().signInBody(await linkCode(target));
    expect((await redeem(target, body, { Origin })).status).toBe(403);
    expect((await redeem(target, body)).status).toBe(200);
  },
  async 'rejects an allowed origin that is not a plain origin'(target) {
    const { hash } = await target.call('config.get');
    for (const origin of [
      '*',
      'https://*.example.org',
      'null',
      'https://example.org/',
      'https://Example.org',
      'file://',
    ]) {
      const raw = JSON.stringify({ gateway: { allowedOrigins: [origin] } });
      await expect(target.call('config.patch', { raw, baseHash: hash }), origin).rejects.toThrow();
    }
  },
  async 'rejects a sign-in link that was already used'(target) {
    const code = await linkCode(target);
    const key = new BrowserKey();
    expect((await redeem(target, key.signInBody(code))).status).toBe(200);
    expect((await redeem(target, key.signInBody(code))).status).toBe(401);
    expect((await redeem(target, new BrowserKey().signInBody(code))).status).toBe(401);
  },
  async 'signs in one browser when nine use a link at the same time'(target) {
    const code = await linkCode(target);
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => redeem(target, new BrowserKey().signInBody(code))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ headers }) => headers['set-cookie'] !== undefined)).toHaveLength(1);
  },
  async 'accepts no code from a header, the query, or a form'(target) {
    const code = await linkCode(target);
    const answers = [
      await redeem(target, '', { 'X-Code': code }),
      await target.http(`/auth/session?code=${code}`, { method: 'POST', headers: { Origin: target.origin } }),
      await redeem(target, `code=${code}`, { 'Content-Type': 'application/x-www-form-urlencoded' }),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(401);
      expect(headers['set-cookie']).toBeUndefined();
    }
  },
  async 'rejects malformed and oversized sign-in requests'(target) {
    const { publicKey } = new BrowserKey();
    const code = await linkCode(target);
    for (const body of [
      JSON.stringify({ code: [code], publicKey }),
      JSON.stringify({ code: { toString: code }, publicKey }),
      JSON.stringify({ code, publicKey: [publicKey] }),
      JSON.stringify({ code, publicKey, padding: 'x'.repeat(5_000) }),
      'null',
      '[]',
      '{"code":null}',
      '{"code":{"$ne":null}}',
      '{"code":["x"]}',
      '{"code":true,"publicKey":1}',
      'x'.repeat(100_000),
      `{"code":${'['.repeat(2_000)}`,
    ]) {
      const { status, headers } = await redeem(target, body);
      expect([400, 401], body.slice(0, 40)).toContain(status);
      expect(headers['set-cookie']).toBeUndefined();
      await target.resetFailures();
    }
    expect((await redeem(target, JSON.stringify({ code, publicKey }))).status).toBe(200);
  },
  async 'does not use up a code that a page from another origin sends'(target) {
    const code = await linkCode(target);
    const body = new BrowserKey().signInBody(code);
    expect(
      (await target.http('/auth/session', { method: 'POST', body, headers: { Origin: 'https://evil.example' } }))
        .status,
    ).toBe(403);
    expect((await redeem(target, body)).status).toBe(200);
  },
  async 'hides the cookie from scripts, other sites, and other hosts'(target) {
    const { headers } = await redeem(target, new BrowserKey().signInBody(await linkCode(target)));
    const cookie = headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Domain=/i);
  },
  async 'rejects the cookie without a signature, as a server on another port would send it'(target) {
    const { cookie } = await signIn(target);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, () => undefined);
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'rejects the cookie with a signature by another key'(target) {
    const { cookie } = await signIn(target);
    const thief = new BrowserKey();
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      thief.connectField(nonce, ['operator.admin']),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'rejects the cookie with a signature recorded on another socket'(target) {
    const { cookie, key } = await signIn(target);
    const recorded = key.connectField('nonce-of-another-socket', ['operator.admin']);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, () => recorded);
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'rejects the cookie with a signature over fewer scopes than requested'(target) {
    const { cookie, key } = await signIn(target);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.read']),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'rejects the cookie with a week-old signature'(target) {
    const { cookie, key } = await signIn(target);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin'], Date.now() - 7 * 86_400_000),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'rejects the cookie without an Origin, as a program would send it'(target) {
    const { cookie, key } = await signIn(target);
    const outcome = await openPage(target, { Cookie: cookie }, (nonce) => key.connectField(nonce, ['operator.admin']));
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'does not accept the cookie as a credential for HTTP routes'(target) {
    const { cookie } = await signIn(target);
    for (const path of ['/metrics', '/v1/models', '/sessions/main/history', '/control-ui-config.json'])
      expect((await target.http(path, { headers: { Cookie: cookie, Origin: target.origin } })).status).toBe(401);
  },
  async 'rejects the cookie after signing out'(target) {
    const { cookie, key } = await signIn(target);
    expect(
      (await target.http('/auth/logout', { method: 'POST', headers: { Cookie: cookie, Origin: target.origin } }))
        .status,
    ).toBe(200);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin']),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'rejects cookies with similar names, repeated cookies, and very long ones'(target) {
    const many = Array.from({ length: 200 }, (_unused, index) => `gatehouse_session=${index}`).join('; ');
    for (const Cookie of [
      many,
      'gatehouse_session',
      'gatehouse_session=',
      `gatehouse_session=${'x'.repeat(8_000)}`,
      '__proto__=x; gatehouse_session=../../x',
      'GATEHOUSE_SESSION=x',
    ])
      expect((await target.http('/auth/session', { headers: { Cookie, Origin: target.origin } })).body).toContain(
        '"signedIn":false',
      );
  },
  async 'refuses to sign out a browser at the request of another site'(target) {
    const { cookie, key } = await signIn(target);
    const headers = { Cookie: cookie, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expect((await target.http('/auth/logout', { method: 'POST', headers })).status).toBe(403);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin']),
    );
    expect(outcome.ok).toBe(true);
  },
});
