// Keys of programs: guessed, widened, kept after their end.
// Proves: AU-4
import { expect } from 'vitest';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { codeOf, Forger } from './support/forgery.ts';
import { request, type Outcome, type Target } from './support/target.ts';

const withKey = (target: Target, path: string, key: string, method = 'GET', body?: string) =>
  target.http(path, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });

async function connectBy(
  target: Target,
  auth: unknown,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  return request(await target.socket(), 'connect', connectParams({ auth, ...changes }));
}

defineAttacks(
  'api keys',
  {
    async 'a key that reads does not write over HTTP'(target) {
      const key = await target.key(['operator.read']);
      const body = JSON.stringify({ model: 'gatehouse', messages: [{ role: 'user', content: 'hi' }] });
      for (const path of ['/v1/chat/completions', '/v1/responses', '/tools/invoke'])
        expect((await withKey(target, path, key, 'POST', body)).status).toBe(403);
      expect((await withKey(target, '/sessions/main/kill', key, 'POST')).status).toBe(403);
    },
    async 'a key that writes does not stop sessions, which is an administrator’s'(target) {
      const key = await target.key(['operator.write']);
      expect((await withKey(target, '/sessions/main/kill', key, 'POST')).status).toBe(403);
    },
    async 'a key without scopes of use opens nothing'(target) {
      const key = await target.key(['operator.talk']);
      for (const path of ['/metrics', '/v1/models', '/sessions/main/history', '/control-ui-config.json'])
        expect((await withKey(target, path, key)).status, path).toBe(403);
    },
    async 'a key asks for more at the socket than it has'(target) {
      const key = await target.key(['operator.read']);
      const socket = await target.client(['operator.admin', 'operator.write', 'operator.read'], {
        auth: { token: key },
      });
      expect((await request(socket, 'config.patch', { raw: '{}' })).error?.message).toBe(
        'missing scope: operator.admin',
      );
      expect((await request(socket, 'chat.send', {})).error?.message).toBe('missing scope: operator.write');
      socket.close();
    },
    async 'a key makes a key'(target) {
      const key = await target.key(['operator.read', 'operator.write', 'operator.pairing', 'operator.approvals']);
      const socket = await target.client([], { auth: { token: key } });
      for (const method of ['apiKeys.create', 'apiKeys.list', 'apiKeys.revoke'])
        expect((await request(socket, method, { name: 'x', scopes: ['operator.admin'] })).error?.code).toBe(
          'FORBIDDEN',
        );
      socket.close();
    },
    async 'a key becomes a device, and so keeps its rights after its end'(target) {
      const key = await target.key(['operator.read']);
      const forger = new Forger();
      const { socket, outcome } = await forger.connect(target, { token: key });
      expect(outcome.payload?.['auth']).not.toHaveProperty('deviceToken');
      const { paired } = await target.call<{ paired: { deviceId: string }[] }>('device.pair.list');
      expect(paired.some(({ deviceId }) => deviceId === forger.id)).toBe(false);
      socket.close();
    },
    async 'a key becomes a node'(target) {
      const key = await target.key(['operator.admin']);
      expect((await connectBy(target, { token: key }, { role: 'node' })).ok ?? false).toBe(false);
      expect((await new Forger().connect(target, { token: key, role: 'node' })).outcome.ok ?? false).toBe(false);
    },
    async 'a key that was revoked, at the socket and over HTTP'(target) {
      const made = await target.call<{ key: string; record: { id: string } }>('apiKeys.create', {
        name: 'gone',
        scopes: ['operator.read'],
      });
      const live = await target.client(['operator.read'], { auth: { token: made.key } });
      await target.call('apiKeys.revoke', { id: made.record.id });
      expect((await live.closed).code).toBe(4001);
      expect((await withKey(target, '/metrics', made.key)).status).toBe(401);
      expect(codeOf(await connectBy(target, { token: made.key }))).toBe('AUTH_TOKEN_MISMATCH');
    },
    async 'a key that has expired'(target) {
      const key = await target.key(['operator.read'], { expiresInMs: 1_000 }).catch(() => undefined);
      if (key === undefined) return;
      const { waitUntil } = await import('./support/target.ts');
      await waitUntil('its end', async () => {
        const { status } = await withKey(target, '/metrics', key);
        await target.resetFailures();
        return status === 401;
      });
      expect(codeOf(await connectBy(target, { token: key }))).toBe('AUTH_TOKEN_MISMATCH');
    },
    async 'spellings of a key that are not it'(target) {
      const key = await target.key(['operator.read']);
      for (const other of [
        key.toUpperCase(),
        key.slice(0, -1),
        `${key}=`,
        `${key}A`,
        key.replace('gh_', 'gh_gh_'),
        key.replace('gh_', ''),
      ]) {
        expect((await withKey(target, '/metrics', other)).status).toBe(401);
        await target.resetFailures();
      }
    },
    async 'what is stored of a key is not a key'(target) {
      await target.key(['operator.read']);
      const listed = JSON.stringify(await target.call('apiKeys.list'));
      expect(listed).not.toMatch(/gh_[\w-]{20,}/);
      expect(listed).not.toMatch(/"hash"|"salt"/);
    },
    async 'names of keys that are meant for the log or the page'(target) {
      const name = 'x\n{"level":"error"}\u001b[2J<img src=x onerror=alert(1)>';
      const key = await target.key(['operator.read'], { name }).catch(() => undefined);
      if (key !== undefined) expect((await withKey(target, '/metrics', key)).status).toBe(200);
    },
    async 'two hundred guesses at once'(target) {
      const guesses = Array.from({ length: 200 }, (_unused, index) =>
        withKey(target, '/metrics', `gh_${'x'.repeat(40)}${index}`),
      );
      const answers = await Promise.all(guesses);
      expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
      expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    },
    async 'guesses between uses of a right key do not go on for ever'(target) {
      const key = await target.key(['operator.read']);
      let locked = false;
      for (let tries = 0; tries < 15 && !locked; tries += 1) {
        const outcome = await connectBy(target, { token: `${TOKEN}x` }, {});
        locked = codeOf(outcome) === 'AUTH_RATE_LIMITED';
        if (!locked) await connectBy(target, { token: key }, { scopes: [] });
      }
      expect(locked).toBe(true);
    },
  },
  { keepsLockout: true },
);
