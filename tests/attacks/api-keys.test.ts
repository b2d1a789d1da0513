// API keys: guessed, used beyond their scopes, used after their end.
// Proves: AU-4
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
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
  'API keys',
  {
    async 'does not let a read key write over HTTP'(target) {
      const key = await target.key(['operator.read']);
      const body = JSON.stringify({ model: 'gatehouse', messages: [{ role: 'user', content: 'hi' }] });
      for (const path of ['/v1/chat/completions', '/v1/responses', '/tools/invoke'])
        expect((await withKey(target, path, key, 'POST', body)).status).toBe(403);
      expect((await withKey(target, '/sessions/main/kill', key, 'POST')).status).toBe(403);
    },
    async 'does not let a write key stop sessions, which requires admin'(target) {
      const key = await target.key(['operator.write']);
      expect((await withKey(target, '/sessions/main/kill', key, 'POST')).status).toBe(403);
    },
    async 'refuses every HTTP route to a key that lacks its scope'(target) {
      const key = await target.key(['operator.talk']);
      for (const path of ['/metrics', '/v1/models', '/sessions/main/history', '/control-ui-config.json'])
        expect((await withKey(target, path, key)).status, path).toBe(403);
    },
    async 'grants a key no more scopes than it has'(target) {
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
    async 'does not let a key create, list, or revoke keys'(target) {
      const key = await target.key(['operator.read', 'operator.write', 'operator.pairing', 'operator.approvals']);
      const socket = await target.client([], { auth: { token: key } });
      for (const method of ['apiKeys.create', 'apiKeys.list', 'apiKeys.revoke'])
        expect((await request(socket, method, { name: 'x', scopes: ['operator.admin'] })).error?.code).toBe(
          'FORBIDDEN',
        );
      socket.close();
    },
    async 'gives an admin key neither another key nor any other lasting access without a person'(target) {
      const socket = await target.client(['operator.admin'], { auth: { token: await target.key(['operator.admin']) } });
      for (const [method, params] of [
        ['apiKeys.create', { name: 'second', scopes: ['operator.read'] }],
        ['browsers.link', {}],
        ['device.pair.setupCode', { includeQr: false }],
        ['terminal.open', { agentId: 'main', cols: 80, rows: 24 }],
        ['sessions.create', { key: 'free-key', permissionMode: 'full' }],
      ] as const)
        expect((await request(socket, method, params)).error?.details?.['code'], method).toBe('FRESH_PROOF_REQUIRED');
      socket.close();
    },
    async 'revokes the keys that a key created with it'(target) {
      const create = { name: 'child', scopes: ['operator.admin'] };
      const made = await target.call<{ key: string; record: { id: string } }>('apiKeys.create', create);
      const createWith = async (
        token: string,
      ): Promise<{ key: string; record: { id: string; createdByKey: string } }> => {
        const socket = await target.client(['operator.admin'], { auth: { token } });
        const proofId = (await request(socket, 'apiKeys.create', create)).error?.details?.['proofId'];
        await target.call('proof.confirm', { id: proofId });
        const { payload } = await request(socket, 'apiKeys.create', create);
        socket.close();
        return payload as unknown as Awaited<ReturnType<typeof createWith>>;
      };
      const child = await createWith(made.key);
      const grandchild = await createWith(child.key);
      expect([child.record.createdByKey, grandchild.record.createdByKey]).toEqual([made.record.id, child.record.id]);
      const live = await target.client(['operator.read'], { auth: { token: grandchild.key } });
      await target.call('apiKeys.revoke', { id: made.record.id });
      expect((await live.closed).code).toBe(4001);
      for (const key of [made.key, child.key, grandchild.key])
        expect((await withKey(target, '/metrics', key)).status).toBe(401);
      await target.resetFailures();
    },
    async 'does not pair a device that signs in with a key'(target) {
      const key = await target.key(['operator.read']);
      const forger = new Forger();
      const { socket, outcome } = await forger.connect(target, { token: key });
      expect(outcome.payload?.['auth']).not.toHaveProperty('deviceToken');
      const { paired } = await target.call<{ paired: { deviceId: string }[] }>('device.pair.list');
      expect(paired.some(({ deviceId }) => deviceId === forger.id)).toBe(false);
      socket.close();
    },
    async 'does not accept a node that signs in with a key'(target) {
      const key = await target.key(['operator.admin']);
      expect((await connectBy(target, { token: key }, { role: 'node' })).ok ?? false).toBe(false);
      expect((await new Forger().connect(target, { token: key, role: 'node' })).outcome.ok ?? false).toBe(false);
    },
    async 'disconnects and rejects a revoked key'(target) {
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
    async 'rejects an expired key'(target) {
      const key = await target.key(['operator.read'], { expiresInMs: 60_000 });
      expect((await withKey(target, '/metrics', key)).status).toBe(200);
      // A minute is too long to wait: the key's end is moved into the past.
      const store = new Database(join(target.gateway.home, 'gatehouse.db'));
      store
        .prepare("UPDATE api_keys SET json = json_set(json, '$.expiresAtMs', 1) WHERE json ->> '$.expiresAtMs' > 0")
        .run();
      store.close();
      expect((await withKey(target, '/metrics', key)).status).toBe(401);
      expect(codeOf(await connectBy(target, { token: key }))).toBe('AUTH_TOKEN_MISMATCH');
    },
    async 'rejects altered spellings of a key'(target) {
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
    async 'lists keys without their text or hash'(target) {
      await target.key(['operator.read']);
      const listed = JSON.stringify(await target.call('apiKeys.list'));
      expect(listed).not.toMatch(/gh_[\w-]{20,}/);
      expect(listed).not.toMatch(/"hash"|"salt"/);
    },
    async 'locks out two hundred concurrent guesses'(target) {
      const guesses = Array.from({ length: 200 }, (_unused, index) =>
        withKey(target, '/metrics', `gh_${'x'.repeat(40)}${index}`),
      );
      const answers = await Promise.all(guesses);
      expect(answers.filter(({ status }) => status === 401).length).toBeLessThanOrEqual(10);
      expect(answers.every(({ status }) => status === 401 || status === 429)).toBe(true);
    },
    async 'locks out guesses that alternate with uses of a valid key'(target) {
      const key = await target.key(['operator.read']);
      // Failures of a page are counted by its origin, so the lockout of the attack above doesn't matter here.
      const connect = async (token: string): Promise<() => Promise<Outcome>> => {
        const socket = await target.socket({ Origin: target.origin });
        const outcome = request(socket, 'connect', connectParams({ auth: { token }, scopes: [] }));
        return () => outcome;
      };
      for (let guess = 0; guess < 10; guess += 1) {
        if (guess > 0) expect((await (await connect(key))()).ok).toBe(true);
        // Refusals are delayed, so the attacker doesn't wait for them.
        await connect(`guess ${guess}`);
      }
      expect(codeOf(await (await connect(key))())).toBe('AUTH_RATE_LIMITED');
    },
  },
  { keepsLockout: true },
);
