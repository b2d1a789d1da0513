// Nodes: what they may be asked to do, how it ends, what they report, and what is known of them when they are gone.
// Proves: FR-4
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDevice } from './support/device.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { findViolations } from './support/published-check.ts';
import { connected, type RawFrame, type RawSocket } from './support/raw-socket.ts';

const CLIENT = {
  id: 'node-host',
  mode: 'node',
  version: '1.0.0',
  platform: 'linux',
  deviceFamily: 'Linux',
  modelIdentifier: 'Box1,1',
  coreVersion: '7.1',
  uiVersion: '7.2',
};
const COMMANDS = ['camera.snap', 'system.run', 'system.which'];
let gateway: ProtocolHost;
let owner: RawSocket;
let calls = 0;

beforeAll(async () => {
  const config = { gateway: { nodes: { deny: ['camera.clip'] } } };
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }), { config });
  owner = await connected(gateway.url, { scopes: ['operator.admin'] });
});
afterAll(async () => {
  owner.close();
  await gateway.stop();
});

const call = (from: RawSocket, method: string, params: unknown = {}) =>
  from.request(`call-${(calls += 1)}`, method, params);
const reasonOf = ({ error }: RawFrame) => error?.details?.['code'];
const invoke = (nodeId: string, command: string, more: object = {}, from = owner) =>
  call(from, 'node.invoke', { nodeId, command, idempotencyKey: `key-${(calls += 1)}`, ...more });

async function node(device = new TestDevice(), commands = COMMANDS) {
  const options = { client: CLIENT, role: 'node', scopes: [], caps: ['system'], commands } as const;
  const { socket } = await device.connect(gateway.url, { ...options, permissions: { camera: true, screen: false } });
  return { device, socket, id: device.id };
}

async function allowedNode(device = new TestDevice(), commands = COMMANDS) {
  const made = await node(device, commands);
  const { pending } = (await call(owner, 'node.pair.list')).payload as {
    pending: readonly { nodeId: string; requestId: string }[];
  };
  const { requestId } = pending.find(({ nodeId }) => nodeId === made.id) ?? expect.fail('nothing waits');
  expect((await call(owner, 'node.pair.approve', { requestId })).ok).toBe(true);
  return made;
}

const asked = (socket: RawSocket, command: string) =>
  socket.event('node.invoke.request', (payload) => payload['command'] === command);

