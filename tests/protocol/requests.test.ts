// Proves: GW-7, AP-4
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METHODS } from '#contract/methods/registry.ts';
import { findViolations } from './support/published-check.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, RawSocket } from './support/raw-socket.ts';

let gateway: ProtocolHost;
let socket: RawSocket;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
  socket = await connected(gateway.url);
});
afterAll(async () => {
  socket.close();
  await gateway.stop();
});

describe('bad requests', () => {
  it.each([
    ['an unknown method', { type: 'req', id: 'a1', method: 'no.such.method' }, 'a1', 'unknown method: no.such.method'],
    [
      'an unknown property',
      {
        type: 'req',
        id: 'a2',
        method: 'chat.send',
        params: { sessionKey: 'main', message: 'x', idempotencyKey: 'a', nope: 1 },
      },
      'a2',
      "invalid chat.send params: at root: unexpected property 'nope'",
    ],
    [
      'an unknown property of health',
      { type: 'req', id: 'h1', method: 'health', params: { nope: 1 } },
      'h1',
      "unexpected property 'nope'",
    ],
    [
      'an unknown property of status',
      { type: 'req', id: 'h2', method: 'status', params: { nope: 1 } },
      'h2',
      "unexpected property 'nope'",
    ],
    [
      'a missing property',
      { type: 'req', id: 'a3', method: 'chat.send', params: { sessionKey: 'main' } },
      'a3',
      'must have required property',
    ],
    [
      'params that are no object',
      { type: 'req', id: 'a4', method: 'sessions.list', params: 7 },
      'a4',
      'invalid sessions.list params',
    ],
    [
      'a second connect',
      { type: 'req', id: 'a5', method: 'connect', params: {} },
      'a5',
      'connect is only valid as the first request',
    ],
    [
      'a method of nodes',
      { type: 'req', id: 'a6', method: 'node.event', params: { event: 'x' } },
      'a6',
      'unauthorized role: operator',
    ],
    ['no method', { type: 'req', id: 'a7' }, 'a7', "must have required property 'method'"],
    ['a frame of another kind', { type: 'event', id: 'a8', event: 'x' }, 'a8', 'invalid request frame'],
    [
      'an unknown top-level field',
      { type: 'req', id: 'a9', method: 'health', extra: 1 },
      'a9',
      "unexpected property 'extra'",
    ],
    [
      'an unsafe number',
      { type: 'req', id: 'a10', method: 'sessions.list', params: { limit: 2 ** 60 } },
      'a10',
      'a number is out of range',
    ],
    [
      'a lone surrogate',
      '{"type":"req","id":"a11","method":"chat.send","params":{"message":"\\ud800"}}',
      'a11',
      'no valid Unicode',
    ],
    [
      'a prototype',
      '{"type":"req","id":"a12","method":"preferences.set","params":{"preferences":{"\\u005f_proto__":{"x":1}}}}',
      'a12',
      '__proto__',
    ],
    [
      'an unknown agent',
      {
        type: 'req',
        id: 'a13',
        method: 'chat.send',
        params: { sessionKey: 'agent:ghost:main', message: 'x', idempotencyKey: 'g' },
      },
      'a13',
      'Unknown agent: ghost.',
    ],
    [
      'an unknown model',
      { type: 'req', id: 'a14', method: 'sessions.create', params: { model: 'nobody/nothing' } },
      'a14',
      'Unknown model: nobody/nothing.',
    ],
    [
      'a key that cannot be one',
      { type: 'req', id: 'a15', method: 'chat.history', params: { sessionKey: 'agent:../..:x' } },
      'a15',
      'not a session key',
    ],
    [
      'an unknown approval',
      { type: 'req', id: 'a16', method: 'exec.approval.resolve', params: { id: 'nope', decision: 'deny' } },
      'a16',
      'unknown or expired approval id',
    ],
    [
      'an unknown session',
      { type: 'req', id: 'a17', method: 'sessions.patch', params: { key: 'nothing-here', pinned: true } },
      'a17',
      'No session found',
    ],
    [
      'an empty message',
      {
        type: 'req',
        id: 'a18',
        method: 'chat.send',
        params: { sessionKey: 'main', message: ' ', idempotencyKey: 'e' },
      },
      'a18',
      'is empty',
    ],
  ])('return a typed error for %s', async (_case, frame, id, message) => {
    socket.send(frame);
    const { ok, error } = await socket.answer(id);
    expect(ok).toBe(false);
    expect(error?.code).toBe('INVALID_REQUEST');
    expect(error?.message).toContain(message);
  });

  it('reject deep nesting, drop invalid JSON, and do not close the connection', async () => {
    const own = await connected(gateway.url);
    own.send('not json');
    own.send(`${'['.repeat(100_000)}`);
    expect((await own.answer('invalid')).error?.message).toContain('nested deeper');
    expect((await own.request('h', 'health')).ok).toBe(true);
    own.close();
  });

  it('close the connection after a hundred invalid frames, a binary frame, an oversized frame, or repeated wrong roles', async () => {
    const bad = await connected(gateway.url);
    for (let index = 0; index < 100; index += 1) bad.send('nonsense');
    expect(await bad.closed).toEqual({ code: 1008, reason: 'too many bad frames' });
    const binary = await connected(gateway.url);
    binary.sendBinary(new Uint8Array([1, 2, 3]));
    expect((await binary.closed).code).toBe(1003);
    const large = await connected(gateway.url);
    large.send({ type: 'req', id: 'x', method: 'sessions.list', params: { search: 'x'.repeat(1_000_000) } });
    expect((await large.answer('x')).ok).toBe(true);
    large.send('x'.repeat(27 * 1024 * 1024));
    expect((await large.closed).code).toBe(1009);
    const wrong = await connected(gateway.url);
    for (let index = 0; index < 11; index += 1)
      wrong.send({ type: 'req', id: `n${index}`, method: 'node.event', params: { event: 'x' } });
    expect(await wrong.closed).toEqual({ code: 1008, reason: 'repeated unauthorized calls' });
  });

  it('are rejected without the required scope, by method and by parameters', async () => {
    const reader = await connected(gateway.url, { scopes: ['operator.read'] });
    const scopeOf = async (id: string, method: string, params: unknown) =>
      (await reader.request(id, method, params)).error?.details?.['missingScope'];
    expect(await scopeOf('1', 'chat.send', {})).toBe('operator.write');
    expect(await scopeOf('2', 'config.patch', { raw: '{}' })).toBe('operator.admin');
    expect(await scopeOf('3', 'exec.approval.list', {})).toBe('operator.approvals');
    const writer = await connected(gateway.url, { scopes: ['operator.write'] });
    expect(
      (await writer.request('4', 'sessions.patch', { key: 'x', retentionDays: 3 })).error?.details?.['missingScope'],
    ).toBe('operator.admin');
    expect((await writer.request('5', 'sessions.patch', { key: 'x', pinned: true })).error?.message).toContain(
      'No session found',
    );
    reader.close();
    writer.close();
  });

  it('are limited to 32 sockets that have not signed in', async () => {
    const waiting = await Promise.all(Array.from({ length: 32 }, () => RawSocket.open(gateway.url)));
    await expect(RawSocket.open(gateway.url)).rejects.toThrow('429');
    for (const each of waiting) each.close();
    await Promise.all(waiting.map((each) => each.closed));
    (await connected(gateway.url)).close();
  });
});

