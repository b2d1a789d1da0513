// What clients can see: events, logs, configuration and errors beyond their scopes.
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, type Outcome, type Target } from './support/target.ts';
import { Forger } from './support/forgery.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const HOOK_TOKEN = 'token-of-the-hooks-9876543210';
const PROVIDER_KEY = 'sk-ant-api03-secret-of-the-owner-1234567890';

/** The names of the events that a socket has received. */
const eventsReceivedBy = (socket: { frames: readonly { event?: string }[] }): readonly string[] =>
  socket.frames.flatMap(({ event }) => (event === undefined ? [] : [event]));

/** Causes every event that other clients might receive. */
async function makeNoise(target: Target, tag: string): Promise<void> {
  const key = `noise-${tag}`;
  await target.call('sessions.create', { key, message: 'private words' });
  await new Forger().connect(target, { headers: { Origin: target.origin } });
  const { sessionId } = await target.call<{ sessionId: string }>('terminal.open', {
    sessionKey: key,
    cols: 80,
    rows: 24,
  });
  await target.call('terminal.input', { sessionId, data: 'echo typed-in-the-terminal\r' });
  await target.call('chat.send', { sessionKey: key, message: 'run it', idempotencyKey: `${key}-run` });
  await waitUntil('the approval', async () => {
    const { approvals } = await target.call<{ approvals: { sessionKey: string }[] }>('approvals.list');
    return approvals.some(({ sessionKey }) => sessionKey.endsWith(key));
  });
  await target.call('terminal.close', { sessionId });
  await target.call('chat.abort', { sessionKey: key });
}

