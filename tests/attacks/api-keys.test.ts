// Keys of programs: guessed, widened, kept after their end.
// Proves: AU-4
import { expect } from 'vitest';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { attackDoor } from './support/attacks.ts';
import { codeOf, Forger } from './support/forgery.ts';
import { ask, type Outcome, type Stage } from './support/stage.ts';

const withKey = (stage: Stage, path: string, key: string, method = 'GET', body?: string) =>
  stage.http(path, {
    method,
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });

async function connectBy(
  stage: Stage,
  auth: unknown,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<Outcome> {
  return ask(await stage.socket(), 'connect', connectParams({ auth, ...changes }));
}

attackDoor(
  'api keys',
  {
    async 'a key that reads does not write over HTTP'(stage) {
      const key = await stage.key(['operator.read']);
      const body = JSON.stringify({ model: 'gatehouse', messages: [{ role: 'user', content: 'hi' }] });
      for (const path of ['/v1/chat/completions', '/v1/responses', '/tools/invoke'])
        expect((await withKey(stage, path, key, 'POST', body)).status).toBe(403);
      expect((await withKey(stage, '/sessions/main/kill', key, 'POST')).status).toBe(403);
    },
    async 'a key that writes does not stop sessions, which is an administrator’s'(stage) {
      const key = await stage.key(['operator.write']);
      expect((await withKey(stage, '/sessions/main/kill', key, 'POST')).status).toBe(403);
    },
    async 'a key without scopes of use opens nothing'(stage) {
      const key = await stage.key(['operator.talk']);
      for (const path of ['/metrics', '/v1/models', '/sessions/main/history', '/control-ui-config.json'])
        expect((await withKey(stage, path, key)).status, path).toBe(403);
    },
    async 'a key asks for more at the socket than it has'(stage) {
      const key = await stage.key(['operator.read']);
      const socket = await stage.client(['operator.admin', 'operator.write', 'operator.read'], {
        auth: { token: key },
      });
      expect((await ask(socket, 'config.patch', { raw: '{}' })).error?.message).toBe('missing scope: operator.admin');
      expect((await ask(socket, 'chat.send', {})).error?.message).toBe('missing scope: operator.write');
      socket.close();
    },
    async 'a key makes a key'(stage) {
      const key = await stage.key(['operator.read', 'operator.write', 'operator.pairing', 'operator.approvals']);
      const socket = await stage.client([], { auth: { token: key } });
      for (const method of ['apiKeys.create', 'apiKeys.list', 'apiKeys.revoke'])
        expect((await ask(socket, method, { name: 'x', scopes: ['operator.admin'] })).error?.code).toBe('FORBIDDEN');
      socket.close();
    },
    async 'a key becomes a device, and so keeps its rights after its end'(stage) {
      const key = await stage.key(['operator.read']);
      const forger = new Forger();
      const { socket, outcome } = await forger.connect(stage, { token: key });
      expect(outcome.payload?.['auth']).not.toHaveProperty('deviceToken');
      const { paired } = await stage.call<{ paired: { deviceId: string }[] }>('device.pair.list');
      expect(paired.some(({ deviceId }) => deviceId === forger.id)).toBe(false);
      socket.close();
    },
    async 'a key becomes a node'(stage) {
      const key = await stage.key(['operator.admin']);
      expect((await connectBy(stage, { token: key }, { role: 'node' })).ok ?? false).toBe(false);
      expect((await new Forger().connect(stage, { token: key, role: 'node' })).outcome.ok ?? false).toBe(false);
    },
    async 'a key that was revoked, at the socket and over HTTP'(stage) {
      const made = await stage.call<{ key: string; record: { id: string } }>('apiKeys.create', {
        name: 'gone',
        scopes: ['operator.read'],
      });
      const live = await stage.client(['operator.read'], { auth: { token: made.key } });
      await stage.call('apiKeys.revoke', { id: made.record.id });
      expect((await live.closed).code).toBe(4001);
      expect((await withKey(stage, '/metrics', made.key)).status).toBe(401);
      expect(codeOf(await connectBy(stage, { token: made.key }))).toBe('AUTH_TOKEN_MISMATCH');
    },
    async 'a key that has expired'(stage) {
      const key = await stage.key(['operator.read'], { expiresInMs: 1_000 }).catch(() => undefined);
      if (key === undefined) return;
      const { until } = await import('./support/stage.ts');
      await until('its end', async () => {
        const { status } = await withKey(stage, '/metrics', key);
        await stage.forgive();
        return status === 401;
      });
      expect(codeOf(await connectBy(stage, { token: key }))).toBe('AUTH_TOKEN_MISMATCH');
    },
    async 'spellings of a key that are not it'(stage) {
      const key = await stage.key(['operator.read']);
      for (const other of [
        key.toUpperCase(),
        key.slice(0, -1),
        `${key}=`,
        `${key}A`,
        key.replace('gh_', 'gh_gh_'),
        key.replace('gh_', ''),
      ]) {
        expect((await withKey(stage, '/metrics', other)).status).toBe(401);
        await stage.forgive();
      }
    },
    async 'what is stored of a key is not a key'(stage) {
      await stage.key(['operator.read']);
      const listed = JSON.stringify(await stage.call('apiKeys.list'));
      expect(listed).not.toMatch(/gh_[\w-]{20,}/);
      expect(listed).not.toMatch(/"hash"|"salt"/);
    },
    async 'names of keys that are meant for the log or the page'(stage) {
      const name = 'x\n{"level":"error"}\u001b[2J<img src=x onerror=alert(1)>';
      const key = await stage.key(['operator.read'], { name }).catch(() => undefined);
      if (key !== undefined) expect((await withKey(stage, '/metrics', key)).status).toBe(200);
    },
    async 'two hundred guesses at once'(stage) {
      const guesses = Array.from({ length: 200 }, (_unused, index) =>
        withKey(stage, '/metrics', `gh_${'x'.repeat(40)}${index}`),
      );
      const answers = await Promise.all(guesses);
      expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
      expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    },
    async 'guesses between uses of a right key do not go on for ever'(stage) {
      const key = await stage.key(['operator.read']);
      let locked = false;
      for (let tries = 0; tries < 15 && !locked; tries += 1) {
        const outcome = await connectBy(stage, { token: `${TOKEN}x` }, {});
        locked = codeOf(outcome) === 'AUTH_RATE_LIMITED';
        if (!locked) await connectBy(stage, { token: key }, { scopes: [] });
      }
      expect(locked).toBe(true);
    },
  },
  { leavesLock: true },
);
