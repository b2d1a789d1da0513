// A client with few permissions that tries to get more.
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { METHODS } from '#contract/methods/registry.ts';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { Forger } from './support/forgery.ts';
import { request, type Target } from './support/target.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const SCOPES = ['operator.read', 'operator.write', 'operator.approvals', 'operator.pairing'] as const;
const ADMIN_METHODS = Object.entries(METHODS).filter(([, { scope }]) => scope === 'operator.admin');

const scopeError = (scope: string) => `missing scope: ${scope}`;

/** Starts a run in which the agent asks to run a command; returns the id of the approval. */
async function pendingApproval(target: Target, key: string): Promise<string> {
  await target.call('sessions.create', { key });
  await target.call('chat.send', { sessionKey: key, message: 'run it', idempotencyKey: `${key}-ask` });
  let id: string | undefined;
  await waitUntil('the approval', async () => {
    const { approvals } = await target.call<{ approvals: { id: string; sessionKey: string }[] }>('approvals.list');
    id = approvals.find(({ sessionKey }) => sessionKey.endsWith(key))?.id;
    return id !== undefined;
  });
  return id ?? expect.fail('no approval');
}

async function isPending(target: Target, id: string): Promise<boolean> {
  const { approvals } = await target.call<{ approvals: { id: string }[] }>('approvals.list');
  return approvals.some((approval) => approval.id === id);
}

