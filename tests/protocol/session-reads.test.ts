// Previews, resolving, transcripts and anchors, sends by other names, groups and notes: over a real socket.
// Proves: SE-1, SE-11, CH-7
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ChatHistoryResult } from '#contract/types/chat.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { OPERATOR_SCOPES } from '#contract/wire/scopes.ts';
import { lastUserText } from '#tests/support/model-server.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { findViolations } from './support/published-check.ts';
import { connected, type RawSocket } from './support/raw-socket.ts';

let host: ProtocolHost;
let client: GatewayClient;
let raw: RawSocket;
let count = 0;

beforeAll(async () => {
  host = await startProtocolHost((request) => {
    const asked = lastUserText(request);
    return asked.includes('wait for me')
      ? { steps: [{ say: 'one moment' }, { hang: true }] }
      : { steps: [{ say: `Answer to ${asked}` }] };
  });
  client = await connectTo(host.address.origin, TOKEN);
  raw = await connected(host.url, { scopes: OPERATOR_SCOPES });
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
});
afterAll(async () => {
  raw.close();
  client.stop();
  await host.stop();
});

const nextId = () => `reads-${(count += 1)}`;

async function ask(sessionKey: string, message: string): Promise<string> {
  const runId = nextId();
  await client.request('chat.send', { sessionKey, message, idempotencyKey: runId });
  await client.request('agent.wait', { runId });
  return runId;
}

const roles = (messages: readonly Readonly<Record<string, unknown>>[]) => messages.map((row) => row['role']);
const idsOf = (messages: readonly Readonly<Record<string, unknown>>[]) =>
  messages.map((row) => (row['__openclaw'] as { readonly id: string }).id); // every row has one

