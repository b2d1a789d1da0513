import { expect, it } from 'vitest';
import { paletteEntries, saidEntries, searchEntries } from './palette-entries.ts';

const rows = [
  {
    key: 'agent:main:a',
    kind: 'direct' as const,
    label: 'Fix the login test',
    lastMessagePreview: 'All settings pass',
  },
  { key: 'agent:main:b', kind: 'direct' as const, label: 'Old', archived: true },
];
const entries = paletteEntries(() => true, rows);

it('offers commands and sessions, archived ones last', () => {
  expect(entries.map((entry) => entry.title)).toContain('Fix the login test');
  expect(entries.at(-1)).toMatchObject({ title: 'Old', detail: 'archived · ' });
});

it('puts a title that begins with the query before one that mentions it', () => {
  const found = searchEntries(entries, 'sett');
  expect(found[0]?.title).toBe('Settings');
  expect(found.map((entry) => entry.title)).toContain('Fix the login test');
});

it('wants every word', () => {
  expect(searchEntries(entries, 'login zebra')).toEqual([]);
});

it('leaves out what cannot run', () => {
  expect(paletteEntries(() => false, []).length).toBe(0);
});

it('leads to messages, and to sessions of which no message was given', () => {
  const hit = {
    sessionKey: 'a',
    sessionId: '1',
    messageId: 'm',
    role: 'user',
    snippet: 'the tomato',
    score: 1,
    timestamp: 1,
  } as const;
  const found = saidEntries(
    {
      hits: [hit],
      rows: [
        { key: 'a', kind: 'direct' },
        { key: 'b', kind: 'direct', label: 'B' },
      ],
    },
    () => 'A',
  );
  expect(found.map(({ kind, title, detail }) => [kind, title, detail])).toEqual([
    ['message', 'A', 'the tomato'],
    ['session', 'B', 'said in the conversation'],
  ]);
});