defineAttacks(
  'escalation',
  {
    async 'refuses every admin method to clients without the admin scope'(target) {
      expect(ADMIN_METHODS.length).toBeGreaterThan(30);
      for (const scope of SCOPES) {
        const socket = await target.client([scope]);
        for (const [method] of ADMIN_METHODS)
          expect((await request(socket, method, {})).error?.message, method).toBe(scopeError('operator.admin'));
        socket.close();
      }
    },
    async 'refuses every method that needs a scope to a client without scopes'(target) {
      const socket = await target.client([]);
      for (const [method, { scope }] of Object.entries(METHODS)) {
        if (scope === 'any') continue;
        expect((await request(socket, method, {})).ok, method).toBe(false);
      }
      socket.close();
    },
    async 'refuses every write method to a read-only client'(target) {
      const socket = await target.client(['operator.read']);
      const writes = Object.entries(METHODS).filter(([, { scope }]) => scope === 'operator.write');
      expect(writes.length).toBeGreaterThan(10);
      for (const [method] of writes)
        expect((await request(socket, method, {})).error?.message, method).toBe(scopeError('operator.write'));
      socket.close();
    },
    async 'refuses every approval method to a client that can only write'(target) {
      const socket = await target.client(['operator.write']);
      const methods = Object.entries(METHODS).filter(([, { scope }]) => scope === 'operator.approvals');
      expect(methods.length).toBeGreaterThan(5);
      for (const [method] of methods)
        expect((await request(socket, method, {})).error?.message, method).toBe(scopeError('operator.approvals'));
      socket.close();
    },
    async 'refuses every pairing method to a client that can only write and approve'(target) {
      const socket = await target.client(['operator.approvals', 'operator.write']);
      const methods = Object.entries(METHODS).filter(([, { scope }]) => scope === 'operator.pairing');
      expect(methods.length).toBeGreaterThan(5);
      for (const [method] of methods)
        expect((await request(socket, method, {})).error?.message, method).toBe(scopeError('operator.pairing'));
      socket.close();
    },
    async 'knows no method under another spelling of its name'(target) {
      const socket = await target.client(['operator.read']);
      for (const method of [
        'Config.patch',
        'config.patch ',
        'config..patch',
        'config\u200b.patch',
        'conﬁg.patch',
        '__proto__',
        'constructor',
        'toString',
        'hasOwnProperty',
      ])
        expect((await request(socket, method, {})).error?.message).toBe(`unknown method: ${method}`);
      socket.close();
    },
    async 'lets a client that can only approve answer a request, but not replace it with its own command'(target) {
      const id = await pendingApproval(target, 'edit-approval');
      const socket = await target.client(['operator.approvals']);
      const parts = { command: 'id' };
      const shown = await request(socket, 'approvals.preview', { id, parts });
      const { fingerprint } = shown.payload as { readonly fingerprint: string };
      const edited = { parts, fingerprint };
      const answer = await request(socket, 'approvals.resolve', { id, decision: 'allow-once', edited });
      expect(answer.error?.message).toBe(scopeError('operator.write'));
      expect(await isPending(target, id)).toBe(true);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'edit-approval' });
    },
    async 'requires the approvals scope for the /approve command'(target) {
      const id = await pendingApproval(target, 'slash-approve');
      const socket = await target.client(['operator.write']);
      const params = { sessionKey: 'slash-approve', message: '/approve', idempotencyKey: 'slash-approve-1' };
      await request(socket, 'chat.send', params);
      expect(await isPending(target, id)).toBe(true);
      await request(socket, 'agent', { ...params, idempotencyKey: 'slash-approve-2' });
      expect(await isPending(target, id)).toBe(true);
      await request(socket, 'sessions.create', { key: 'slash-approve', message: '/approve' });
      expect(await isPending(target, id)).toBe(true);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'slash-approve' });
    },
    async 'requires the approvals scope for /approve in a message over HTTP'(target) {
      const id = await pendingApproval(target, 'http-approve');
      const answer = await target.http('/v1/chat/completions', {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${await target.key(['operator.write'])}`,
          'Content-Type': 'application/json',
          'x-openclaw-session-key': 'agent:main:http-approve',
        },
        body: JSON.stringify({ model: 'gatehouse', messages: [{ role: 'user', content: '/approve' }] }),
      });
      expect(answer.status).toBeLessThan(500);
      expect(await isPending(target, id)).toBe(true);
      await target.call('chat.abort', { sessionKey: 'http-approve' });
    },
    async 'requires the scope of sessions.reset for the /new command'(target) {
      const { sessionId } = await target.call('sessions.create', { key: 'kept', message: 'hello' });
      const socket = await target.client(['operator.write']);
      await request(socket, 'chat.send', { sessionKey: 'kept', message: '/new', idempotencyKey: 'kept-1' });
      const { session } = await target.call<{ session: { sessionId: string } }>('sessions.describe', { key: 'kept' });
      expect(session.sessionId).toBe(sessionId);
      socket.close();
    },
    async 'does not let a write client create a session with more permissions than its agent'(target) {
      const socket = await target.client(['operator.write']);
      for (const permissionMode of ['full', 'workspace']) {
        const outcome = await request(socket, 'sessions.create', { key: `free-${permissionMode}`, permissionMode });
        expect(outcome.error?.message).toBe(scopeError('operator.approvals'));
      }
      socket.close();
    },
    async 'gives full access to no limited device, whatever it may approve'(target) {
      await target.call('sessions.create', { key: 'limited' });
      const socket = await target.client([
        'operator.read',
        'operator.write',
        'operator.approvals',
        'operator.questions',
        'operator.pairing',
      ]);
      const permissionMode = 'full';
      for (const [method, params] of [
        ['sessions.create', { key: 'free-limited', permissionMode }],
        ['sessions.spawn', { key: 'free-limited', permissionMode }],
        ['sessions.patch', { key: 'limited', permissionMode }],
      ] as const)
        expect((await request(socket, method, params)).error?.message, method).toBe(scopeError('operator.admin'));
      await request(socket, 'sessions.patchMany', { targets: [{ key: 'limited' }], patch: { permissionMode } });
      const { session } = await target.call<{ session: object }>('sessions.describe', { key: 'limited' });
      expect(session).not.toHaveProperty('permissionMode', 'full');
      socket.close();
    },
    async 'does not let another client type into a terminal that it is not attached to'(target) {
      const { sessionId } = await target.call<{ sessionId: string }>('terminal.open', {
        agentId: 'main',
        cols: 80,
        rows: 24,
      });
      const socket = await target.client(['operator.admin'], { auth: { token: await target.key(['operator.admin']) } });
      const refused = await request(socket, 'terminal.input', { sessionId, data: 'exit\n' });
      expect(refused.error?.details?.['code']).toBe('TERMINAL_NOT_ATTACHED');
      expect((await request(socket, 'terminal.attach', { sessionId })).error?.details?.['code']).toBe(
        'FRESH_PROOF_REQUIRED',
      );
      socket.close();
      await target.call('terminal.close', { sessionId });
    },
    async 'does not let a write client raise the permission mode of a session'(target) {
      await target.call('sessions.create', { key: 'bound', permissionMode: 'read-only' });
      const socket = await target.client(['operator.write']);
      for (const permissionMode of ['full', 'workspace', 'guarded', null])
        expect((await request(socket, 'sessions.patch', { key: 'bound', permissionMode })).error?.message).toBe(
          scopeError('operator.approvals'),
        );
      for (const approvalMode of ['plan', 'ask', 'accept-edits', 'auto', 'full', null])
        expect((await request(socket, 'sessions.patch', { key: 'bound', approvalMode })).error?.message).toBe(
          scopeError('operator.approvals'),
        );
      const { session } = await target.call<{ session: { permissionMode: string } }>('sessions.describe', {
        key: 'bound',
      });
      expect(session.permissionMode).toBe('read-only');
      expect((await request(socket, 'sessions.patch', { key: 'bound', permissionMode: 'read-only' })).ok).toBe(true);
      socket.close();
    },
    async 'does not let a write client raise the permission mode through other methods'(target) {
      await target.call('sessions.create', { key: 'bound-too', permissionMode: 'read-only' });
      const socket = await target.client(['operator.write']);
      await request(socket, 'sessions.patchMany', {
        targets: [{ key: 'bound-too' }],
        patch: { permissionMode: 'full' },
      });
      await request(socket, 'sessions.patchMany', {
        targets: [{ key: 'bound-too', permissionMode: 'full' }],
        patch: { label: 'x' },
      });
      await request(socket, 'sessions.spawn', { key: 'bound-too', permissionMode: 'full' });
      await request(socket, 'sessions.create', { key: 'bound-too', permissionMode: 'full' });
      const { session } = await target.call<{ session: { permissionMode: string } }>('sessions.describe', {
        key: 'bound-too',
      });
      expect(session.permissionMode).toBe('read-only');
      const spawned = await request(socket, 'sessions.spawn', {
        key: 'spawned-free',
        permissionMode: 'full',
        message: 'x',
      });
      expect(spawned.ok).toBe(false);
      socket.close();
    },
    async 'requires the approvals scope for /approve with every method that sends a message'(target) {
      const id = await pendingApproval(target, 'slash-else');
      const socket = await target.client(['operator.write']);
      for (const method of ['sessions.send', 'sessions.steer', 'sessions.spawn'])
        await request(socket, method, {
          key: 'slash-else',
          message: '/approve',
          idempotencyKey: `slash-else-${method}`,
        });
      await request(socket, 'wake', { text: '/approve', mode: 'now' });
      expect(await isPending(target, id)).toBe(true);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'slash-else' });
    },
    async 'requires the admin scope for a session patch with an admin field'(target) {
      await target.call('sessions.create', { key: 'patched' });
      const socket = await target.client(['operator.write']);
      for (const field of ['sendPolicy', 'verboseLevel', 'execSecurity', 'toolOverrides', 'execHost', 'elevatedLevel'])
        expect(
          (await request(socket, 'sessions.patch', { key: 'patched', label: 'x', [field]: null })).error?.message,
        ).toBe(scopeError('operator.admin'));
      socket.close();
    },
    async 'does not let a write client use a folder outside the workspaces'(target) {
      const secret = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'));
      onTestFinished(() => rmSync(secret, { recursive: true }));
      writeFileSync(join(secret, 'id_ed25519'), target.secret('PRIVATE-KEY-OF-THE-USER'));
      const socket = await target.client(['operator.write']);
      for (const cwd of [realpathSync(secret), homedir(), '/etc', '~', `${target.gateway.workspace}/../..`]) {
        const outcome = await request(socket, 'sessions.create', { key: 'elsewhere', cwd });
        expect([scopeError('operator.admin'), `${cwd} can't be used as a workspace.`], cwd).toContain(
          outcome.error?.message,
        );
      }
      socket.close();
    },
    async 'refuses the gateway’s own home as a workspace, even to the owner'(target) {
      const { home } = target.gateway;
      const socket = await target.client(['operator.admin']);
      for (const cwd of [home, join(home, 'logs'), `${home}/workspaces/..`, '/']) {
        const outcome = await request(socket, 'sessions.create', { key: 'own-home', cwd });
        expect(outcome.error?.details?.['code'], cwd).toBe('WORKSPACE_REFUSED');
      }
      socket.close();
    },
    async 'hides the gateway’s home from a session whose workspace contains it'(target) {
      const around = realpathSync(join(target.gateway.home, '..'));
      await target.call('sessions.create', { key: 'around', cwd: around });
      writeFileSync(join(around, 'plain.txt'), 'plain');
      const socket = await target.client(['operator.read']);
      const contentOf = async (path: string): Promise<unknown> => {
        const { payload } = await request(socket, 'sessions.files.get', { sessionKey: 'around', path });
        return (payload?.['file'] as { content?: unknown } | undefined)?.content;
      };
      expect(await contentOf('plain.txt')).toBe('plain');
      for (const path of [
        'home/gatehouse.json5',
        'home/token',
        'home/logs',
        'home',
        './home/gatehouse.json5',
        'work/../home/token',
      ])
        expect(await contentOf(path), path).toBeUndefined();
      socket.close();
    },
    async 'does not let a pairing client grant scopes that it lacks'(target) {
      const { outcome } = await new Forger().connect(target, {
        scopes: ['operator.admin'],
        headers: { Origin: target.origin },
      });
      const requestId = outcome.error?.details?.['requestId'];
      expect(requestId).toEqual(expect.any(String));
      const socket = await target.client(['operator.pairing']);
      const approved = await request(socket, 'device.pair.approve', { requestId });
      expect(approved.error?.message).toMatch(/^missing scope/);
      socket.close();
      await target.call('device.pair.reject', { requestId });
    },
    async 'does not let a pairing client rotate a token with scopes that it lacks'(target) {
      const strong = new Forger();
      const { socket: victim } = await strong.connect(target, { scopes: ['operator.admin'] });
      const socket = await target.client(['operator.pairing']);
      for (const scopes of [undefined, ['operator.admin'], ['operator.write']]) {
        const outcome = await request(socket, 'device.token.rotate', { deviceId: strong.id, role: 'operator', scopes });
        expect(outcome.ok).toBe(false);
        expect(JSON.stringify(outcome)).not.toContain('"token"');
      }
      expect((await request(victim, 'health')).ok).toBe(true);
      socket.close();
      victim.close();
    },
    async 'does not rotate a token to scopes that its device was never granted'(target) {
      const device = new Forger();
      (await device.connect(target, { scopes: ['operator.read'] })).socket.close();
      const owner = await target.client(['operator.admin']);
      const outcome = await request(owner, 'device.token.rotate', {
        deviceId: device.id,
        role: 'operator',
        scopes: ['operator.read', 'operator.admin'],
      });
      expect(outcome.ok).toBe(false);
      owner.close();
    },
    async 'refuses operator methods to a node and disconnects it after ten attempts'(target) {
      const node = new Forger();
      const { socket, outcome } = await node.connect(target, {
        role: 'node',
        scopes: ['operator.admin'],
        client: { id: 'node-host', mode: 'node' },
      });
      expect(outcome.payload?.['auth']).toMatchObject({ role: 'node', scopes: [] });
      for (let tries = 0; tries < 10; tries += 1)
        expect((await request(socket, 'sessions.list')).error?.message).toBe('unauthorized role: node');
      await request(socket, 'config.get');
      expect((await socket.closed).code).toBe(1008);
    },
    async 'offers no tool that answers an approval'(target) {
      const id = await pendingApproval(target, 'self-approve');
      const socket = await target.client(['operator.write']);
      const invoke = (name: string) =>
        request(socket, 'tools.invoke', { name, args: { id, decision: 'allow-once' }, sessionKey: 'self-approve' });
      for (const name of ['approvals.resolve', 'exec.approval.resolve', 'approve', 'gateway', 'config.patch'])
        expect((await invoke(name)).payload?.['ok'] ?? false).toBe(false);
      expect(await isPending(target, id)).toBe(true);
      socket.close();
      await target.call('chat.abort', { sessionKey: 'self-approve' });
    },
    async 'requires approval for a tool that is invoked directly'(target) {
      const marker = join(target.gateway.workspace, 'made-without-asking');
      const socket = await target.client(['operator.write']);
      const outcome = await request(socket, 'tools.invoke', { name: 'exec', args: { command: `touch ${marker}` } });
      expect(outcome.payload).toMatchObject({ ok: false, requiresApproval: true });
      expect(existsSync(marker)).toBe(false);
      socket.close();
    },
    async 'does not change settings through preferences'(target) {
      const before = await target.call('config.get');
      const socket = await target.client(['operator.write']);
      await request(socket, 'preferences.set', {
        preferences: { approvalMode: 'full', 'agents.defaults.approvalMode': 'full', gateway: { bind: 'lan' } },
      });
      const after = await target.call('config.get');
      expect(after['hash']).toBe(before['hash']);
      socket.close();
    },
  },
  {
    reply: (request) =>
      lastToolResults(request).length === 0 && lastUserText(request) === 'run it'
        ? { steps: [{ call: 'exec', input: { command: 'rm -rf important' } }] }
        : { steps: [{ say: `I do not know ${TOKEN.length}.` }] },
  },
);
