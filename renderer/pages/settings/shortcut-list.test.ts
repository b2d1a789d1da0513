import { expect, it } from 'vitest';
import { bindCommands } from '../../state/key-map.ts';
import { changeKeys, searchShortcuts, shortcutRows } from './shortcut-list.ts';

const defaults = bindCommands(true);
const findIds = (query: string) =>
  searchShortcuts(shortcutRows(defaults, {}, true), query, false).map(({ command }) => command.id);

it('finds shortcuts by name, group, and keys', () => {
  expect(findIds('toggle sidebar')).toEqual(['sidebar.toggle']);
  expect(findIds('ctrl+b')).toEqual(['sidebar.toggle']);
  expect(findIds('ctrl shift f')).toEqual(['terminal.find', 'session.search']);
  expect(findIds('xyzzy')).toEqual([]);
});

it('marks changes, conflicts, and keys that a browser keeps', () => {
  const row = (shell: boolean) =>
    shortcutRows(defaults, { 'sidebar.toggle': ['Mod+T', 'Mod+K'] }, shell).find(
      ({ command }) => command.id === 'sidebar.toggle',
    );
  expect(row(false)).toMatchObject({ isChanged: true, reserved: ['Mod+T'], conflicts: [{ id: 'palette.open' }] });
  expect(row(true)?.reserved).toEqual([]);
});

it('stores only what differs from the defaults', () => {
  const [command] = defaults;
  if (command === undefined) throw new Error('no commands');
  const changed = changeKeys({ 'pane.close': [] }, command, ['Mod+E', 'Mod+E']);
  expect(changed).toEqual({ 'pane.close': [], [command.id]: ['Mod+E'] });
  expect(changeKeys({ [command.id]: ['Mod+E'] }, command, undefined)).toBeNull();
});