defineAttacks(
  'secrets',
  {
    async 'sends no events to a client without scopes'(target) {
      const socket = await target.client([]);
      await makeNoise(target, 'nobody');
      expect(
        eventsReceivedBy(socket).filter((name) => !['connect.challenge', 'tick', 'health'].includes(name)),
      ).toEqual([]);
      expect(JSON.stringify(socket.frames)).not.toMatch(/private words|typed-in/);
      socket.close();
    },
    async 'sends no terminal, approval, or pairing events to a client that can only read'(target) {
      const socket = await target.client(['operator.read']);
      await makeNoise(target, 'reader');
      const received = eventsReceivedBy(socket);
      expect(received).toContain('agent');
      expect(
        received.filter((name) =>
          /^(terminal|exec\.approval|approvals|session\.approval|device|node|proof)\./.test(name),
        ),
      ).toEqual([]);
      expect(JSON.stringify(socket.frames)).not.toContain('typed-in-the-terminal');
      socket.close();
    },
    async 'sends no conversation events to a client that can only pair devices'(target) {
      const socket = await target.client(['operator.pairing']);
      await makeNoise(target, 'pairing');
      expect(eventsReceivedBy(socket)).toContain('device.pair.requested');
      expect(
        eventsReceivedBy(socket).filter((name) => /^(chat|agent|session\.|sessions\.|terminal|approvals)/.test(name)),
      ).toEqual([]);
      socket.close();
    },
    async 'sends no terminal or conversation events to a client that can only approve'(target) {
      const socket = await target.client(['operator.approvals']);
      await makeNoise(target, 'approver');
      expect(eventsReceivedBy(socket)).toContain('exec.approval.requested');
      expect(eventsReceivedBy(socket).filter((name) => /^(terminal|chat|agent|device)/.test(name))).toEqual([]);
      socket.close();
    },
    async 'shows no clients and no folders in the greeting of a client without scopes'(target) {
      const socket = await target.socket();
      const outcome = await request(socket, 'connect', connectParams({ scopes: [] }));
      expect(outcome.payload?.['snapshot']).toMatchObject({ presence: [] });
      expect(outcome.payload?.['snapshot']).not.toHaveProperty('configPath');
      expect(outcome.payload?.['snapshot']).not.toHaveProperty('stateDir');
      socket.close();
    },
    async 'sends no approvals to a read client that subscribes to messages'(target) {
      await target.call('sessions.create', { key: 'followed' });
      const socket = await target.client(['operator.read']);
      const outcome = await request(socket, 'sessions.messages.subscribe', { key: 'followed', includeApprovals: true });
      expect(outcome.payload).not.toHaveProperty('approvalReplay');
      await target.call('chat.send', { sessionKey: 'followed', message: 'run it', idempotencyKey: 'followed-1' });
      await waitUntil('the approval', async () =>
        JSON.stringify(await target.call('approvals.list')).includes('agent:main:followed'),
      );
      await target.call('chat.abort', { sessionKey: 'followed' });
      expect(eventsReceivedBy(socket)).not.toContain('session.approval');
      socket.close();
    },
    async 'redacts secrets in the configuration for everyone'(target) {
      target.secret(HOOK_TOKEN);
      target.secret(PROVIDER_KEY);
      for (const scope of ['operator.read', 'operator.admin']) {
        const socket = await target.client([scope]);
        for (const method of [
          'config.get',
          'config.schema',
          'providers.list',
          'setup.status',
          'status',
          'system.info',
          'models.list',
          'agents.settings.get',
        ])
          expect(
            (await request(socket, method, method === 'agents.settings.get' ? { agentId: 'main' } : {})).ok,
            `${method} for ${scope}`,
          ).toBe(true);
        socket.close();
      }
    },
    async 'does not repeat a secret from a rejected configuration patch'(target) {
      const { hash } = await target.call<{ hash: string }>('config.get');
      const owner = await target.client(['operator.admin']);
      const raw = JSON.stringify({ hooks: { token: target.secret('short-secret-xyz'), enabled: 'maybe' } });
      const outcome = await request(owner, 'config.patch', { raw, baseHash: hash });
      expect(outcome.ok).toBe(false);
      owner.close();
    },
    async 'never returns a stored provider key'(target) {
      const key = target.secret('sk-ant-api03-another-one-abcdefghijkl');
      await target.call('providers.set', { id: 'anthropic', apiKey: key });
      const socket = await target.client(['operator.admin']);
      for (const [method, params] of [
        ['providers.list', {}],
        ['config.get', {}],
        ['audit.entries', {}],
        ['logs.tail', {}],
        ['models.authStatus', {}],
      ] as const)
        expect((await request(socket, method, params)).ok, method).toBe(true);
      socket.close();
    },
    async 'shows no guessed tokens in the log'(target) {
      const guess = target.secret('Bearer-guess-0123456789abcdef');
      await target.http('/metrics', { headers: { Authorization: `Bearer ${guess}` } });
      await target.http(`/auth/session?code=${guess}`, {
        method: 'POST',
        body: JSON.stringify({ code: guess }),
        headers: { Origin: target.origin },
      });
      const socket = await target.client(['operator.read']);
      expect((await request(socket, 'logs.tail', { limit: 1_000 })).ok).toBe(true);
      socket.close();
    },
    async 'shows no stack traces in errors'(target) {
      const socket = await target.client(['operator.admin']);
      for (const [method, params] of [
        ['sessions.files.get', { sessionKey: 'main', path: '\u0001' }],
        ['sessions.diff', { sessionKey: 'main', commit: '--output=/tmp/x' }],
        ['terminal.attach', { sessionId: 'none' }],
        ['sessions.item.get', { key: 'main', itemId: 'none' }],
        ['providers.test', { id: 'none' }],
      ] as const)
        expect(JSON.stringify((await request(socket, method, params)).error ?? {})).not.toMatch(
          /\bat .*\.ts:\d+|node_modules/,
        );
      socket.close();
    },
    async 'passes no git options through a commit name'(target) {
      const { workspace } = target.gateway;
      const git = (...args: readonly string[]): unknown => execFileSync('git', ['-C', workspace, ...args]);
      git('init', '-q');
      writeFileSync(join(workspace, 'a.txt'), 'a');
      git('add', 'a.txt');
      git('-c', 'user.name=t', '-c', 'user.email=t@example.com', 'commit', '-qm', 'first');
      const written = join(workspace, '..', 'written-by-git');
      const socket = await target.client(['operator.read']);
      const diff = (commit: string): Promise<Outcome> =>
        request(socket, 'sessions.diff', { sessionKey: 'main', scope: 'commit', commit });
      const head = execFileSync('git', ['-C', workspace, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).trim();
      expect(JSON.stringify(await diff(head))).toContain('a.txt');
      for (const commit of [
        `--output=${written}`,
        '-O/tmp/x',
        '--ext-diff',
        `${head} --no-index /etc/passwd /dev/null`,
        '@{upstream}..;id',
      ]) {
        const { error, payload } = await diff(commit);
        expect(error ?? payload?.['unavailableReason'], commit).toBeDefined();
        expect(JSON.stringify(payload ?? {})).not.toContain('root:');
      }
      expect(existsSync(written)).toBe(false);
      socket.close();
    },
    async 'names no sessions, agents, or clients in metrics'(target) {
      const key = await target.key(['operator.read']);
      const { body } = await target.http('/metrics', { headers: { Authorization: `Bearer ${key}` } });
      expect(body).toContain('gatehouse_connections');
      expect(body).not.toMatch(/noise-|agent:main|attacker/);
    },
    async 'shows nothing but the status in health responses'(target) {
      for (const path of ['/healthz', '/readyz', '/startupz', '/health', '/ready'])
        expect((await target.http(path)).body).not.toMatch(/tmp|home|agent|session|token/);
    },
    async 'does not let clients create metric labels'(target) {
      const socket = await target.client(['operator.read']);
      for (let index = 0; index < 300; index += 1)
        socket.send({ type: 'req', id: `m${index}`, method: `invented.${index}"}\n` });
      await socket.answer('m299');
      for (let index = 0; index < 50; index += 1) await target.http(`/invented-${index}`);
      const { body } = await target.http('/metrics', {
        headers: { Authorization: `Bearer ${await target.key(['operator.read'])}` },
      });
      expect(body).not.toContain('invented');
      expect(body.length).toBeLessThan(300_000);
      socket.close();
    },
  },
  {
    reply: (request) =>
      JSON.stringify(request.body.messages.at(-1)).includes('run it')
        ? { steps: [{ call: 'exec', input: { command: 'rm -rf important' } }] }
        : { steps: [{ say: 'private words, too' }] },
    configuration: { hooks: { enabled: true, token: HOOK_TOKEN }, providers: { anthropic: { apiKey: PROVIDER_KEY } } },
  },
);
