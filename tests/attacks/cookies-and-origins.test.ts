// Pages of other origins, stolen cookies, and links that are used twice.
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

/** A browser that is signed in. */
async function signIn(target: Target): Promise<{ readonly key: BrowserKey; readonly cookie: string }> {
  const key = new BrowserKey();
  const { status, headers } = await redeem(target, key.signInBody(await linkCode(target)));
  expect(status).toBe(200);
  return { key, cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
}

/** Opens a page's socket; `sign` makes the field `browser` from the nonce. */
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
  async 'a page of another origin, whatever it is called'(target) {
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
      const socket = await target.socket({ Origin });
      expect(codeOf(await request(socket, 'connect', connectParams())), Origin).toBe('CONTROL_UI_ORIGIN_NOT_ALLOWED');
    }
  },
  async 'two origins at once'(target) {
    const answer = await target.http('/healthz', { headers: { Origin: [target.origin, 'https://evil.example'] } });
    expect(answer.status).toBe(403);
  },
  async 'a page of another origin that has the right token'(target) {
    const socket = await target.socket({ Origin: 'https://evil.example' });
    expect(codeOf(await request(socket, 'connect', connectParams()))).toBe('CONTROL_UI_ORIGIN_NOT_ALLOWED');
    expect((await socket.closed).code).toBe(1008);
  },
  async 'a page of another origin that guesses does not lock the owner out'(target) {
    for (let tries = 0; tries < 15; tries += 1) {
      const socket = await target.socket({ Origin: 'https://evil.example' });
      expect((await request(socket, 'connect', connectParams({ auth: { token: `guess ${tries}` } }))).ok).toBe(false);
    }
    (await target.client(['operator.read'])).close();
  },
  async 'a link is used twice'(target) {
    const code = await linkCode(target);
    const key = new BrowserKey();
    expect((await redeem(target, key.signInBody(code))).status).toBe(200);
    expect((await redeem(target, key.signInBody(code))).status).toBe(401);
    expect((await redeem(target, new BrowserKey().signInBody(code))).status).toBe(401);
  },
  async 'a link is used by nine at the same time: one gets in'(target) {
    const code = await linkCode(target);
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => redeem(target, new BrowserKey().signInBody(code))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ headers }) => headers['set-cookie'] !== undefined)).toHaveLength(1);
  },
  async 'a code in the query, in a form and in a header'(target) {
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
  async 'codes of other types and sizes'(target) {
    for (const body of [
      'null',
      '[]',
      '{"code":null}',
      '{"code":{"$ne":null}}',
      '{"code":["x"]}',
      '{"code":true,"publicKey":1}',
      'x'.repeat(100_000),
      `{"code":${'['.repeat(2_000)}`,
    ]) {
      expect((await redeem(target, body)).status).toBeGreaterThanOrEqual(400);
      await target.resetFailures();
    }
  },
  async 'a sign-in from a page of another origin, with a right code, does not use it up'(target) {
    const code = await linkCode(target);
    const body = new BrowserKey().signInBody(code);
    expect(
      (await target.http('/auth/session', { method: 'POST', body, headers: { Origin: 'https://evil.example' } }))
        .status,
    ).toBe(403);
    expect((await redeem(target, body)).status).toBe(200);
  },
  async 'the cookie is not for scripts, not for other sites, and has no wide path'(target) {
    const { headers } = await redeem(target, new BrowserKey().signInBody(await linkCode(target)));
    const cookie = headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Domain=/i);
  },
  async 'the cookie alone, as a server on another port of this machine gets it'(target) {
    const { cookie } = await signIn(target);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, () => undefined);
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie with a key of the thief'(target) {
    const { cookie } = await signIn(target);
    const thief = new BrowserKey();
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      thief.connectField(nonce, ['operator.admin']),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie with a signature recorded on another socket'(target) {
    const { cookie, key } = await signIn(target);
    const recorded = key.connectField('nonce-of-another-socket', ['operator.admin']);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, () => recorded);
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie with a signature over fewer scopes than are asked for'(target) {
    const { cookie, key } = await signIn(target);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.read']),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie with a signature of last week'(target) {
    const { cookie, key } = await signIn(target);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin'], Date.now() - 7 * 86_400_000),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie without an Origin, as a program would send it'(target) {
    const { cookie, key } = await signIn(target);
    const outcome = await openPage(target, { Cookie: cookie }, (nonce) => key.connectField(nonce, ['operator.admin']));
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie opens nothing over HTTP'(target) {
    const { cookie } = await signIn(target);
    for (const path of ['/metrics', '/v1/models', '/sessions/main/history', '/control-ui-config.json'])
      expect((await target.http(path, { headers: { Cookie: cookie, Origin: target.origin } })).status).toBe(401);
  },
  async 'the cookie after signing out'(target) {
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
  async 'cookies with names like ours, many of them, and very long ones'(target) {
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
  async 'signing others out from another site'(target) {
    const { cookie, key } = await signIn(target);
    const headers = { Cookie: cookie, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expect((await target.http('/auth/logout', { method: 'POST', headers })).status).toBe(403);
    const outcome = await openPage(target, { Origin: target.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin']),
    );
    expect(outcome.ok).toBe(true);
  },
});
