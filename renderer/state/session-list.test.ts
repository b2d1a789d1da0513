import { expect, it } from 'vitest';
import { createSessionList, sessionTitle } from './session-list.ts';
import { refusal, scriptedClient, settled, type Answer } from './testing/stand-ins.ts';

const row = (key: string, more: object = {}) => ({
  key,
  kind: 'direct',
  sessionId: `id-${key}`,
  derivedTitle: `Title ${key}`,
  ...more,
});
const list = { sessions: [row('a'), row('b')], totalCount: 2, nextOffset: null };

async function setUp(answer: Answer = () => ({ list })) {
  const { client, calls, emit } = scriptedClient((method, params) =>
    method === 'sessions.subscribe' ? { list } : answer(method, params),
  );
  const sessions = createSessionList(client, () => () => undefined);
  await settled();
  return { sessions, calls, emit, keys: () => sessions.store.getState().rows.map((entry) => entry.key) };
}

it('applies session events', async () => {
  const { sessions, emit, keys } = await setUp();
  expect(keys()).toEqual(['a', 'b']);
  emit('sessions.changed', { ts: 1, sessionKey: 'b', session: row('b', { status: 'running' }) });
  expect(sessions.row('b')?.status).toBe('running');
  emit('sessions.changed', { ts: 1, sessionKey: 'c', session: row('c') });
  emit('sessions.changed', { ts: 1, sessionKey: 'a', reason: 'delete' });
  expect(keys()).toEqual(['c', 'b']);
});

it('shows a change immediately and reverts it if it is rejected', async () => {
  const { sessions } = await setUp(() => {
    throw refusal('no');
  });
  const change = sessions.patch('a', { label: 'New', pinned: true });
  expect(sessions.row('a')).toMatchObject({ label: 'New', pinned: true });
  await expect(change).rejects.toThrow('no');
  expect(sessions.row('a')?.label).toBeUndefined();
});

it('marks many results as read at once, a hundred per call', async () => {
  const { sessions, calls } = await setUp(() => ({ outcomes: [] }));
  const keys = ['a', 'b', ...Array.from({ length: 119 }, (_, index) => `old-${index}`)];
  const marked = sessions.patchMany(keys, { unread: false });
  expect(sessions.row('a')?.unread).toBe(false);
  await marked;
  const sent = calls.filter(({ method }) => method === 'sessions.patchMany').map(({ params }) => params);
  expect(sent.map(({ targets, patch }) => [(targets as object[]).length, patch])).toEqual([
    [100, { unread: false }],
    [21, { unread: false }],
  ]);
});

it('shows the newest change while answers to older ones arrive', async () => {
  const answers: (() => void)[] = [];
  const { sessions, emit } = await setUp((_method, params) => {
    const entry = row('a', { approvalMode: params['approvalMode'] });
    return new Promise((resolve) => void answers.push(() => resolve({ entry })));
  });
  const seen: unknown[] = [];
  sessions.store.subscribe(() => void seen.push(sessions.row('a')?.approvalMode));
  const changes = [
    sessions.patch('a', { approvalMode: 'accept-edits' }),
    sessions.patch('a', { approvalMode: 'plan' }),
  ];
  emit('sessions.changed', { ts: 1, sessionKey: 'a', session: row('a', { approvalMode: 'accept-edits' }) });
  answers[0]?.();
  await settled();
  answers[1]?.();
  await Promise.all(changes);
  expect(seen.slice(0, 2)).toEqual(['accept-edits', 'plan']);
  expect(new Set(seen.slice(1))).toEqual(new Set(['plan']));
});

it('restores a session if its deletion is rejected', async () => {
  const { sessions, emit, keys } = await setUp(() => {
    throw refusal('no');
  });
  const removal = sessions.remove(['a']);
  expect(keys()).toEqual(['b']);
  emit('sessions.changed', { ts: 1, sessionKey: 'a', session: row('a') });
  expect(keys()).toEqual(['b']);
  await expect(removal).rejects.toThrow('no');
  expect(keys()).toContain('a');
});

it('sends the ID of the conversation that it archives', async () => {
  const { sessions, calls } = await setUp((_method, params) => ({ entry: row('a', { archived: params['archived'] }) }));
  await sessions.patch('a', { archived: true });
  expect(calls.at(-1)?.params).toEqual({ key: 'a', archived: true, expectedSessionId: 'id-a' });
});

it('has a title for every session', () => {
  expect(sessionTitle(undefined)).toBe('New session');
  expect(sessionTitle({ key: 'x', kind: 'direct', label: 'Mine', derivedTitle: 'Auto' })).toBe('Mine');
});
