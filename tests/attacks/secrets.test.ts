// Who hears what: events, logs, configuration and pages, for those who may not know.
import { expect } from 'vitest';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { defineAttacks } from './support/define-attacks.ts';
import { request, waitUntil, type Target } from './support/target.ts';
import { Forger } from './support/forgery.ts';

const HOOK_TOKEN = 'token-of-the-hooks-9876543210';
const PROVIDER_KEY = 'sk-ant-api03-secret-of-the-owner-1234567890';

/** Names of the events that a socket got since it signed in. */
const eventsReceivedBy = (socket: { frames: readonly { event?: string }[] }): readonly string[] =>
  socket.frames.flatMap(({ event }) => (event === undefined ? [] : [event]));

/** Lets everything happen that others may hear of. */
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
  await waitUntil('a question', async () => {
    const { approvals } = await target.call<{ approvals: { sessionKey: string }[] }>('approvals.list');
    return approvals.some(({ sessionKey }) => sessionKey.endsWith(key));
  });
  await target.call('terminal.close', { sessionId });
  await target.call('chat.abort', { sessionKey: key });
}

defineAttacks(
  'secrets',
  {
    async 'somebody without scopes hears of nothing that happens'(target) {
      const socket = await target.client([]);
      await makeNoise(target, 'nobody');
      expect(
        eventsReceivedBy(socket).filter((name) => !['connect.challenge', 'tick', 'health'].includes(name)),
      ).toEqual([]);
      expect(JSON.stringify(socket.frames)).not.toMatch(/private words|typed-in/);
      socket.close();
    },
    async 'somebody who reads hears of no terminal, no approval and no pairing'(target) {
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
    async 'somebody who pairs hears of no conversation'(target) {
      const socket = await target.client(['operator.pairing']);
      await makeNoise(target, 'pairing');
      expect(eventsReceivedBy(socket)).toContain('device.pair.requested');
      expect(
        eventsReceivedBy(socket).filter((name) => /^(chat|agent|session\.|sessions\.|terminal|approvals)/.test(name)),
      ).toEqual([]);
      socket.close();
    },
    async 'somebody who answers approvals hears of no terminal'(target) {
      const socket = await target.client(['operator.approvals']);
      await makeNoise(target, 'approver');
      expect(eventsReceivedBy(socket)).toContain('exec.approval.requested');
      expect(eventsReceivedBy(socket).filter((name) => /^(terminal|chat|agent|device)/.test(name))).toEqual([]);
      socket.close();
    },
    async 'the greeting tells a stranger who is let in with nothing no names and no folders'(target) {
      const socket = await target.socket();
      const outcome = await request(socket, 'connect', connectParams({ scopes: [] }));
      expect(outcome.payload?.['snapshot']).toMatchObject({ presence: [] });
      expect(outcome.payload?.['snapshot']).not.toHaveProperty('configPath');
      expect(outcome.payload?.['snapshot']).not.toHaveProperty('stateDir');
      socket.close();
    },
    async 'a session’s approvals are not followed by subscribing to its messages'(target) {
      await target.call('sessions.create', { key: 'followed' });
      const socket = await target.client(['operator.read']);
      const outcome = await request(socket, 'sessions.messages.subscribe', { key: 'followed', includeApprovals: true });
      expect(outcome.payload).not.toHaveProperty('approvalReplay');
      await target.call('chat.send', { sessionKey: 'followed', message: 'run it', idempotencyKey: 'followed-1' });
      await waitUntil('the question', async () =>
        JSON.stringify(await target.call('approvals.list')).includes('agent:main:followed'),
      );
      await target.call('chat.abort', { sessionKey: 'followed' });
      expect(eventsReceivedBy(socket)).not.toContain('session.approval');
      socket.close();
    },
    async 'the configuration is shown without its secrets, to everybody'(target) {
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
          await request(socket, method, method === 'agents.settings.get' ? { agentId: 'main' } : {});
        socket.close();
      }
    },
    async 'a patch with a wrong secret is refused without repeating it'(target) {
      const { hash } = await target.call<{ hash: string }>('config.get');
      const owner = await target.client(['operator.admin']);
      const raw = JSON.stringify({ hooks: { token: target.secret('short-secret-xyz'), enabled: 'maybe' } });
      const outcome = await request(owner, 'config.patch', { raw, baseHash: hash });
      expect(outcome.ok).toBe(false);
      owner.close();
    },
    async 'a key of a provider is taken and never shown again'(target) {
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
        await request(socket, method, params);
      socket.close();
    },
    async 'the log, as a reader sees it, holds no token'(target) {
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
    async 'errors of handlers show no stack and no folder of the program'(target) {
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
    async 'an option of git hidden in the name of a commit'(target) {
      const socket = await target.client(['operator.read']);
      for (const commit of [
        '--output=/tmp/gatehouse-evil',
        '-O/tmp/x',
        '--ext-diff',
        'HEAD --no-index /etc/passwd /dev/null',
        '@{upstream}..;id',
      ])
        expect(
          JSON.stringify(await request(socket, 'sessions.diff', { sessionKey: 'main', scope: 'commit', commit })),
        ).not.toContain('root:');
      const { existsSync } = await import('node:fs');
      expect(existsSync('/tmp/gatehouse-evil')).toBe(false);
      socket.close();
    },
    async 'metrics name no session, no agent and no client'(target) {
      const key = await target.key(['operator.read']);
      const { body } = await target.http('/metrics', { headers: { Authorization: `Bearer ${key}` } });
      expect(body).toContain('gatehouse_connections');
      expect(body).not.toMatch(/noise-|agent:main|attacker/);
    },
    async 'health and readiness tell strangers nothing but that'(target) {
      for (const path of ['/healthz', '/readyz', '/startupz', '/health', '/ready'])
        expect((await target.http(path)).body).not.toMatch(/tmp|home|agent|session|token/);
    },
    async 'labels of metrics cannot be invented'(target) {
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
