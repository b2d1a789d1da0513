import { expect, it } from 'vitest';
import { bindCommands } from './key-map.ts';

const listKeys = (inShell: boolean) => bindCommands(inShell).flatMap(({ keys = [] }) => keys);

/** Shortcuts that Chrome, Edge, and Firefox never give to a page, or that would surprise in a tab. */
const RESERVED = ['Mod+N', 'Mod+W', 'Mod+T', 'Mod+Shift+M', ...Array.from({ length: 9 }, (_, at) => `Mod+${at + 1}`)];

it('binds no key in a browser tab that belongs to the browser', () => {
  expect(listKeys(false).filter((keys) => RESERVED.includes(keys))).toEqual([]);
});

it('reaches the same commands with Alt in a browser tab, and with Mod in the desktop app', () => {
  for (const [id, inShell, inBrowser] of [
    ['session.new', 'Mod+N', 'Alt+N'],
    ['pane.close', 'Mod+W', 'Alt+W'],
    ['session.jump', 'Mod+1', 'Alt+1'],
    ['chat.model', 'Mod+Shift+M', 'Alt+M'],
  ] as const) {
    const find = (shell: boolean) => bindCommands(shell).find((command) => command.id === id)?.keys?.[0];
    expect([find(true), find(false)]).toEqual([inShell, inBrowser]);
  }
});