describe('reading sessions', () => {
  it('previews several at once and reports missing ones', async () => {
    await ask('agent:main:seen', `hello ${'x'.repeat(300)}`);
    const { previews } = await client.request('sessions.preview', { keys: ['seen', 'unseen', '\n'], maxChars: 20 });
    expect(previews.map(({ key, status, items }) => [key, status, items.length])).toEqual([
      ['seen', 'ok', 2],
      ['unseen', 'missing', 0],
      ['\n', 'missing', 0],
    ]);
    expect(previews[0]?.items[0]).toEqual({ role: 'user', text: `hello ${'x'.repeat(13)}…` });
  });

  it('resolves a title, ID, ID prefix, or link, and reports ambiguous and missing ones', async () => {
    const key = 'agent:main:resolved';
    await ask(key, 'one');
    await client.request('sessions.patch', { key, label: 'Kitchen' });
    const sessionId = (await client.request('sessions.describe', { key })).session?.sessionId ?? '';
    const found = { ok: true, key, agentId: 'main', displayName: 'Kitchen' };
    for (const asked of [
      { key: 'resolved' },
      { sessionId },
      { label: 'Kitchen' },
      { shortId: sessionId.slice(0, 8) },
      { reference: `gatehouse://session/${encodeURIComponent(key)}` },
    ]) {
      const answer = await client.request('sessions.resolve', asked);
      expect([answer, findViolations('SessionsResolveResult', answer)]).toEqual([found, []]);
    }
    await ask('agent:main:resolved-too', 'two');
    await client.request('sessions.patch', { key: 'agent:main:resolved-too', label: 'Kitchen' });
    expect(await client.request('sessions.resolve', { label: 'Kitchen' })).toMatchObject({
      ok: false,
      candidates: [{ agentId: 'main' }, { agentId: 'main' }],
    });
    expect(await client.request('sessions.resolve', { key: 'nowhere', allowMissing: true })).toEqual({ ok: false });
    await expect(client.request('sessions.resolve', { key: 'nowhere' })).rejects.toThrow('No session found: nowhere');
    await expect(client.request('sessions.resolve', {})).rejects.toMatchObject({ details: { code: 'INVALID_PARAMS' } });
  });

  it('lists by group, pin, parent, and last message, without scheduled sessions', async () => {
    const key = 'agent:main:cron:job:run:1';
    await ask(key, 'tick');
    await ask('agent:main:listed', 'hi');
    const list = async (params: object) =>
      (await client.request('sessions.list', params)).sessions.map((row) => row.key);
    expect(await list({ limit: 1, sortBy: 'lastInteractionAt' })).toEqual(['agent:main:listed']);
    expect(await list({ excludeCron: true })).not.toContain(key);
    expect(await list({})).toContain(key);
    await client.request('sessions.patchMany', {
      targets: [{ key }, { key: 'agent:main:nowhere' }],
      patch: { category: 'Jobs', pinned: true },
    });
    expect(await list({ group: 'Jobs', pinned: true })).toEqual([key]);
    expect(await list({ activeOnly: true })).toEqual([]);
    expect((await client.request('sessions.list', { limit: 1, ownerFirst: true })).owners).toEqual([]);
  });

  it('lists every acknowledged change at once', async () => {
    const key = 'agent:main:fresh';
    const other = await connectTo(host.address.origin, TOKEN);
    const find = async () => (await other.request('sessions.list', {})).sessions.find((row) => row.key === key);
    const change = async (work: () => Promise<unknown>) => {
      // The list before the change is kept, and must not be sent again after it.
      await find();
      await work();
      return find();
    };
    expect(await change(() => client.request('sessions.create', { key }))).toMatchObject({ unread: false });
    const label = { key, label: 'Fresh', pinned: true };
    expect(await change(() => client.request('sessions.patch', label))).toMatchObject({ label: 'Fresh', pinned: true });
    expect(await change(() => ask(key, 'hello'))).toMatchObject({
      unread: true,
      lastMessagePreview: 'Answer to hello',
    });
    expect(await change(() => client.request('sessions.patch', { key, unread: false }))).toMatchObject({
      unread: false,
    });
    const runId = nextId();
    const send = { sessionKey: key, message: 'wait for me', idempotencyKey: runId };
    expect(await change(() => client.request('chat.send', send))).toMatchObject({ activeRunIds: [runId] });
    expect(await change(() => client.request('sessions.abort', { key }))).toMatchObject({ hasActiveRun: false });
    const model = { agentId: 'main', model: 'demo/script' };
    expect(await change(() => client.request('agents.update', model))).toMatchObject({ modelProvider: 'demo' });
    await client.request('agents.update', { agentId: 'main', model: MODEL });
    expect(await find()).toMatchObject({ model: MODEL.split('/')[1] });
    expect(await change(() => client.request('sessions.patch', { key, archived: true }))).toBeUndefined();
    expect(await change(() => client.request('sessions.patch', { key, archived: false }))).toMatchObject({ key });
    expect(await change(() => client.request('sessions.delete', { key }))).toBeUndefined();
    expect(await change(() => client.request('sessions.restore', { key }))).toMatchObject({ key });
    other.stop();
  });
});

