// Proves: CH-6
import { expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { PAGES } from '../pages/registry.ts';
import { listCommands } from './pages-context.ts';
import {
  foundEntries,
  messageEntries,
  paletteEntries,
  placeEntries,
  projectEntries,
  searchEntries,
  slashEntries,
} from './palette-entries.ts';

const rows = [
  {
    key: 'agent:main:a',
    kind: 'direct' as const,
    label: 'Fix the login test',
    lastMessagePreview: 'All **settings** pass',
  },
  { key: 'agent:main:b', kind: 'direct' as const, label: 'Old', archived: true },
];
const findPlaces = async (query: string) =>
  (await Promise.all(PAGES.map(async ({ find }) => find?.(query) ?? []))).flat();
const entries = paletteEntries(listCommands(PAGES), rows);

it('lists commands and sessions, archived ones last', () => {
  expect(entries.map((entry) => entry.title)).toContain('Fix the login test');
  expect(entries.map((entry) => entry.detail)).toContain('All settings pass');
  expect(entries.at(-1)).toMatchObject({ title: 'Old', detail: t('app.palette.archived') });
});

it('ranks a title that starts with the query above one that contains it', () => {
  const found = searchEntries(entries, 'sett');
  expect(found[0]?.title).toBe('Settings');
  expect(found.map((entry) => entry.title)).toContain('Fix the login test');
});

it('matches only entries that contain every word', () => {
  expect(searchEntries(entries, 'login zebra')).toEqual([]);
});

it('lists the slash commands of the gateway, and sends one with an argument as typed', () => {
  const command = (name: string, acceptsArgs: boolean) =>
    ({ name, description: `Runs ${name}.`, acceptsArgs, source: 'native', scope: 'text' }) as const;
  const commands = [command('compact', false), command('model', true)];
  const slash = (query: string) => searchEntries(slashEntries(commands, query), query);
  expect(slash('/co')).toMatchObject([{ kind: 'slash', title: '/compact', target: '/compact' }]);
  expect(slash('runs model')).toMatchObject([{ title: '/model', target: '/model ' }]);
  expect(slash('/model demo/script')).toMatchObject([{ title: '/model demo/script', target: '/model demo/script' }]);
  expect(slash('/unknown x')).toEqual([]);
});

it('lists projects by name and folder, and opens them', () => {
  const projects = projectEntries([
    { id: 'p1', name: 'Harbor', folder: '/home/ada/notes' },
    { id: 'p2', name: 'Other' },
  ]);
  expect(searchEntries(projects, 'harbor')).toMatchObject([{ title: 'Harbor', target: '/projects/p1' }]);
  expect(searchEntries(projects, 'ada notes')).toMatchObject([{ title: 'Harbor' }]);
});

it('omits hidden commands', () => {
  expect(entries.map(({ id }) => id)).not.toContain('palette.open');
});

it('lists found messages, and sessions without a listed message', () => {
  const hit = {
    sessionKey: 'a',
    sessionId: '1',
    messageId: 'm',
    role: 'user',
    snippet: 'the `tomato`',
    score: 1,
    timestamp: 1,
  } as const;
  const found = messageEntries(
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
    ['session', 'B', t('app.palette.inConversation')],
  ]);
});

it('lists settings, files, and deleted sessions', async () => {
  const settings = placeEntries(await findPlaces('font size'));
  expect(settings[0]).toMatchObject({ kind: 'place', title: t('settings.fontSize'), target: '/settings/appearance' });
  const pages = placeEntries(await findPlaces('devices'));
  expect(pages.map(({ target }) => target)).toContain('/settings/devices');
  const found = foundEntries({
    files: [{ sessionKey: 's', path: 'src/notes.md' }],
    deleted: [{ key: 'old', kind: 'direct', label: 'Old plan' }],
  });
  expect(found).toMatchObject([
    { kind: 'file', title: 'notes.md', detail: 'src/notes.md', target: 's', file: 'src/notes.md' },
    { kind: 'deleted', title: 'Old plan', target: 'old' },
  ]);
});
