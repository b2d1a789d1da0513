// Somebody who was let in with little and tries to get more of it.
import { existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { METHODS } from '#contract/methods/registry.ts';
import { lastToolResults, lastUserText } from '#tests/support/model-server.ts';
import { TOKEN } from '#tests/protocol/support/protocol-host.ts';
import { attackDoor } from './support/attacks.ts';
import { Forger } from './support/forgery.ts';
import { ask, until, type Stage } from './support/stage.ts';

const SCOPES = ['operator.read', 'operator.write', 'operator.approvals', 'operator.pairing'] as const;
const ADMIN_METHODS = Object.entries(METHODS).filter(([, { scope }]) => scope === 'operator.admin');

const scopeError = (scope: string) => `missing scope: ${scope}`;

/** A session that waits for the answer to a command. */
async function waitingSession(stage: Stage, key: string): Promise<string> {
  await stage.call('sessions.create', { key });
  await stage.call('chat.send', { sessionKey: key, message: 'run it', idempotencyKey: `${key}-ask` });
  let id: string | undefined;
  await until('the question', async () => {
    const { approvals } = await stage.call<{ approvals: { id: string; sessionKey: string }[] }>('approvals.list');
    id = approvals.find(({ sessionKey }) => sessionKey.endsWith(key))?.id;
    return id !== undefined;
  });
  return id ?? expect.fail('no question');
}

async function stillWaits(stage: Stage, id: string): Promise<boolean> {
  const { approvals } = await stage.call<{ approvals: { id: string }[] }>('approvals.list');
  return approvals.some((approval) => approval.id === id);
}

attackDoor(
  'escalation',
  {
    async 'no method of an administrator is carried out for anybody less'(stage) {
      expect(ADMIN_METHODS.length).toBeGreaterThan(30);
      for (const scope of SCOPES) {
        const socket = await stage.client([scope]);
        for (const [method] of ADMIN_METHODS)
          expect((await ask(socket, method, {})).error?.message, method).toBe(scopeError('operator.admin'));
        socket.close();
      }
    },
    async 'no method at all but health is carried out for somebody without scopes'(stage) {
      const socket = await stage.client([]);
      for (const [method, { scope }] of Object.entries(METHODS)) {
        if (scope === 'any') continue;
        expect((await ask(socket, method, {})).ok, method).toBe(false);
      }
      socket.close();
    },
    async 'reading is not writing'(stage) {
      const socket = await stage.client(['operator.read']);
      const writes = Object.entries(METHODS).filter(([, { scope }]) => scope === 'operator.write');
      for (const [method] of writes)
        expect((await ask(socket, method, {})).error?.message, method).toBe(scopeError('operator.write'));
      socket.close();
    },
    async 'writing is not answering approvals'(stage) {
      const socket = await stage.client(['operator.write']);
      const methods = Object.entries(METHODS).filter(([, { scope }]) => scope === 'operator.approvals');
      expect(methods.length).toBeGreaterThan(5);
      for (const [method] of methods)
        expect((await ask(socket, method, {})).error?.message, method).toBe(scopeError('operator.approvals'));
      socket.close();
    },
    async 'answering approvals is not pairing devices'(stage) {
      const socket = await stage.client(['operator.approvals', 'operator.write']);
      const methods = Object.entries(METHODS).filter(([, { scope }]) => scope === 'operator.pairing');
      for (const [method] of methods)
        expect((await ask(socket, method, {})).error?.message, method).toBe(scopeError('operator.pairing'));
      socket.close();
    },
    async 'a method by another spelling of its name is unknown'(stage) {
      const socket = await stage.client(['operator.read']);
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
        expect((await ask(socket, method, {})).ok, method).toBe(false);
      socket.close();
    },
    async 'the slash command that approves needs the scope that approves'(stage) {
      const id = await waitingSession(stage, 'slash-approve');
      const socket = await stage.client(['operator.write']);
      const params = { sessionKey: 'slash-approve', message: '/approve', idempotencyKey: 'slash-approve-1' };
      await ask(socket, 'chat.send', params);
      expect(await stillWaits(stage, id)).toBe(true);
      await ask(socket, 'agent', { ...params, idempotencyKey: 'slash-approve-2' });
      expect(await stillWaits(stage, id)).toBe(true);
      await ask(socket, 'sessions.create', { key: 'slash-approve', message: '/approve' });
      expect(await stillWaits(stage, id)).toBe(true);
      socket.close();
      await stage.call('chat.abort', { sessionKey: 'slash-approve' });
    },
    async 'nor does a program with a key of its own approve by a message over HTTP'(stage) {
      const id = await waitingSession(stage, 'http-approve');
      const answer = await stage.http('/v1/chat/completions', {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${await stage.key(['operator.write'])}`,
          'Content-Type': 'application/json',
          'x-openclaw-session-key': 'agent:main:http-approve',
        },
        body: JSON.stringify({ model: 'gatehouse', messages: [{ role: 'user', content: '/approve' }] }),
      });
      expect(answer.status).toBeLessThan(500);
      expect(await stillWaits(stage, id)).toBe(true);
      await stage.call('chat.abort', { sessionKey: 'http-approve' });
    },
    async 'the slash command that begins anew needs what the method needs'(stage) {
      const { sessionId } = await stage.call('sessions.create', { key: 'kept', message: 'hello' });
      const socket = await stage.client(['operator.write']);
      await ask(socket, 'chat.send', { sessionKey: 'kept', message: '/new', idempotencyKey: 'kept-1' });
      const { session } = await stage.call<{ session: { sessionId: string } }>('sessions.describe', { key: 'kept' });
      expect(session.sessionId).toBe(sessionId);
      socket.close();
    },
    async 'a session made by a writer is no freer than its agent'(stage) {
      const socket = await stage.client(['operator.write']);
      for (const permissionMode of ['full', 'workspace']) {
        const outcome = await ask(socket, 'sessions.create', { key: `free-${permissionMode}`, permissionMode });
        expect(outcome.error?.message).toBe(scopeError('operator.approvals'));
      }
      socket.close();
    },
    async 'a writer cannot set a session free, also not step by step'(stage) {
      await stage.call('sessions.create', { key: 'bound', permissionMode: 'read-only' });
      const socket = await stage.client(['operator.write']);
      for (const permissionMode of ['full', 'workspace', 'guarded', null])
        expect((await ask(socket, 'sessions.patch', { key: 'bound', permissionMode })).error?.message).toBe(
          scopeError('operator.approvals'),
        );
      const { session } = await stage.call<{ session: { permissionMode: string } }>('sessions.describe', {
        key: 'bound',
      });
      expect(session.permissionMode).toBe('read-only');
      expect((await ask(socket, 'sessions.patch', { key: 'bound', permissionMode: 'read-only' })).ok).toBe(true);
      socket.close();
    },
    async 'nor by the methods that do the same to many, or under another name'(stage) {
      await stage.call('sessions.create', { key: 'bound-too', permissionMode: 'read-only' });
      const socket = await stage.client(['operator.write']);
      await ask(socket, 'sessions.patchMany', { targets: [{ key: 'bound-too' }], patch: { permissionMode: 'full' } });
      await ask(socket, 'sessions.patchMany', {
        targets: [{ key: 'bound-too', permissionMode: 'full' }],
        patch: { label: 'x' },
      });
      await ask(socket, 'sessions.spawn', { key: 'bound-too', permissionMode: 'full' });
      await ask(socket, 'sessions.create', { key: 'bound-too', permissionMode: 'full' });
      const { session } = await stage.call<{ session: { permissionMode: string } }>('sessions.describe', {
        key: 'bound-too',
      });
      expect(session.permissionMode).toBe('read-only');
      const spawned = await ask(socket, 'sessions.spawn', {
        key: 'spawned-free',
        permissionMode: 'full',
        message: 'x',
      });
      expect(spawned.ok).toBe(false);
      socket.close();
    },
    async 'the slash command that approves, by every method that sends'(stage) {
      const id = await waitingSession(stage, 'slash-else');
      const socket = await stage.client(['operator.write']);
      for (const method of ['sessions.send', 'sessions.steer', 'sessions.spawn'])
        await ask(socket, method, { key: 'slash-else', message: '/approve', idempotencyKey: `slash-else-${method}` });
      await ask(socket, 'wake', { text: '/approve', mode: 'now' });
      expect(await stillWaits(stage, id)).toBe(true);
      socket.close();
      await stage.call('chat.abort', { sessionKey: 'slash-else' });
    },
    async 'fields of a patch that are an administrator’s make it an administrator’s'(stage) {
      await stage.call('sessions.create', { key: 'patched' });
      const socket = await stage.client(['operator.write']);
      for (const field of ['sendPolicy', 'verboseLevel', 'execSecurity', 'toolOverrides', 'execHost', 'elevatedLevel'])
        expect((await ask(socket, 'sessions.patch', { key: 'patched', label: 'x', [field]: null })).ok).toBe(false);
      socket.close();
    },
    async 'a writer cannot make a workspace of the folder with the keys'(stage) {
      const secret = mkdtempSync(join(tmpdir(), 'gatehouse-keys-'));
      onTestFinished(() => rmSync(secret, { recursive: true }));
      writeFileSync(join(secret, 'id_ed25519'), stage.secret('PRIVATE-KEY-OF-THE-USER'));
      const socket = await stage.client(['operator.write']);
      for (const cwd of [realpathSync(secret), homedir(), '/etc', '~', `${stage.gateway.workspace}/../..`]) {
        const outcome = await ask(socket, 'sessions.create', { key: 'elsewhere', cwd });
        expect(outcome.ok, cwd).toBe(false);
      }
      socket.close();
    },
    async 'not even the owner makes a workspace of the gateway’s own home'(stage) {
      const { home } = stage.gateway;
      const socket = await stage.client(['operator.admin']);
      for (const cwd of [home, join(home, 'logs'), `${home}/workspaces/..`, '/']) {
        const outcome = await ask(socket, 'sessions.create', { key: 'own-home', cwd });
        expect(outcome.ok, cwd).toBe(false);
      }
      socket.close();
    },
    async 'a session around the gateway’s home does not show what is in it'(stage) {
      const around = realpathSync(join(stage.gateway.home, '..'));
      await stage.call('sessions.create', { key: 'around', cwd: around });
      const socket = await stage.client(['operator.read']);
      for (const path of [
        'home/gatehouse.json5',
        'home/token',
        'home/logs',
        'home',
        './home/gatehouse.json5',
        'work/../home/token',
      ]) {
        const outcome = await ask(socket, 'sessions.files.get', { sessionKey: 'around', path });
        const file = outcome.payload?.['file'] as { content?: string } | undefined;
        expect(file?.content, path).toBeUndefined();
      }
      socket.close();
    },
    async 'whoever may pair devices gives them no more than he has'(stage) {
      const { outcome } = await new Forger().connect(stage, {
        scopes: ['operator.admin'],
        headers: { Origin: stage.origin },
      });
      const requestId = outcome.error?.details?.['requestId'];
      expect(requestId).toEqual(expect.any(String));
      const socket = await stage.client(['operator.pairing']);
      const approved = await ask(socket, 'device.pair.approve', { requestId });
      expect(approved.error?.message).toMatch(/^missing scope/);
      socket.close();
      await stage.call('device.pair.reject', { requestId });
    },
    async 'nor does he rotate a wider token to himself'(stage) {
      const strong = new Forger();
      const { socket: victim } = await strong.connect(stage, { scopes: ['operator.admin'] });
      const socket = await stage.client(['operator.pairing']);
      for (const scopes of [undefined, ['operator.admin'], ['operator.write']]) {
        const outcome = await ask(socket, 'device.token.rotate', { deviceId: strong.id, role: 'operator', scopes });
        expect(outcome.ok).toBe(false);
        expect(JSON.stringify(outcome)).not.toContain('"token"');
      }
      expect((await ask(victim, 'health')).ok).toBe(true);
      socket.close();
      victim.close();
    },
    async 'a token cannot be rotated to scopes that its device was never allowed'(stage) {
      const device = new Forger();
      (await device.connect(stage, { scopes: ['operator.read'] })).socket.close();
      const owner = await stage.client(['operator.admin']);
      const outcome = await ask(owner, 'device.token.rotate', {
        deviceId: device.id,
        role: 'operator',
        scopes: ['operator.read', 'operator.admin'],
      });
      expect(outcome.ok).toBe(false);
      owner.close();
    },
    async 'a node calls no method of operators, and is cut off when it goes on trying'(stage) {
      const node = new Forger();
      const { socket, outcome } = await node.connect(stage, {
        role: 'node',
        scopes: ['operator.admin'],
        client: { id: 'node-host', mode: 'node' },
      });
      expect(outcome.payload?.['auth']).toMatchObject({ role: 'node', scopes: [] });
      for (let tries = 0; tries < 10; tries += 1)
        expect((await ask(socket, 'sessions.list')).error?.message).toBe('unauthorized role: node');
      await ask(socket, 'config.get');
      expect((await socket.closed).code).toBe(1008);
    },
    async 'an agent that is told to answer its own question cannot'(stage) {
      const id = await waitingSession(stage, 'self-approve');
      const socket = await stage.client(['operator.write']);
      const invoke = (name: string) =>
        ask(socket, 'tools.invoke', { name, args: { id, decision: 'allow-once' }, sessionKey: 'self-approve' });
      for (const name of ['approvals.resolve', 'exec.approval.resolve', 'approve', 'gateway', 'config.patch'])
        expect((await invoke(name)).payload?.['ok'] ?? false).toBe(false);
      expect(await stillWaits(stage, id)).toBe(true);
      socket.close();
      await stage.call('chat.abort', { sessionKey: 'self-approve' });
    },
    async 'a tool called directly asks as if the model had called it'(stage) {
      const marker = join(stage.gateway.workspace, 'made-without-asking');
      const socket = await stage.client(['operator.write']);
      const outcome = await ask(socket, 'tools.invoke', { name: 'exec', args: { command: `touch ${marker}` } });
      expect(outcome.payload).toMatchObject({ ok: false, requiresApproval: true });
      expect(existsSync(marker)).toBe(false);
      socket.close();
    },
    async 'a preference named like a setting changes no setting'(stage) {
      const before = await stage.call('config.get');
      const socket = await stage.client(['operator.write']);
      await ask(socket, 'preferences.set', {
        preferences: { approvalMode: 'full', 'agents.defaults.approvalMode': 'full', gateway: { bind: 'lan' } },
      });
      const after = await stage.call('config.get');
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