describe('a transcript', () => {
  const sessionKey = 'agent:main:transcript';

  it('is read completely, by message, and in a page around a message', async () => {
    for (let turn = 0; turn < 6; turn += 1) await ask(sessionKey, `message ${turn}`);
    const { messages } = await client.request('sessions.get', { key: sessionKey });
    expect(messages).toHaveLength(12);
    const messageId = idsOf(messages)[4] ?? '';
    const one = await client.request('chat.message.get', { sessionKey, messageId });
    expect([one, findViolations('ChatMessageGetResult', one)]).toEqual([{ ok: true, message: messages[4] }, []]);
    expect(await client.request('chat.message.get', { sessionKey, messageId, maxChars: 3 })).toEqual({
      ok: false,
      unavailableReason: 'oversized',
    });
    expect(await client.request('chat.message.get', { sessionKey, messageId: 'none' })).toEqual({
      ok: false,
      unavailableReason: 'not_found',
    });
    const page = await client.request('chat.history', { sessionKey, messageId, limit: 4 });
    expect(idsOf(page.messages)).toContain(messageId);
    expect([page.messages.length, page.offset, page.nextOffset, page.hasMore]).toEqual([4, 5, 9, true]);
    await expect(client.request('chat.history', { sessionKey, messageId: 'none' })).rejects.toMatchObject({
      details: { code: 'MESSAGE_NOT_FOUND' },
    });
  });

  it('is read in pages of limited size, newest first, without losing rows between them', async () => {
    const { messages, deltaCursor } = await client.request('chat.history', { sessionKey });
    const bytes = messages.map((row) => Buffer.byteLength(JSON.stringify(row)));
    const maxBytes = Math.max(...bytes) * 2;
    const pages: unknown[] = [];
    for (let offset: number | undefined = 0; offset !== undefined;) {
      const page: ChatHistoryResult = await client.request('chat.history', { sessionKey, maxBytes, offset });
      expect(Buffer.byteLength(JSON.stringify(page.messages))).toBeLessThan(maxBytes + page.messages.length + 2);
      expect(page.hasMore).toBe(page.nextOffset !== undefined);
      pages.unshift(...page.messages);
      offset = page.nextOffset;
    }
    expect(pages).toEqual(messages);
    const one = await client.request('chat.history', { sessionKey, maxBytes: 1 });
    expect(one.messages).toEqual(messages.slice(-1));
    const messageId = idsOf(messages)[4] ?? '';
    const around = await client.request('chat.history', { sessionKey, messageId, maxBytes: 1 });
    expect([idsOf(around.messages), around.offset]).toEqual([[messageId], messages.length - 5]);
    await ask(sessionKey, 'one more');
    const cursor = deltaCursor ?? '';
    const delta = await client.request('chat.history', { sessionKey, cursor, maxBytes: maxBytes * 2 });
    expect([delta.kind, delta.messages.length]).toEqual(['delta', 2]);
    expect((await client.request('chat.history', { sessionKey, cursor, maxBytes: 1 })).kind).toBe('reset');
  });

  it('returns only new rows for a cursor and reports when everything must be reloaded', async () => {
    const { deltaCursor = '' } = await client.request('chat.history', { sessionKey });
    await ask(sessionKey, 'something new');
    const delta = await client.request('chat.history', { sessionKey, cursor: deltaCursor });
    expect([delta.kind, roles(delta.messages), findViolations('ChatHistoryDeltaResult', delta)]).toEqual([
      'delta',
      ['user', 'assistant'],
      [],
    ]);
    const again = await client.request('chat.history', { sessionKey, cursor: delta.deltaCursor ?? '' });
    expect(again.messages).toEqual([]);
    const entryId = idsOf(delta.messages)[0] ?? '';
    await client.request('sessions.rewind', { sessionKey, entryId });
    for (const cursor of [deltaCursor, 'nonsense'])
      expect(await client.request('chat.history', { sessionKey, cursor })).toMatchObject({ kind: 'reset' });
  });

  it('shows active runs, queued messages, and the status of sent messages', async () => {
    const key = 'agent:main:waiting';
    const asked = await ask(key, 'first');
    const running = nextId();
    await client.request('chat.send', { sessionKey: key, message: 'wait for me', idempotencyKey: running });
    const waiting = nextId();
    await client.request('sessions.send', { key, message: 'second', idempotencyKey: waiting });
    const history = await client.request('chat.history', { sessionKey: key, inputRunIds: [asked, waiting, 'unknown'] });
    expect(history.inFlightRun).toMatchObject({ runId: running });
    expect(history.pendingInputs).toMatchObject({ total: 1, items: [{ runId: waiting, state: 'queued' }] });
    expect(history.inputReceipts).toEqual([
      { runId: waiting, state: 'pending' },
      { runId: asked, state: 'consumed', consumedByEventId: idsOf(history.messages)[0] },
    ]);
    expect((await client.request('chat.history', { sessionKey: key, pendingBefore: 1 })).pendingInputs?.items).toEqual(
      [],
    );
    await client.request('sessions.steer', { key, message: 'now', idempotencyKey: nextId() });
    await expect
      .poll(async () => (await client.request('chat.history', { sessionKey: key })).pendingInputs?.total)
      .toBe(0);
  });

  it('is opened by an ID prefix', async () => {
    const id = (await client.request('chat.history', { sessionKey })).sessionId ?? '';
    const opened = await client.request('chat.startup', { shortId: id.slice(0, 8) });
    expect(opened.sessionKey).toBe(sessionKey);
    await expect(client.request('chat.startup', { shortId: 'none at all' })).rejects.toThrow(/No session found/);
    await expect(client.request('chat.startup', {})).rejects.toMatchObject({ details: { code: 'INVALID_PARAMS' } });
  });
});