describe('a node command', () => {
  it('is sent to the node and returns its result in both forms', async () => {
    const { socket, id } = await allowedNode();
    const answer = invoke(id, 'system.which', { params: { bins: ['git'] }, timeoutMs: 60_000 });
    const { payload } = await asked(socket, 'system.which');
    expect(findViolations('NodeInvokeRequestEvent', payload)).toEqual([]);
    expect(payload).toMatchObject({ nodeId: id, paramsJSON: '{"bins":["git"]}', timeoutMs: 60_000 });
    const payloadJSON = '{"bins":{"git":"/usr/bin/git"}}';
    const sent = await call(socket, 'node.invoke.result', { id: payload?.['id'], nodeId: id, ok: true, payloadJSON });
    expect(sent.payload).toEqual({ ok: true });
    expect((await answer).payload).toEqual({
      ok: true,
      nodeId: id,
      command: 'system.which',
      payload: { bins: { git: '/usr/bin/git' } },
      payloadJSON,
    });
    const late = await call(socket, 'node.invoke.result', { id: payload?.['id'], nodeId: id, ok: true });
    expect(late.payload).toEqual({ ok: true, ignored: true });
    socket.close();
  });

  it('sends its progress to the caller, in order and once', async () => {
    const { socket, id } = await allowedNode();
    const answer = invoke(id, 'camera.snap');
    const invokeId = (await asked(socket, 'camera.snap')).payload?.['id'];
    const say = (seq: number, chunk: string) =>
      call(socket, 'node.invoke.progress', { invokeId, nodeId: id, seq, chunk });
    await say(0, 'one');
    await say(2, 'three');
    expect((await say(1, 'late')).payload).toMatchObject({ ignored: true });
    await call(socket, 'node.invoke.result', {
      id: invokeId,
      nodeId: id,
      ok: false,
      error: { code: 'X', message: 'no film' },
    });
    expect((await answer).error).toMatchObject({ code: 'UNAVAILABLE', message: 'no film', details: { nodeCode: 'X' } });
    const heard = owner.frames.filter(
      ({ event, payload }) => event === 'node.invoke.progress' && payload?.['invokeId'] === invokeId,
    );
    expect(heard.map(({ payload }) => payload?.['chunk'])).toEqual(['one', 'three']);
    socket.close();
  });

  it('is rejected if it is not declared, not approved, or denied by the configuration', async () => {
    const { socket, id } = await allowedNode(new TestDevice(), [...COMMANDS, 'camera.clip']);
    const waiting = await node();
    expect(reasonOf(await invoke(id, 'fs.listDir'))).toBe('NODE_COMMAND_NOT_ALLOWED');
    expect(reasonOf(await invoke(id, 'camera.clip'))).toBe('NODE_COMMAND_NOT_ALLOWED');
    expect(reasonOf(await invoke(waiting.id, 'camera.snap'))).toBe('NODE_COMMAND_NOT_ALLOWED');
    expect(reasonOf(await invoke('nobody', 'camera.snap'))).toBe('UNKNOWN_NODE');
    for (const one of [socket, waiting.socket])
      expect(one.frames.some(({ event }) => event === 'node.invoke.request')).toBe(false);
    socket.close();
    waiting.socket.close();
  });

  it('with access to the whole machine requires the admin scope', async () => {
    const { socket, id } = await allowedNode();
    const writer = await connected(gateway.url, { scopes: ['operator.write'] });
    expect((await invoke(id, 'system.run', {}, writer)).error?.message).toBe('missing scope: operator.admin');
    const answer = invoke(id, 'camera.snap', {}, writer);
    const { payload } = await asked(socket, 'camera.snap');
    await call(socket, 'node.invoke.result', { id: payload?.['id'], nodeId: id, ok: true, payload: 1 });
    expect((await answer).ok).toBe(true);
    writer.close();
    socket.close();
  });

  it('ends on timeout or disconnect and is canceled on the node', async () => {
    const { socket, id } = await allowedNode();
    expect(reasonOf(await invoke(id, 'camera.snap', { timeoutMs: 50 }))).toBe('NODE_TIMEOUT');
    await socket.event('node.invoke.cancel');
    const answer = invoke(id, 'system.which');
    await asked(socket, 'system.which');
    socket.close();
    expect(reasonOf(await answer)).toBe('NODE_DISCONNECTED');
    expect(reasonOf(await invoke(id, 'camera.snap'))).toBe('NOT_CONNECTED');
  });

  it('runs once per idempotency key', async () => {
    const { socket, id } = await allowedNode();
    const params = { nodeId: id, command: 'camera.snap', idempotencyKey: 'only-once' };
    const both = [call(owner, 'node.invoke', params), call(owner, 'node.invoke', params)];
    const { payload } = await asked(socket, 'camera.snap');
    await call(socket, 'node.invoke.result', { id: payload?.['id'], nodeId: id, ok: true, payload: 'picture' });
    for (const answer of await Promise.all(both)) expect(answer.payload).toMatchObject({ payload: 'picture' });
    expect(socket.frames.filter(({ event }) => event === 'node.invoke.request')).toHaveLength(1);
    socket.close();
  });

  it('accepts a result only from its own node', async () => {
    const first = await allowedNode();
    const second = await allowedNode();
    const answer = invoke(first.id, 'camera.snap', { timeoutMs: 60_000 });
    const id = (await asked(first.socket, 'camera.snap')).payload?.['id'];
    const forged = await call(second.socket, 'node.invoke.result', {
      id,
      nodeId: second.id,
      ok: true,
      payload: 'forged',
    });
    expect(forged.payload).toMatchObject({ ignored: true });
    expect(reasonOf(await call(second.socket, 'node.invoke.result', { id, nodeId: first.id, ok: true }))).toBe(
      'NODE_MISMATCH',
    );
    await call(first.socket, 'node.invoke.result', { id, nodeId: first.id, ok: true, payload: 'true' });
    expect((await answer).payload).toMatchObject({ payload: 'true' });
    first.socket.close();
    second.socket.close();
  });
});