describe('reads', () => {
  const published: Readonly<Record<string, string>> = {
    'system.info': 'SystemInfoResult',
    'models.list': 'ModelsListResult',
    'agents.list': 'AgentsListResult',
    'agent.identity.get': 'AgentIdentityResult',
    'commands.list': 'CommandsListResult',
    'config.schema': 'ConfigSchemaResponse',
    'exec.approvals.get': 'ExecApprovalsSnapshot',
    'logs.tail': 'LogsTailResult',
  };
  it.each(Object.entries(published))('%s matches the published schema', async (method, definition) => {
    const { payload, error } = await socket.request(`read ${method}`, method);
    expect(error).toBeUndefined();
    expect(findViolations(definition, payload)).toEqual([]);
  });

  it.each([
    'health',
    'status',
    'last-heartbeat',
    'system-presence',
    'sessions.list',
    'exec.approval.list',
    'plugin.approval.list',
    'approvals.list',
    'approvals.rules.list',
    'providers.list',
    'setup.status',
    'preferences.get',
    'config.get',
    'usage.status',
    'usage.cost',
    'audit.entries',
    'audit.verify',
    'chat.metadata',
    'browsers.link',
    'sessions.subscribe',
  ])('%s accepts a call without params', async (method) => {
    expect((await socket.request(`plain ${method}`, method)).error).toBeUndefined();
  });

  it('models.list filters by provider', async () => {
    const providersOf = async (params: object) => {
      const { payload } = await socket.request(`models ${JSON.stringify(params)}`, 'models.list', params);
      const { models } = payload as unknown as { models: readonly { readonly provider: string }[] };
      return [...new Set(models.map(({ provider }) => provider))];
    };
    expect(await providersOf({})).toEqual(expect.arrayContaining(['anthropic', 'demo']));
    expect(await providersOf({ provider: 'demo', includeDetails: true })).toEqual(['demo']);
    expect(await providersOf({ provider: 'nobody' })).toEqual([]);
  });

  it('every declared method is listed in hello-ok and responds', async () => {
    const own = await RawSocket.open(gateway.url);
    const hello = await own.request('c', 'connect', {
      minProtocol: 4,
      maxProtocol: 4,
      client: { id: 'cli', mode: 'cli', version: '1', platform: 'linux' },
      auth: { token: 'test-token-of-the-gateway' },
      scopes: ['operator.admin'],
    });
    const { methods } = (hello.payload ?? {})['features'] as { readonly methods: readonly string[] };
    expect(methods).toEqual(Object.keys(METHODS));
    for (const method of methods)
      expect((await own.request(`m ${method}`, method)).error?.message ?? '').not.toContain('unknown method');
    own.close();
  });
});