describe('other writes', () => {
  it('sessions.spawn creates a session once per key', async () => {
    const params = { label: 'Spawned', message: 'go', idempotencyKey: 'spawn-spawn-spawn-1' };
    const made = await client.request('sessions.spawn', params);
    expect([made.runStarted, findViolations('SessionsCreateResult', made)]).toEqual([true, []]);
    expect((await client.request('sessions.spawn', params)).key).toBe(made.key);
  });

  it('sessions.send rejects an unknown session', async () => {
    await expect(client.request('sessions.send', { key: 'agent:main:nowhere', message: 'hi' })).rejects.toThrow(
      'No session found: agent:main:nowhere',
    );
  });

  it('groups are ordered, renamed with their sessions, and deleted', async () => {
    await ask('agent:main:grouped', 'hi');
    await client.request('sessions.patch', { key: 'agent:main:grouped', category: 'Old' });
    await client.request('sessions.groups.put', { names: ['New', 'Old', 'New'], sectionOrder: ['Old'] });
    const renamed = await client.request('sessions.groups.rename', { name: 'Old', to: 'Older' });
    expect([renamed, findViolations('SessionsGroupsMutationResult', renamed)]).toEqual([
      {
        ok: true,
        groups: [
          { name: 'New', position: 0 },
          { name: 'Older', position: 1 },
        ],
        sectionOrder: ['Older'],
        updatedSessions: 1,
      },
      [],
    ]);
    await client.request('sessions.groups.delete', { name: 'Older' });
    const list = await client.request('sessions.groups.list', {});
    expect([list.groups, findViolations('SessionsGroupsListResult', list)]).toEqual([
      [{ name: 'New', position: 0 }],
      [],
    ]);
    const { session } = await client.request('sessions.describe', { key: 'agent:main:grouped' });
    expect(session).not.toHaveProperty('category');
    await expect(client.request('sessions.groups.delete', { name: 'Older' })).rejects.toMatchObject({
      details: { code: 'GROUP_NOT_FOUND' },
    });
  });

  it('several sessions are changed at once, each with its own result', async () => {
    await ask('agent:main:many', 'hi');
    const targets = [{ key: 'agent:main:many' }, { key: 'agent:main:nowhere' }];
    const result = await client.request('sessions.patchMany', { targets, patch: { label: 'Many' } });
    expect(findViolations('SessionsPatchManyResult', result)).toEqual([]);
    expect(result.outcomes.map(({ ok }) => ok)).toEqual([true, false]);
  });

  it('policies of a session are set and cleared', async () => {
    const key = 'agent:main:policy';
    await ask(key, 'hi');
    const own = { resetPolicy: { mode: 'idle', idleMs: 120_000 }, retentionDays: 30 } as const;
    expect((await client.request('sessions.patch', { key, ...own })).entry).toMatchObject(own);
    const { entry } = await client.request('sessions.patch', { key, resetPolicy: null, retentionDays: null });
    expect([entry.resetPolicy, entry.retentionDays]).toEqual([undefined, undefined]);
    await expect(client.request('sessions.patch', { key, retentionDays: -1 })).rejects.toMatchObject({
      details: { code: 'INVALID_PARAMS' },
    });
  });

  it('a note is added to the transcript, sent to clients, and in the context of the next run', async () => {
    const sessionKey = 'agent:main:noted';
    await ask(sessionKey, 'hi');
    const told = raw.event('chat', ({ state, seq }) => state === 'final' && seq === 0);
    const { messageId } = await client.request('chat.inject', { sessionKey, message: 'by the way', label: 'note' });
    expect((await told).payload).toMatchObject({ sessionKey, runId: `inject-${messageId}` });
    const { messages } = await client.request('chat.history', { sessionKey });
    expect(messages.at(-1)).toMatchObject({
      role: 'assistant',
      content: [{ type: 'text', text: '[note]\n\nby the way' }],
    });
    await ask(sessionKey, 'and?');
    const sent = host.model.requests.at(-1)?.body.messages ?? [];
    expect(sent.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(JSON.stringify(sent.at(-1))).toMatch(/Note for context, not a request:.*by the way.*and\?/);
  });
});
