// Who hears what: events, logs, configuration and pages, for those who may not know.
import { expect } from 'vitest';
import { connectParams } from '#tests/protocol/support/raw-socket.ts';
import { attackDoor } from './support/attacks.ts';
import { ask, until, type Stage } from './support/stage.ts';
import { Forger } from './support/forgery.ts';

const HOOK_TOKEN = 'token-of-the-hooks-9876543210';
const PROVIDER_KEY = 'sk-ant-api03-secret-of-the-owner-1234567890';

/** Names of the events that a socket got since it signed in. */
const heardBy = (socket: { frames: readonly { event?: string }[] }): readonly string[] =>
  socket.frames.flatMap(({ event }) => (event === undefined ? [] : [event]));

/** Lets everything happen that others may hear of. */
async function makeNoise(stage: Stage, tag: string): Promise<void> {
  const key = `noise-${tag}`;
  await stage.call('sessions.create', { key, message: 'private words' });
  await new Forger().connect(stage, { headers: { Origin: stage.origin } });
  const { sessionId } = await stage.call<{ sessionId: string }>('terminal.open', {
    sessionKey: key,
    cols: 80,
    rows: 24,
  });
  await stage.call('terminal.input', { sessionId, data: 'echo typed-in-the-terminal\r' });
  await stage.call('chat.send', { sessionKey: key, message: 'run it', idempotencyKey: `${key}-run` });
  await until('a question', async () => {
    const { approvals } = await stage.call<{ approvals: { sessionKey: string }[] }>('approvals.list');
    return approvals.some(({ sessionKey }) => sessionKey.endsWith(key));
  });
  await stage.call('terminal.close', { sessionId });
  await stage.call('chat.abort', { sessionKey: key });
}