describe('workspaces', () => {
  it.each([
    ['a relative path', () => 'somewhere', 'WORKSPACE_PATH'],
    ['a folder that is not there', () => `${gateway.workspace}/nothing`, 'WORKSPACE_MISSING'],
    ['a file', () => import.meta.filename, 'WORKSPACE_NOT_A_FOLDER'],
    ['our own home', () => gateway.home, 'WORKSPACE_REFUSED'],
    ['a folder of our own home', () => `${gateway.home}/logs`, 'WORKSPACE_REFUSED'],
    ['the whole machine', () => '/', 'WORKSPACE_REFUSED'],
  ])('rejects %s as a workspace everywhere', async (_name, path, code) => {
    const own = await connected(gateway.url);
    const codes = [
      await own.request('1', 'setup.choose', { workspace: path() }),
      await own.request('2', 'sessions.create', { cwd: path() }),
      await own.request('3', 'agents.settings.set', { agentId: 'main', workspace: path() }),
    ].map(({ error }) => error?.details?.['code']);
    expect(codes).toEqual([code, code, code]);
    own.close();
  });
});

describe('a client that never reads', () => {
  it('is disconnected when its buffer is full, without affecting others', async () => {
    const greedy = await connected(gateway.url);
    greedy.pause();
    for (let index = 0; index < 200; index += 1)
      greedy.send({ type: 'req', id: `warm${index}`, method: 'config.schema' });
    const { payload } = await socket.request('size', 'config.schema');
    const enough = Math.ceil((70 * 1024 * 1024) / JSON.stringify(payload).length);
    for (let index = 0; index < enough; index += 1) {
      greedy.send({ type: 'req', id: `more${index}`, method: 'config.schema' });
      if (index % 100 === 0) await socket.request(`beside${index}`, 'health');
    }
    expect((await socket.request('still', 'health')).ok).toBe(true);
    greedy.resume();
    // It is told why, unless it read nothing for so long that its connection was cut.
    const { code, reason } = await greedy.closed;
    expect([
      [1008, 'slow consumer'],
      [1006, ''],
    ]).toContainEqual([code, reason]);
  });
});

describe('the exec approvals file', () => {
  it('contains rules and modes, can be changed with the current hash, and rejects rules that are too broad', async () => {
    const before = (await socket.request('p1', 'exec.approvals.get')).payload ?? {};
    const file = { version: 1, agents: { main: { security: 'allowlist', allowlist: [{ pattern: 'git status' }] } } };
    const changed = await socket.request('p2', 'exec.approvals.set', { file, baseHash: before['hash'] });
    expect(findViolations('ExecApprovalsSnapshot', changed.payload)).toEqual([]);
    expect(JSON.stringify(changed.payload)).toContain('git status');
    const rules = (await socket.request('p3', 'approvals.rules.list')).payload?.['rules'];
    expect(rules).toMatchObject([{ agentId: 'main', words: ['git', 'status'] }]);
    expect(
      (await socket.request('p4', 'exec.approvals.set', { file, baseHash: before['hash'] })).error?.details?.['code'],
    ).toBe('STALE_HASH');
    expect((await socket.request('p6', 'exec.approvals.set', { file })).error?.details?.['code']).toBe('BASE_HASH');
    const twoAtOnce = ['git log', 'git diff'].map((pattern, n) => {
      const asked = { version: 1, agents: { main: { allowlist: [{ pattern }] } } };
      return socket.request(`two-${n}`, 'exec.approvals.set', { file: asked, baseHash: changed.payload?.['hash'] });
    });
    const [first, second] = await Promise.all(twoAtOnce);
    expect([first?.ok, second?.ok, second?.error?.details?.['code']]).toEqual([true, false, 'STALE_HASH']);
    const all = { version: 1, agents: { main: { allowlist: [{ pattern: '*' }] } } };
    expect(
      (await socket.request('p5', 'exec.approvals.set', { file: all, baseHash: first?.payload?.['hash'] })).error
        ?.message,
    ).toMatch(/cannot be stored/);
  });
});
