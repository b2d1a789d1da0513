// Pages of other origins, stolen cookies, and links that are used twice.
// Proves: SC-4
import { expect } from 'vitest';
import { BrowserKey } from '#tests/support/browser-key.ts';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { attackDoor } from './support/attacks.ts';
import { codeOf } from './support/forgery.ts';
import { ask, type Answer, type Outcome, type Stage } from './support/stage.ts';

const PAGE = { id: 'gateway-client', mode: 'ui', version: '1', platform: 'web' };

const linkCode = async (stage: Stage) => new URL(await stage.gateway.host.browserLink()).hash.replace('#code=', '');

const redeem = (stage: Stage, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
  stage.http('/auth/session', { method: 'POST', body, headers: { Origin: stage.origin, ...headers } });

/** A browser that is signed in. */
async function signIn(stage: Stage): Promise<{ readonly key: BrowserKey; readonly cookie: string }> {
  const key = new BrowserKey();
  const { status, headers } = await redeem(stage, key.signInBody(await linkCode(stage)));
  expect(status).toBe(200);
  return { key, cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '' };
}

/** Opens a page's socket; `sign` makes the field `browser` from the nonce. */
async function openPage(
  stage: Stage,
  headers: Readonly<Record<string, string>>,
  sign: (nonce: string) => unknown,
  scopes: readonly string[] = ['operator.admin'],
): Promise<Outcome> {
  const socket = await stage.socket(headers);
  const browser = sign(await socket.nonce());
  const params = connectParams({
    client: PAGE,
    scopes,
    auth: undefined,
    ...(browser === undefined ? {} : { browser }),
  });
  const outcome = await ask(socket, 'connect', params);
  socket.close();
  return outcome;
}

attackDoor('cookies and origins', {
  async 'a page of another origin, whatever it is called'(stage) {
    const { port } = stage;
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
      expect((await stage.http('/healthz', { headers: { Origin } })).status, Origin).toBe(403);
      const socket = await stage.socket({ Origin });
      expect(codeOf(await ask(socket, 'connect', connectParams())), Origin).toBe('CONTROL_UI_ORIGIN_NOT_ALLOWED');
    }
  },
  async 'two origins at once'(stage) {
    const answer = await stage.http('/healthz', { headers: { Origin: [stage.origin, 'https://evil.example'] } });
    expect(answer.status).toBe(403);
  },
  async 'a page of another origin that has the right token'(stage) {
    const socket = await stage.socket({ Origin: 'https://evil.example' });
    expect(codeOf(await ask(socket, 'connect', connectParams()))).toBe('CONTROL_UI_ORIGIN_NOT_ALLOWED');
    expect((await socket.closed).code).toBe(1008);
  },
  async 'a page of another origin that guesses does not lock the owner out'(stage) {
    for (let tries = 0; tries < 15; tries += 1) {
      const socket = await stage.socket({ Origin: 'https://evil.example' });
      expect((await ask(socket, 'connect', connectParams({ auth: { token: `guess ${tries}` } }))).ok).toBe(false);
    }
    (await stage.client(['operator.read'])).close();
  },
  async 'a link is used twice'(stage) {
    const code = await linkCode(stage);
    const key = new BrowserKey();
    expect((await redeem(stage, key.signInBody(code))).status).toBe(200);
    expect((await redeem(stage, key.signInBody(code))).status).toBe(401);
    expect((await redeem(stage, new BrowserKey().signInBody(code))).status).toBe(401);
  },
  async 'a link is used by nine at the same time: one gets in'(stage) {
    const code = await linkCode(stage);
    const answers = await Promise.all(
      Array.from({ length: 9 }, () => redeem(stage, new BrowserKey().signInBody(code))),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ headers }) => headers['set-cookie'] !== undefined)).toHaveLength(1);
  },
  async 'a code in the query, in a form and in a header'(stage) {
    const code = await linkCode(stage);
    const answers = [
      await redeem(stage, '', { 'X-Code': code }),
      await stage.http(`/auth/session?code=${code}`, { method: 'POST', headers: { Origin: stage.origin } }),
      await redeem(stage, `code=${code}`, { 'Content-Type': 'application/x-www-form-urlencoded' }),
    ];
    for (const { status, headers } of answers) {
      expect(status).toBe(401);
      expect(headers['set-cookie']).toBeUndefined();
    }
  },
  async 'codes of other types and sizes'(stage) {
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
      expect((await redeem(stage, body)).status).toBeGreaterThanOrEqual(400);
      await stage.forgive();
    }
  },
  async 'a sign-in from a page of another origin, with a right code, does not use it up'(stage) {
    const code = await linkCode(stage);
    const body = new BrowserKey().signInBody(code);
    expect(
      (await stage.http('/auth/session', { method: 'POST', body, headers: { Origin: 'https://evil.example' } })).status,
    ).toBe(403);
    expect((await redeem(stage, body)).status).toBe(200);
  },
  async 'the cookie is not for scripts, not for other sites, and has no wide path'(stage) {
    const { headers } = await redeem(stage, new BrowserKey().signInBody(await linkCode(stage)));
    const cookie = headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    expect(cookie).not.toMatch(/Domain=/i);
  },
  async 'the cookie alone, as a server on another port of this machine gets it'(stage) {
    const { cookie } = await signIn(stage);
    const outcome = await openPage(stage, { Origin: stage.origin, Cookie: cookie }, () => undefined);
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie with a key of the thief'(stage) {
    const { cookie } = await signIn(stage);
    const thief = new BrowserKey();
    const outcome = await openPage(stage, { Origin: stage.origin, Cookie: cookie }, (nonce) =>
      thief.connectField(nonce, ['operator.admin']),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie with a signature recorded on another socket'(stage) {
    const { cookie, key } = await signIn(stage);
    const recorded = key.connectField('nonce-of-another-socket', ['operator.admin']);
    const outcome = await openPage(stage, { Origin: stage.origin, Cookie: cookie }, () => recorded);
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie with a signature over fewer scopes than are asked for'(stage) {
    const { cookie, key } = await signIn(stage);
    const outcome = await openPage(stage, { Origin: stage.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.read']),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie with a signature of last week'(stage) {
    const { cookie, key } = await signIn(stage);
    const outcome = await openPage(stage, { Origin: stage.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin'], Date.now() - 7 * 86_400_000),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie without an Origin, as a program would send it'(stage) {
    const { cookie, key } = await signIn(stage);
    const outcome = await openPage(stage, { Cookie: cookie }, (nonce) => key.connectField(nonce, ['operator.admin']));
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'the cookie opens nothing over HTTP'(stage) {
    const { cookie } = await signIn(stage);
    for (const path of ['/metrics', '/v1/models', '/sessions/main/history', '/control-ui-config.json'])
      expect((await stage.http(path, { headers: { Cookie: cookie, Origin: stage.origin } })).status).toBe(401);
  },
  async 'the cookie after signing out'(stage) {
    const { cookie, key } = await signIn(stage);
    expect(
      (await stage.http('/auth/logout', { method: 'POST', headers: { Cookie: cookie, Origin: stage.origin } })).status,
    ).toBe(200);
    const outcome = await openPage(stage, { Origin: stage.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin']),
    );
    expect(outcome.ok ?? false).toBe(false);
  },
  async 'cookies with names like ours, many of them, and very long ones'(stage) {
    const many = Array.from({ length: 200 }, (_unused, index) => `gatehouse_session=${index}`).join('; ');
    for (const Cookie of [
      many,
      'gatehouse_session',
      'gatehouse_session=',
      `gatehouse_session=${'x'.repeat(8_000)}`,
      '__proto__=x; gatehouse_session=../../x',
      'GATEHOUSE_SESSION=x',
    ])
      expect((await stage.http('/auth/session', { headers: { Cookie, Origin: stage.origin } })).body).toContain(
        '"signedIn":false',
      );
  },
  async 'signing others out from another site'(stage) {
    const { cookie, key } = await signIn(stage);
    const headers = { Cookie: cookie, Origin: 'https://evil.example', 'Sec-Fetch-Site': 'cross-site' };
    expect((await stage.http('/auth/logout', { method: 'POST', headers })).status).toBe(403);
    const outcome = await openPage(stage, { Origin: stage.origin, Cookie: cookie }, (nonce) =>
      key.connectField(nonce, ['operator.admin']),
    );
    expect(outcome.ok).toBe(true);
  },
});
