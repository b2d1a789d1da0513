// Rewinding, branches, forks, checkpoints, search and the archive over a real socket, in the published shapes.
// Proves: SE-4, SE-7, N-10
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { lastUserText } from '../support/model-server.ts';
import { connectTo } from '../kill/connect.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';
import { findViolations } from './support/published-check.ts';

let host: ProtocolHost;
let client: GatewayClient;
let count = 0;

beforeAll(async () => {
  host = await startProtocolHost((request) => {
    const asked = lastUserText(request);
    return { steps: [{ say: asked.startsWith('Conversation:') ? 'THE SUMMARY' : `Answer to ${asked}` }] };
  });
  client = await connectTo(host.address.origin, TOKEN);
  await client.request('setup.choose', { model: MODEL, workspace: host.workspace });
});
afterAll(async () => {
  client.stop();
  await host.stop();
});

async function ask(sessionKey: string, message: string): Promise<void> {
  const runId = `story-${(count += 1)}`;
  await client.request('chat.send', { sessionKey, message, idempotencyKey: runId });
  await client.request('agent.wait', { runId });
}

/** What a person said, with the ids by which it is named. */
async function said(sessionKey: string, sessionId?: string): Promise<readonly { id: string; text: string }[]> {
  const { messages } = await client.request('chat.history', {
    sessionKey,
    ...(sessionId === undefined ? {} : { sessionId }),
  });
  return messages.flatMap((row) => {
    const mark = row['__openclaw'] as { readonly id: string }; // every row has one
    return row['role'] === 'user' ? [{ id: mark.id, text: String(row['content']) }] : [];
  });
}

const textsOf = async (key: string, sessionId?: string) => (await said(key, sessionId)).map(({ text }) => text);

describe('a conversation', () => {
  it('is rewound, continued, and switched back', async () => {
    const sessionKey = 'agent:main:rewound';
    for (const text of ['one', 'two', 'three']) await ask(sessionKey, text);
    const entryId = (await said(sessionKey))[1]?.id ?? '';
    const rewound = await client.request('sessions.rewind', { sessionKey, entryId });
    expect([rewound, findViolations('SessionsRewindResult', rewound)]).toEqual([{ editorText: 'two' }, []]);
    await ask(sessionKey, 'two, otherwise');
    const list = await client.request('sessions.branches.list', { sessionKey });
    expect(findViolations('SessionsBranchesListResult', list)).toEqual([]);
    expect(list.branches.map(({ headline, active }) => [headline, active])).toEqual([
      ['two, otherwise', true],
      ['three', false],
    ]);
    const leafEntryId = list.branches[1]?.leafEntryId ?? '';
    expect(await client.request('sessions.branches.switch', { sessionKey, leafEntryId })).toEqual({});
    expect(await textsOf(sessionKey)).toEqual(['one', 'two', 'three']);
    await expect(client.request('sessions.branches.switch', { sessionKey, leafEntryId: 'none' })).rejects.toMatchObject(
      { details: { code: 'BRANCH_NOT_FOUND' } },
    );
  });

  it('is forked into a new session', async () => {
    const sessionKey = 'agent:main:forked';
    for (const text of ['one', 'two']) await ask(sessionKey, text);
    const entryId = (await said(sessionKey))[1]?.id ?? '';
    const fork = await client.request('sessions.fork', { sessionKey, entryId });
    expect([fork.editorText, findViolations('SessionsForkResult', fork)]).toEqual(['two', []]);
    await ask(fork.sessionKey, 'two, otherwise');
    expect(await textsOf(fork.sessionKey)).toEqual(['one', 'two, otherwise']);
    const { session } = await client.request('sessions.describe', { key: fork.sessionKey });
    expect([session?.parentSessionKey, findViolations('SessionRow', session)]).toEqual([sessionKey, []]);
  });

  it('is closed by a reset and can still be read by its ID', async () => {
    const key = 'agent:main:closed';
    await ask(key, 'an old matter');
    const before = (await client.request('sessions.describe', { key })).session?.sessionId ?? '';
    await client.request('sessions.reset', { key });
    await ask(key, 'a new matter');
    const { conversations } = await client.request('sessions.conversations.list', { key });
    expect(conversations).toMatchObject([
      { sessionId: before, reason: 'user', messageCount: 2, headline: 'an old matter' },
    ]);
    expect(await textsOf(key, before)).toEqual(['an old matter']);
    expect(await textsOf(key)).toEqual(['a new matter']);
  });

  it('is rewound to before a summary or forked from there', async () => {
    const key = 'agent:main:checkpoints';
    for (let turn = 0; turn < 8; turn += 1) await ask(key, `message ${turn}`);
    await client.request('sessions.compact', { key });
    const list = await client.request('sessions.compaction.list', { key });
    expect(findViolations('SessionsCompactionListResult', list)).toEqual([]);
    const checkpointId = list.checkpoints[0]?.checkpointId ?? '';
    const branch = await client.request('sessions.compaction.branch', { key, checkpointId });
    expect(findViolations('SessionsCompactionBranchResult', branch)).toEqual([]);
    expect(await textsOf(branch.key)).toHaveLength(8);
    const restored = await client.request('sessions.compaction.restore', { key, checkpointId });
    expect(findViolations('SessionsCompactionRestoreResult', restored)).toEqual([]);
    await ask(key, 'again');
    expect(JSON.stringify(host.model.requests.at(-1)?.body.messages)).toContain('message 0');
    await expect(client.request('sessions.compaction.restore', { key, checkpointId })).rejects.toMatchObject({
      details: { code: 'CHECKPOINT_NOT_FOUND' },
    });
  });
});

describe('a search', () => {
  it('finds messages, in archived sessions only on request', async () => {
    const sessionKey = 'agent:main:searched';
    await ask(sessionKey, `${'filler '.repeat(60)} Zirconium crystals and so on`);
    const found = await client.request('sessions.search', { query: 'zirconium cryst' });
    expect(findViolations('SessionsSearchResult', found)).toEqual([]);
    expect(found.results.map(({ role }) => role).toSorted()).toEqual(['assistant', 'user']);
    expect(found.results[0]?.snippet).toMatch(/^….*Zirconium crystals/);
    expect(await client.request('sessions.search', { query: 'zirconium', limit: 1 })).toMatchObject({
      truncated: true,
    });
    await client.request('sessions.patch', { key: sessionKey, archived: true });
    expect((await client.request('sessions.search', { query: 'zirconium' })).results).toEqual([]);
    expect((await client.request('sessions.search', { query: 'zirconium', archived: true })).results).toHaveLength(2);
  });
});

describe('an archived session', () => {
  it('is read-only until it is restored', async () => {
    const key = 'agent:main:archived';
    await ask(key, 'one');
    await client.request('sessions.patch', { key, archived: true });
    await expect(ask(key, 'two')).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      details: { code: 'SESSION_ARCHIVED' },
    });
    await expect(client.request('sessions.reset', { key })).rejects.toMatchObject({
      details: { code: 'SESSION_ARCHIVED' },
    });
    expect(await textsOf(key)).toEqual(['one']);
    await client.request('sessions.patch', { key, archived: false });
    await ask(key, 'two');
    expect(await textsOf(key)).toEqual(['one', 'two']);
  });
});
