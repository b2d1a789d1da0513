import { expect, it } from 'vitest';
import { paletteEntries, searchEntries } from './palette-entries.ts';

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

it('offers commands and sessions, but no archived ones', () => {
  expect(entries.map((entry) => entry.title)).toContain('Fix the login test');
  expect(entries.map((entry) => entry.title)).not.toContain('Old');
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