describe('a node', () => {
  it('reports known events to operators and drops and logs others', async () => {
    const { socket, id } = await allowedNode();
    const known = await call(socket, 'node.event', { event: 'exec.finished', payload: { exitCode: 0 } });
    expect(known.payload).toMatchObject({ ok: true, handled: true });
    expect((await owner.event('node.event', (payload) => payload['nodeId'] === id)).payload).toMatchObject({
      event: 'exec.finished',
      payloadJSON: '{"exitCode":0}',
    });
    const unknown = await call(socket, 'node.event', { event: 'made.up', payloadJSON: '{}' });
    expect(findViolations('NodeEventResult', unknown.payload)).toEqual([]);
    expect(unknown.payload).toMatchObject({ handled: false, reason: 'unknown' });
    const log = JSON.stringify((await call(owner, 'logs.tail', { limit: 1_000 })).payload);
    expect(log).toContain('made.up');
    expect(owner.frames.some(({ event, payload }) => event === 'node.event' && payload?.['event'] === 'made.up')).toBe(
      false,
    );
    expect((await call(owner, 'node.event', { event: 'exec.finished' })).error?.message).toBe(
      'unauthorized role: operator',
    );
    socket.close();
  });

  it('is described with all its facts, even when disconnected or updated', async () => {
    const { device, socket, id } = await allowedNode();
    const described = async () => (await call(owner, 'node.describe', { nodeId: id })).payload;
    const facts = {
      version: '1.0.0',
      coreVersion: '7.1',
      uiVersion: '7.2',
      deviceFamily: 'Linux',
      modelIdentifier: 'Box1,1',
      caps: ['system'],
      permissions: { camera: true, screen: false },
      remoteIp: expect.any(String),
      silent: true,
      isRepair: false,
    };
    expect(await described()).toMatchObject({ ...facts, connected: true });
    socket.close();
    await expect.poll(async () => (await described())?.['connected']).toBe(false);
    expect((await call(owner, 'node.list')).payload?.['nodes']).toContainEqual(
      expect.objectContaining({ ...facts, nodeId: id, connected: false }),
    );
    const newer = await device.connect(gateway.url, {
      client: { ...CLIENT, version: '2.0.0', coreVersion: '8' },
      role: 'node',
      scopes: [],
      caps: ['system'],
      commands: COMMANDS,
      permissions: { camera: false, screen: false },
    });
    const expected = { version: '2.0.0', coreVersion: '8', permissions: { camera: false, screen: false } };
    expect(await described()).toMatchObject({ ...expected, approvalState: 'approved' });
    newer.socket.close();
  });

  it('can be renamed', async () => {
    const { socket, id } = await allowedNode();
    expect((await call(owner, 'node.rename', { nodeId: id, displayName: ' Kitchen ' })).payload).toEqual({
      nodeId: id,
      displayName: 'Kitchen',
    });
    expect((await call(owner, 'node.describe', { nodeId: id })).payload).toMatchObject({ displayName: 'Kitchen' });
    socket.close();
  });

  it('gets its queued work until it acknowledges it', async () => {
    const { device, socket, id } = await allowedNode();
    socket.close();
    const queued = await call(owner, 'node.pending.enqueue', { nodeId: id, type: 'status.request' });
    expect(findViolations('NodePendingEnqueueResult', queued.payload)).toEqual([]);
    await call(owner, 'node.pending.enqueue', { nodeId: id, type: 'location.request', priority: 'high' });
    const again = await node(device);
    const drained = await call(again.socket, 'node.pending.drain', { maxItems: 1 });
    expect(findViolations('NodePendingDrainResult', drained.payload)).toEqual([]);
    const { items, hasMore } = drained.payload as { items: readonly { id: string; type: string }[]; hasMore: boolean };
    expect([items.map(({ type }) => type), hasMore]).toEqual([['location.request'], true]);
    const acked = await call(again.socket, 'node.pending.ack', { ids: [items[0]?.id, 'unknown'] });
    expect(acked.payload).toEqual({ nodeId: id, ackedIds: [items[0]?.id], remainingCount: 1 });
    const pulled = (await call(again.socket, 'node.pending.pull')).payload as {
      actions: readonly { command: string }[];
    };
    expect(pulled.actions.map(({ command }) => command)).toEqual(['status.request']);
    again.socket.close();
  });
});
