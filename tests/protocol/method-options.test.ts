// Options of the protocol over a real socket: each with its effect.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { lastUserText, type ModelRequestRecord } from '#tests/support/model-server.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { connected } from './support/raw-socket.ts';

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const IMAGE = { type: 'image', mimeType: 'image/png', fileName: 'dot.png', content: PIXEL };

let host: ProtocolHost;
let client: GatewayClient;
let count = 0;
const requests: ModelRequestRecord[] = [];

beforeAll(async () => {
  host = await startProtocolHost((request) => {
    requests.push(request);
    const asked = lastUserText(request);
    if (asked.includes('slow')) return { steps: [{ say: 'word '.repeat(4_000), chunks: 4_000, everyMs: 20 }] };
    return { steps: [{ say: `Answer to ${asked}` }] };
  });
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

const nextKey = (): string => `options-${(count += 1)}`;

async function ask(sessionKey: string, message: string, more: object = {}): Promise<ModelRequestRecord> {
  const idempotencyKey = nextKey();
  await client.request('chat.send', { sessionKey, message, idempotencyKey, ...more });
  await client.request('agent.wait', { runId: idempotencyKey });
  return requests.at(-1) ?? expect.fail('no model was asked');
}

describe('chat.send', () => {
  it("maps OpenClaw's thinking levels and rejects an unknown one", async () => {
    const plain = await ask('agent:main:thinking', 'hello');
    const thinking = await ask('agent:main:thinking', 'hello', { thinking: 'xhigh' });
    expect(plain.body['thinking']).toMatchObject({ type: 'disabled' });
    expect(thinking.body['thinking']).toMatchObject({ type: 'enabled' });
    await expect(ask('agent:main:thinking', 'hello', { thinking: 'much' })).rejects.toMatchObject({
      details: { code: 'UNKNOWN_THINKING_LEVEL' },
    });
  });

  it('stops a run at its time limit', async () => {
    const idempotencyKey = nextKey();
    await client.request('chat.send', {
      sessionKey: 'agent:main:limited',
      message: 'slow',
      idempotencyKey,
      timeoutMs: 200,
    });
    expect(await client.request('agent.wait', { runId: idempotencyKey })).toMatchObject({ status: 'error' });
    const { session } = await client.request('sessions.describe', { key: 'agent:main:limited' });
    expect(session?.lastRunError).toContain('time limit');
  });
});

describe('agent', () => {
  async function agent(params: object) {
    const socket = await connected(host.url);
    const id = nextKey();
    const first = await socket.request(id, 'agent', { message: 'hello', idempotencyKey: id, ...params });
    if (first.ok !== true) return first;
    const done = await socket.frame((frame) => frame.id === id && frame.payload?.['status'] !== 'accepted');
    socket.close();
    return done;
  }

  it('accepts images, instructions, and a thinking level', async () => {
    await agent({ attachments: [IMAGE], extraSystemPrompt: 'Be short.', thinking: 'high' });
    const { body } = requests.at(-1) ?? expect.fail('no model was asked');
    expect(JSON.stringify(body.messages.at(-1))).toContain(PIXEL);
    expect(JSON.stringify(body.system)).toContain('Be short.');
    expect(body['thinking']).toMatchObject({ type: 'enabled' });
  });

  it('uses its model even in an existing session', async () => {
    await agent({ sessionKey: 'agent:main:other-model' });
    await agent({ sessionKey: 'agent:main:other-model', model: 'claude-haiku-4-5', provider: 'anthropic' });
    expect(requests.at(-1)?.body.model).toBe('claude-haiku-4-5');
  });

  it('finds the session by its ID and rejects an unknown or unexpected one', async () => {
    const { key, sessionId } = await client.request('sessions.create', { key: 'agent:main:by-id' });
    expect(await agent({ sessionId })).toMatchObject({ payload: { status: 'ok' } });
    expect(await client.request('chat.history', { sessionKey: key })).toMatchObject({ totalMessages: 2 });
    expect((await agent({ sessionId: 'unknown' })).error?.details).toMatchObject({ code: 'SESSION_NOT_FOUND' });
    const stale = await agent({ sessionKey: key, expectedExistingSessionId: 'unknown' });
    expect(stale.error?.details).toMatchObject({ code: 'SESSION_CHANGED' });
  });

  it('stops the run after `timeout` seconds', async () => {
    const done = await agent({ sessionKey: 'agent:main:one-second', message: 'slow', timeout: 1 });
    expect(done.payload).toMatchObject({ status: 'timeout' });
    expect((await client.request('sessions.describe', { key: 'agent:main:one-second' })).session).toMatchObject({
      hasActiveRun: false,
    });
  });
});

describe('sessions.create', () => {
  it('rejects incognito and stores nothing', async () => {
    const key = 'agent:main:secret';
    await expect(
      client.request('sessions.create', { key, incognito: true, message: 'a secret' }),
    ).rejects.toMatchObject({ details: { code: 'UNSUPPORTED_OPTION', option: 'incognito' } });
    expect((await client.request('sessions.describe', { key })).session).toBeNull();
  });

  it('sends a task with images as the first message', async () => {
    const idempotencyKey = nextKey();
    const { runId } = await client.request('sessions.create', {
      task: 'look',
      attachments: [IMAGE],
      thinkingLevel: 'high',
      idempotencyKey,
    });
    await client.request('agent.wait', { runId: runId ?? '' });
    const { body } = requests.at(-1) ?? expect.fail('no model was asked');
    expect(JSON.stringify(body.messages.at(-1))).toContain(PIXEL);
    expect(body['thinking']).toMatchObject({ type: 'enabled' });
  });

  it('links a session to its parent, which must exist', async () => {
    await ask('agent:main:parent', 'hello');
    const { entry } = await client.request('sessions.create', { parentSessionKey: 'agent:main:parent' });
    expect(entry.parentSessionKey).toBe('agent:main:parent');
    const orphan = client.request('sessions.create', { parentSessionKey: 'agent:main:nobody' });
    await expect(orphan).rejects.toMatchObject({ details: { code: 'SESSION_NOT_FOUND' } });
  });

  it("forks the parent's conversation up to its last completed answer", async () => {
    const parentSessionKey = 'agent:main:forked';
    await ask(parentSessionKey, 'first');
    const busy = nextKey();
    await client.request('chat.send', { sessionKey: parentSessionKey, message: 'slow', idempotencyKey: busy });
    const { key, entry } = await client.request('sessions.create', {
      parentSessionKey,
      fork: true,
      forkFrom: 'last-completed',
      label: 'A fork',
    });
    await client.request('sessions.abort', { key: parentSessionKey });
    expect(entry).toMatchObject({ parentSessionKey, label: 'A fork' });
    const { messages } = await client.request('chat.history', { sessionKey: key });
    expect(JSON.stringify(messages)).toContain('Answer to first');
    expect(JSON.stringify(messages)).not.toContain('slow');
    await expect(client.request('sessions.create', { fork: true })).rejects.toThrow('parentSessionKey');
  });
});

describe('sessions.abort', () => {
  it('also cancels queued messages on request', async () => {
    const key = 'agent:main:cleared';
    await client.request('chat.send', { sessionKey: key, message: 'slow', idempotencyKey: nextKey() });
    const next = { sessionKey: key, message: 'next', queueMode: 'followup', idempotencyKey: nextKey() } as const;
    await client.request('chat.send', next);
    await client.request('sessions.abort', { key, clearQueued: true });
    const { view } = await client.request('sessions.watch', { key, items: 10 });
    expect(view?.queue).toEqual([]);
  });
});

describe('agents.delete', () => {
  it('moves files in its own folder to the trash on request, and keeps a folder that a person selected', async () => {
    const { agentId, workspace } = await client.request('agents.create', { name: 'Gardener' });
    const folder = String(workspace);
    await client.request('sessions.create', { agentId: String(agentId) });
    writeFileSync(join(folder, 'notes.md'), 'roses');
    const removed = await client.request('agents.delete', { agentId: String(agentId), deleteFiles: true });
    expect(removed.removed).toContainEqual({ path: 'notes.md', method: 'trash' });
    expect(existsSync(join(folder, 'notes.md'))).toBe(false);

    const chosen = await client.request('agents.create', { name: 'Cook', workspace: host.workspace });
    writeFileSync(join(host.workspace, 'recipe.md'), 'soup');
    const kept = await client.request('agents.delete', { agentId: String(chosen['agentId']), deleteFiles: true });
    expect(kept).toMatchObject({ removed: [], failed: [{ path: host.workspace }] });
    expect(readdirSync(host.workspace)).toContain('recipe.md');
  });
});

describe('config.patch', () => {
  it('writes the note to the audit log', async () => {
    const { hash } = await client.request('config.get', {});
    const raw = JSON.stringify({ logs: { level: 'debug' } });
    await client.request('config.patch', { raw, baseHash: hash, note: 'more detail for a day' });
    const { entries } = await client.request('audit.entries', { limit: 1, action: 'config.patch' });
    expect(entries[0]?.details).toMatchObject({ note: 'more detail for a day' });
  });
});

describe('usage', () => {
  it('counts days in the requested time zone', async () => {
    await ask('agent:main:counted', 'hello');
    const east = await client.request('usage.cost', { days: 1, mode: 'specific', timeZone: 'Pacific/Kiritimati' });
    const west = await client.request('usage.cost', { days: 1, mode: 'specific', utcOffset: 'UTC-11' });
    // 25 hours lie between them: they never have the same date.
    expect(east.daily[0]?.date).not.toBe(west.daily[0]?.date);
    const { aggregates } = await client.request('sessions.usage', { range: '7d', timeZone: 'Pacific/Kiritimati' });
    expect(aggregates.daily.at(-1)?.date).toBe(east.daily[0]?.date);
    const unknown = client.request('usage.cost', { mode: 'specific', timeZone: 'Mars/Base' });
    await expect(unknown).rejects.toMatchObject({ details: { code: 'UNKNOWN_TIME_ZONE' } });
  });
});

describe('system-event', () => {
  it("with facts about a device updates the caller's presence and notifies other clients", async () => {
    const other = await connected(host.url);
    const mac = await connected(host.url);
    const report = { text: 'Node: mac', host: 'mac', reason: 'periodic', lastInputSeconds: 3, deviceId: 'forged' };
    expect((await mac.request('beacon', 'system-event', report)).ok).toBe(true);
    const mine = { host: 'mac', reason: 'periodic', lastInputSeconds: 3, text: 'Node: mac' };
    const isMine = (entry: unknown): boolean => JSON.stringify(entry).includes('Node: mac');
    const { payload } = await other.event('presence', ({ presence }) => isMine(presence));
    expect(payload?.['presence']).toContainEqual(expect.objectContaining(mine));
    expect(JSON.stringify(payload)).not.toContain('forged');
    other.close();
    mac.close();
  });

  it('with a text is broadcast as presence, and the text is queued for the agent', async () => {
    const other = await connected(host.url);
    const mac = await connected(host.url);
    const text = 'The printer is out of paper.';
    expect((await mac.request('event', 'system-event', { text, host: 'mac' })).ok).toBe(true);
    const { payload } = await other.event('presence', (presence) => JSON.stringify(presence).includes(text));
    expect(payload?.['presence']).toContainEqual(expect.objectContaining({ text, host: 'mac' }));
    await mac.request('wake', 'system-event', { text: 'Now!', wake: true });
    await expect.poll(() => JSON.stringify(host.model.requests.at(-1)?.body.messages)).toContain('Now!');
    expect(JSON.stringify(host.model.requests.at(-1)?.body.messages)).toContain(text);
    other.close();
    mac.close();
  });

  it('about a device cannot wake an agent', async () => {
    const mac = await connected(host.url);
    const answer = await mac.request('beacon', 'system-event', { text: 'Node: mac', wake: true });
    expect(answer.error?.details).toMatchObject({ code: 'WAKE_BEACON' });
    mac.close();
  });
});
