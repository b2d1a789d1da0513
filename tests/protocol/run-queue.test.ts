// The queue of runs over the wire: rows, events, order, and recovery of an in-process host.
// Proves: PP-2
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastUserText } from '../support/model-server.ts';
import { waitUntil } from '../support/wait-until.ts';
import { startOwnClient, type OwnClient } from './support/own-client.ts';
import { MODEL, startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';

let gateway: ProtocolHost;
let own: OwnClient;
const asked: string[] = [];
const gate = Promise.withResolvers<void>();

beforeAll(async () => {
  gateway = await startProtocolHost(
    (request) => {
      const text = lastUserText(request);
      if (text.startsWith('task ')) asked.push(text);
      return { steps: text === 'task a' ? [{ until: gate.promise }, { say: 'late' }] : [{ say: 'done' }] };
    },
    { config: { limits: { concurrentRuns: 1 }, titles: { automatic: false } } },
  );
  own = startOwnClient(gateway.url);
  await own.client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
});
afterAll(async () => {
  own.stop();
  await gateway.stop();
});

const toKey = (name: string): string => `agent:main:${name}`;

describe('a queued run', () => {
  it('is marked in lists, announced, moved, and canceled, and starts in the order shown', async () => {
    const { client } = own;
    const changes: number[] = [];
    const rows: unknown[] = [];
    client.on('runs.queue.changed', ({ waiting }) => changes.push(waiting));
    client.on('sessions.changed', ({ session }) => rows.push([session?.key, session?.isQueued]));
    await client.request('sessions.subscribe', {});
    for (const name of ['a', 'b', 'c', 'd'])
      await client.request('chat.send', { sessionKey: toKey(name), message: `task ${name}`, idempotencyKey: name });
    const list = async () => (await client.request('runs.queue.list', {})).runs.map(({ runId }) => runId);
    await waitUntil('the queue', async () => (await list()).length === 3);
    expect(await list()).toEqual(['b', 'c', 'd']);
    const { sessions } = await client.request('sessions.list', {});
    const isQueued = (name: string) => sessions.find(({ key }) => key === toKey(name))?.isQueued;
    expect([isQueued('a'), isQueued('b')]).toEqual([undefined, true]);
    // Other clients see a running session.
    expect(sessions.find(({ key }) => key === toKey('b'))).toMatchObject({ status: 'running', hasActiveRun: true });
    await client.request('runs.queue.move', { runId: 'd', beforeRunId: 'b' });
    await client.request('runs.queue.cancel', { runId: 'b' });
    expect(await list()).toEqual(['d', 'c']);
    await expect(client.request('runs.queue.move', { runId: 'b' })).rejects.toMatchObject({
      details: { code: 'RUN_NOT_QUEUED' },
    });
    gate.resolve();
    await client.request('agent.wait', { runId: 'c' });
    expect(asked).toEqual(['task a', 'task d', 'task c']);
    await waitUntil('the last change', () => changes.at(-1) === 0);
    expect(rows).toContainEqual([toKey('d'), true]);
    const after = await client.request('sessions.list', {});
    expect(after.sessions.some((session) => session.isQueued === true)).toBe(false);
  });
});