attackDoor(
  'secrets',
  {
    async 'somebody without scopes hears of nothing that happens'(stage) {
      const socket = await stage.client([]);
      await makeNoise(stage, 'nobody');
      expect(heardBy(socket).filter((name) => !['connect.challenge', 'tick', 'health'].includes(name))).toEqual([]);
      expect(JSON.stringify(socket.frames)).not.toMatch(/private words|typed-in/);
      socket.close();
    },
    async 'somebody who reads hears of no terminal, no approval and no pairing'(stage) {
      const socket = await stage.client(['operator.read']);
      await makeNoise(stage, 'reader');
      const heard = heardBy(socket);
      expect(heard).toContain('agent');
      expect(
        heard.filter((name) => /^(terminal|exec\.approval|approvals|session\.approval|device|node|proof)\./.test(name)),
      ).toEqual([]);
      expect(JSON.stringify(socket.frames)).not.toContain('typed-in-the-terminal');
      socket.close();
    },
    async 'somebody who pairs hears of no conversation'(stage) {
      const socket = await stage.client(['operator.pairing']);
      await makeNoise(stage, 'pairing');
      expect(heardBy(socket)).toContain('device.pair.requested');
      expect(
        heardBy(socket).filter((name) => /^(chat|agent|session\.|sessions\.|terminal|approvals)/.test(name)),
      ).toEqual([]);
      socket.close();
    },
    async 'somebody who answers approvals hears of no terminal'(stage) {
      const socket = await stage.client(['operator.approvals']);
      await makeNoise(stage, 'approver');
      expect(heardBy(socket)).toContain('exec.approval.requested');
      expect(heardBy(socket).filter((name) => /^(terminal|chat|agent|device)/.test(name))).toEqual([]);
      socket.close();
    },
    async 'the greeting tells a stranger who is let in with nothing no names and no folders'(stage) {
      const socket = await stage.socket();
      const outcome = await ask(socket, 'connect', connectParams({ scopes: [] }));
      expect(outcome.payload?.['snapshot']).toMatchObject({ presence: [] });
      expect(outcome.payload?.['snapshot']).not.toHaveProperty('configPath');
      expect(outcome.payload?.['snapshot']).not.toHaveProperty('stateDir');
      socket.close();
    },
    async 'a session’s approvals are not followed by subscribing to its messages'(stage) {
      await stage.call('sessions.create', { key: 'followed' });
      const socket = await stage.client(['operator.read']);
      const outcome = await ask(socket, 'sessions.messages.subscribe', { key: 'followed', includeApprovals: true });
      expect(outcome.payload).not.toHaveProperty('approvalReplay');
      await stage.call('chat.send', { sessionKey: 'followed', message: 'run it', idempotencyKey: 'followed-1' });
      await until('the question', async () =>
        JSON.stringify(await stage.call('approvals.list')).includes('agent:main:followed'),
      );
      await stage.call('chat.abort', { sessionKey: 'followed' });
      expect(heardBy(socket)).not.toContain('session.approval');
      socket.close();
    },
    async 'the configuration is shown without its secrets, to everybody'(stage) {
      stage.secret(HOOK_TOKEN);
      stage.secret(PROVIDER_KEY);
      for (const scope of ['operator.read', 'operator.admin']) {
        const socket = await stage.client([scope]);
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
          await ask(socket, method, method === 'agents.settings.get' ? { agentId: 'main' } : {});
        socket.close();
      }
    },
    async 'a patch with a wrong secret is refused without repeating it'(stage) {
      const { hash } = await stage.call<{ hash: string }>('config.get');
      const owner = await stage.client(['operator.admin']);
      const raw = JSON.stringify({ hooks: { token: stage.secret('short-secret-xyz'), enabled: 'maybe' } });
      const outcome = await ask(owner, 'config.patch', { raw, baseHash: hash });
      expect(outcome.ok).toBe(false);
      owner.close();
    },
    async 'a key of a provider is taken and never shown again'(stage) {
      const key = stage.secret('sk-ant-api03-another-one-abcdefghijkl');
      await stage.call('providers.set', { id: 'anthropic', apiKey: key });
      const socket = await stage.client(['operator.admin']);
      for (const [method, params] of [
        ['providers.list', {}],
        ['config.get', {}],
        ['audit.entries', {}],
        ['logs.tail', {}],
        ['models.authStatus', {}],
      ] as const)
        await ask(socket, method, params);
      socket.close();
    },
    async 'the log, as a reader sees it, holds no token'(stage) {
      const guess = stage.secret('Bearer-guess-0123456789abcdef');
      await stage.http('/metrics', { headers: { Authorization: `Bearer ${guess}` } });
      await stage.http(`/auth/session?code=${guess}`, {
        method: 'POST',
        body: JSON.stringify({ code: guess }),
        headers: { Origin: stage.origin },
      });
      const socket = await stage.client(['operator.read']);
      expect((await ask(socket, 'logs.tail', { limit: 1_000 })).ok).toBe(true);
      socket.close();
    },
    async 'errors of handlers show no stack and no folder of the program'(stage) {
      const socket = await stage.client(['operator.admin']);
      for (const [method, params] of [
        ['sessions.files.get', { sessionKey: 'main', path: '\u0001' }],
        ['sessions.diff', { sessionKey: 'main', commit: '--output=/tmp/x' }],
        ['terminal.attach', { sessionId: 'none' }],
        ['sessions.item.get', { key: 'main', itemId: 'none' }],
        ['providers.test', { id: 'none' }],
      ] as const)
        expect(JSON.stringify((await ask(socket, method, params)).error ?? {})).not.toMatch(
          /\bat .*\.ts:\d+|node_modules/,
        );
      socket.close();
    },
    async 'an option of git hidden in the name of a commit'(stage) {
      const socket = await stage.client(['operator.read']);
      for (const commit of [
        '--output=/tmp/gatehouse-evil',
        '-O/tmp/x',
        '--ext-diff',
        'HEAD --no-index /etc/passwd /dev/null',
        '@{upstream}..;id',
      ])
        expect(
          JSON.stringify(await ask(socket, 'sessions.diff', { sessionKey: 'main', scope: 'commit', commit })),
        ).not.toContain('root:');
      const { existsSync } = await import('node:fs');
      expect(existsSync('/tmp/gatehouse-evil')).toBe(false);
      socket.close();
    },
    async 'metrics name no session, no agent and no client'(stage) {
      const key = await stage.key(['operator.read']);
      const { body } = await stage.http('/metrics', { headers: { Authorization: `Bearer ${key}` } });
      expect(body).toContain('gatehouse_connections');
      expect(body).not.toMatch(/noise-|agent:main|attacker/);
    },
    async 'health and readiness tell strangers nothing but that'(stage) {
      for (const path of ['/healthz', '/readyz', '/startupz', '/health', '/ready'])
        expect((await stage.http(path)).body).not.toMatch(/tmp|home|agent|session|token/);
    },
    async 'labels of metrics cannot be invented'(stage) {
      const socket = await stage.client(['operator.read']);
      for (let index = 0; index < 300; index += 1)
        socket.send({ type: 'req', id: `m${index}`, method: `invented.${index}"}\n` });
      await socket.answer('m299');
      for (let index = 0; index < 50; index += 1) await stage.http(`/invented-${index}`);
      const { body } = await stage.http('/metrics', {
        headers: { Authorization: `Bearer ${await stage.key(['operator.read'])}` },
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
