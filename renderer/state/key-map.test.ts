import { expect, it } from 'vitest';
import { PAGES } from '../pages/registry.ts';
import { findConflicts, isReserved } from './key-conflicts.ts';
import { bindCommands } from './key-map.ts';

const listKeys = (inShell: boolean) => bindCommands(inShell).flatMap(({ keys = [] }) => keys);

it('binds no key in a browser tab that belongs to the browser', () => {
  expect(listKeys(false).filter(isReserved)).toEqual([]);
});

it('reaches the same commands with Alt in a browser tab, and with Mod in the desktop app', () => {
  for (const [id, inShell, inBrowser] of [
    ['session.new', 'Mod+N', 'Alt+N'],
    ['session.newWorktree', 'Mod+Shift+N', 'Alt+Shift+N'],
    ['pane.close', 'Mod+W', 'Alt+W'],
    ['pane.reopen', 'Mod+Shift+T', 'Alt+Shift+T'],
    ['session.jump', 'Mod+1', 'Alt+1'],
    ['chat.model', 'Mod+Shift+M', 'Alt+M'],
  ] as const) {
    const find = (shell: boolean) => bindCommands(shell).find((command) => command.id === id)?.keys?.[0];
    expect([find(true), find(false)]).toEqual([inShell, inBrowser]);
  }
});

it.each([true, false])('gives no key to two commands in the same place (in the desktop app: %s)', (inShell) => {
  const commands = [...PAGES.map(({ command }) => command), ...bindCommands(inShell)];
  const conflicts = commands.flatMap((command) =>
    findConflicts(command, commands).map((other) => [command.id, other.id, command.keys, other.keys]),
  );
  expect(conflicts).toEqual([]);
});
