// Proves: UI-3
import { expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { sessionGlance, groupSessions, sidebarEntries } from './session-groups.ts';

const NOW = new Date(2026, 5, 10, 15).getTime();
const HOUR = 3_600_000;
const row = (key: string, hoursAgo: number, more: Partial<SessionRow> = {}): SessionRow => ({
  key,
  kind: 'direct',
  label: `Session ${key}`,
  updatedAt: NOW - hoursAgo * HOUR,
  ...more,
});
const rows = [
  row('a', 1),
  row('b', 20),
  row('c', 80),
  row('d', 900),
  row('e', 2, { pinned: true }),
  row('f', 3, { archived: true }),
  row('g', 40),
];

it('lists sessions that need the user first and archived ones last', () => {
  const groups = groupSessions(rows, { query: '', waiting: new Set(['d']), nowMs: NOW });
  expect(groups.map((group) => [group.id, group.rows.map((entry) => entry.key).join('')])).toEqual([
    ['needs-you', 'd'],
    ['pinned', 'e'],
    ['today', 'a'],
    ['yesterday', 'b'],
    ['week', 'gc'],
    ['archived', 'f'],
  ]);
  expect(groups.at(-1)?.folded).toBe(true);
});

it('lists failures that nobody has seen after sessions that need the user', () => {
  const mine = [row('a', 1), row('b', 50, { status: 'failed', unread: true }), row('c', 2, { status: 'failed' })];
  const groups = groupSessions([...mine, row('d', 9)], { query: '', waiting: new Set(['d']), nowMs: NOW });
  expect(groups.map((group) => [group.id, group.rows.map((entry) => entry.key).join('')])).toEqual([
    ['needs-you', 'd'],
    ['failed', 'b'],
    ['today', 'ac'],
  ]);
});

it('groups by state, the most urgent first', () => {
  const mine = [
    row('a', 1),
    row('b', 2, { status: 'running' }),
    row('c', 3, { unread: true }),
    row('d', 4, { status: 'failed' }),
    row('e', 5, { isQueued: true }),
    row('f', 6, { status: 'failed', unread: true }),
  ];
  const groups = groupSessions(mine, { query: '', waiting: new Set(), nowMs: NOW, by: 'state' });
  expect(groups.map((group) => group.rows.map((entry) => entry.key).join(''))).toEqual(['f', 'c', 'b', 'e', 'd', 'a']);
  expect(groups.map((group) => group.title)).toEqual([
    'Failed',
    'Unread result',
    'Running',
    'Queued',
    'Failed, seen',
    'Idle',
  ]);
});

it('searches title, preview, and folder, including archived sessions', () => {
  const found = groupSessions(
    [
      row('a', 1, { lastMessagePreview: 'the parser is fixed' }),
      row('f', 3, { archived: true, execCwd: '/home/x/parser' }),
    ],
    { query: 'PARSER', waiting: new Set(), nowMs: NOW },
  );
  expect(found.flatMap((group) => group.rows.map((entry) => entry.key))).toEqual(['a', 'f']);
  expect(found.every((group) => !group.folded)).toBe(true);
});

it('includes sessions whose messages match', () => {
  const found = groupSessions(rows, { query: 'tomato', waiting: new Set(), nowMs: NOW, matchingKeys: new Set(['c']) });
  expect(found.flatMap((group) => group.rows.map((entry) => entry.key))).toEqual(['c']);
});

it('derives the state of a session', () => {
  const none = new Set<string>();
  expect(sessionGlance(row('a', 1, { status: 'running' }), new Set(['a']))).toBe('needs-you');
  expect(sessionGlance(row('a', 1, { status: 'running', unread: true }), none)).toBe('working');
  expect(sessionGlance(row('a', 1, { status: 'running', isQueued: true }), none)).toBe('queued');
  expect(sessionGlance(row('a', 1, { status: 'failed', unread: true }), none)).toBe('failed');
  expect(sessionGlance(row('a', 1, { status: 'failed' }), none)).toBe('failed-seen');
  expect(sessionGlance(row('a', 1, { status: 'timeout' }), none)).toBe('failed-seen');
  expect(sessionGlance(row('a', 1, { status: 'failed', archived: true }), none)).toBe('idle');
  expect(sessionGlance(row('a', 1, { status: 'done', unread: true }), none)).toBe('unseen');
});

it('groups by folder, most recently used first', () => {
  const mine = [
    row('a', 5, { execCwd: '/home/x/web' }),
    row('b', 1, { execCwd: '/home/x/api' }),
    row('c', 9, { execCwd: '/home/x/web' }),
    row('d', 2),
  ];
  const groups = groupSessions(mine, { query: '', waiting: new Set(), nowMs: NOW, by: 'folder' });
  expect(groups.map((group) => [group.title, group.rows.length])).toEqual([
    ['api', 1],
    ['Other', 1],
    ['web', 2],
  ]);
});

it('hides the sessions of a collapsed group until it is opened', () => {
  const groups = groupSessions(rows, { query: '', waiting: new Set(), nowMs: NOW });
  expect(sidebarEntries(groups, new Set()).filter((entry) => entry.type === 'session')).toHaveLength(6);
  expect(sidebarEntries(groups, new Set(['archived'])).filter((entry) => entry.type === 'session')).toHaveLength(7);
});

it('searches a thousand sessions quickly', () => {
  const many = Array.from({ length: 1_000 }, (_, index) =>
    row(`s${index}`, index, { lastMessagePreview: 'something was said about the parser '.repeat(4) }),
  );
  const search = () => groupSessions(many, { query: 'session s77', waiting: new Set(), nowMs: NOW });
  expect(search().flatMap((group) => group.rows)).toHaveLength(11);
  expectCpuTimeBelow(50, search);
});
