// Our own methods of a conversation over a real socket: each with what it does and what it refuses.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import { lastUserText } from '#tests/support/model-server.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

let host: ProtocolHost;
let client: GatewayClient;
let count = 0;

beforeAll(async () => {
  host = await startProtocolHost((request) => {
    const asked = lastUserText(request);
    if (asked.startsWith('Conversation:')) return { steps: [{ say: 'THE SUMMARY' }] };
    if (asked.includes('slow')) return { steps: [{ say: 'word '.repeat(400), chunks: 400, everyMs: 20 }] };
    return { steps: [{ say: `Answer to ${asked}` }] };
  });
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

async function send(sessionKey: string, message: string, more: Record<string, string> = {}): Promise<string> {
  const idempotencyKey = `conversation-${(count += 1)}`;
  await client.request('chat.send', { sessionKey, message, idempotencyKey, ...more });
  return idempotencyKey;
}

async function ask(sessionKey: string, message: string): Promise<void> {
  await client.request('agent.wait', { runId: await send(sessionKey, message) });
}

async function viewOf(key: string): Promise<SessionView> {
  const { view } = await client.request('sessions.watch', { key, items: 100 });
  await client.request('sessions.unwatch', { key });
  return view ?? expect.fail('there is no view');
}

const texts = (view: SessionView): readonly string[] =>
  view.items.flatMap((item) => (item.kind === 'user' ? [item.text] : []));

describe('queued messages', () => {
  it('are moved, edited, canceled, and stay held once the run is stopped, until each is released', async () => {
    const key = 'agent:main:waiting';
    await send(key, 'slow');
    for (const text of ['one', 'two', 'three']) await send(key, text, { queueMode: 'followup' });
    const [one, two, three] = (await viewOf(key)).queue.map(({ messageId }) => messageId);
    await client.request('chat.queue.move', { sessionKey: key, messageId: three ?? '', beforeId: one ?? '' });
    await client.request('chat.queue.edit', { sessionKey: key, messageId: two ?? '', message: 'two, changed' });
    await client.request('chat.queue.cancel', { sessionKey: key, messageId: one ?? '' });
    expect((await viewOf(key)).queue.map(({ text }) => text)).toEqual(['three', 'two, changed']);
    for (const method of ['chat.queue.move', 'chat.queue.edit', 'chat.queue.cancel'] as const)
      await expect(client.request(method, { sessionKey: key, messageId: one ?? '' })).rejects.toMatchObject({
        details: { code: 'MESSAGE_NOT_QUEUED' },
      });
    expect(await client.request('sessions.abort', { key })).toMatchObject({ status: 'aborted' });
    expect(await client.request('sessions.abort', { key })).toEqual({
      ok: true,
      abortedRunId: null,
      status: 'no-active-run',
    });
    await client.request('chat.queue.edit', { sessionKey: key, messageId: three ?? '', queueMode: 'steer' });
    await expect.poll(async () => texts(await viewOf(key))).toEqual(['slow', 'three']);
    await client.request('chat.queue.edit', { sessionKey: key, messageId: two ?? '', queueMode: 'steer' });
    await expect.poll(async () => texts(await viewOf(key))).toEqual(['slow', 'three', 'two, changed']);
  });
});

describe('a resent message', () => {
  it('replaces itself and everything after it, once per idempotency key', async () => {
    const key = 'agent:main:again';
    await ask(key, 'first');
    await ask(key, 'second');
    const messageId = (await viewOf(key)).items[2]?.id ?? '';
    const again = { sessionKey: key, messageId, message: 'second, better', idempotencyKey: 'again-1' };
    expect(await client.request('chat.resend', again)).toMatchObject({ runId: 'again-1', status: 'started' });
    await client.request('agent.wait', { runId: 'again-1' });
    expect(await client.request('chat.resend', again)).toMatchObject({ runId: 'again-1', status: 'ok' });
    expect(texts(await viewOf(key))).toEqual(['first', 'second, better']);
    const startup = await client.request('chat.startup', { sessionKey: key });
    expect(startup.messages.map((row) => row['role'])).toEqual(['user', 'assistant', 'user', 'assistant']);
    await expect(
      client.request('chat.resend', { ...again, messageId: 'nowhere', idempotencyKey: 'again-2' }),
    ).rejects.toMatchObject({ details: { code: 'MESSAGE_NOT_FOUND' } });
    await expect(
      client.request('chat.resend', { ...again, model: 'nobody/nothing', idempotencyKey: 'again-3' }),
    ).rejects.toThrow();
    expect(texts(await viewOf(key))).toEqual(['first', 'second, better']);
  });
});

describe('a long conversation', () => {
  const key = 'agent:main:long';

  it('is summarized, its summary edited and undone, and invalid steps are rejected', async () => {
    for (let turn = 0; turn < 8; turn += 1) await ask(key, `message ${turn}`);
    expect(await client.request('sessions.compact', { key })).toMatchObject({
      compacted: true,
      result: { summary: 'THE SUMMARY' },
    });
    const seq = (await viewOf(key)).items.find((item) => item.kind === 'divider')?.seq ?? 0;
    await client.request('sessions.compaction.edit', { key, seq, summary: 'A BETTER SUMMARY' });
    await ask(key, 'go on');
    const shortened = JSON.stringify(host.model.requests.at(-1)?.body.messages);
    expect(shortened).toContain('A BETTER SUMMARY');
    expect(shortened).not.toContain('message 0');
    await client.request('sessions.compaction.undo', { key, seq });
    await ask(key, 'go on');
    expect(JSON.stringify(host.model.requests.at(-1)?.body.messages)).toContain('message 0');
    for (const asked of [seq, 1])
      await expect(client.request('sessions.compaction.undo', { key, seq: asked })).rejects.toMatchObject({
        details: { code: 'COMPACTION_NOT_IN_FORCE' },
      });
    await expect(client.request('sessions.compaction.undo', { key: 'agent:main:none', seq })).rejects.toThrow(
      /No session/,
    );
  });

  it('is read in pages, and any item in full', async () => {
    const first = await client.request('sessions.watch', { key, items: 4 });
    expect([first.view?.items.length, first.hasOlder]).toEqual([4, true]);
    const beforeSeq = first.view?.items[0]?.seq ?? 0;
    const page = await client.request('sessions.items', { key, beforeSeq, limit: 3 });
    expect([page.items.length, page.hasOlder]).toEqual([3, true]);
    expect(page.items.every(({ seq }) => seq < beforeSeq)).toBe(true);
    const itemId = page.items[0]?.id ?? '';
    expect((await client.request('sessions.item.get', { key, itemId })).item).toEqual(page.items[0]);
    await expect(client.request('sessions.item.get', { key, itemId: 'none' })).rejects.toMatchObject({
      details: { code: 'ITEM_NOT_FOUND' },
    });
    await client.request('sessions.unwatch', { key });
    expect(await client.request('sessions.messages.unsubscribe', { key })).toEqual({ subscribed: false, key });
  });
});

describe('rules', () => {
  it('are added, tested, revoked, and restored', async () => {
    const { rule } = await client.request('approvals.rules.add', { agentId: 'main', words: ['npm', 'test'] });
    const verdictOf = async (command: string) => (await client.request('approvals.rules.test', { command })).verdict;
    expect(await verdictOf('npm test')).toBe('allow');
    expect(await verdictOf('git push')).toBe('ask');
    await client.request('approvals.rules.remove', { id: rule.id });
    expect(await verdictOf('npm test')).toBe('ask');
    await client.request('approvals.rules.restore', { id: rule.id });
    expect(await verdictOf('npm test')).toBe('allow');
    for (const method of ['approvals.rules.remove', 'approvals.rules.restore'] as const)
      await expect(client.request(method, { id: 'none' })).rejects.toMatchObject({
        details: { code: 'RULE_NOT_FOUND' },
      });
    await expect(client.request('approvals.rules.add', { agentId: 'main', words: ['bash', '*'] })).rejects.toThrow(
      /cannot be stored/,
    );
  });
});

describe('an agent', () => {
  it('is updated by name, model, and folder, with a reason if rejected', async () => {
    const { agentId } = await client.request('agents.create', { name: 'Changed' });
    const id = String(agentId);
    await client.request('agents.update', { agentId: id, name: 'Renamed', workspace: host.workspace, model: MODEL });
    expect(await client.request('agents.settings.get', { agentId: id })).toMatchObject({
      name: 'Renamed',
      workspace: host.workspace,
      model: MODEL,
    });
    await expect(client.request('agents.update', { agentId: 'nobody', name: 'x' })).rejects.toThrow(
      'Unknown agent: nobody.',
    );
    await expect(client.request('agents.update', { agentId: id, model: 'no/such' })).rejects.toThrow(
      'Unknown model: no/such.',
    );
  });
});
