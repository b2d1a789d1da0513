import { expect, it } from 'vitest';
import { bindCommands } from './key-map.ts';

const listKeys = (inShell: boolean) => bindCommands(inShell).flatMap(({ keys = [] }) => keys);

/** Shortcuts that Chrome, Edge, and Firefox never give to a page, or that would surprise in a tab. */
const RESERVED = [
  'Mod+N',
  'Mod+W',
  'Mod+T',
  'Mod+Shift+M',
  'Mod+Shift+N',
  'Mod+Shift+T',
  'Mod+Shift+W',
  ...Array.from({ length: 9 }, (_, at) => `Mod+${at + 1}`),
];

it('binds no key in a browser tab that belongs to the browser', () => {
  expect(listKeys(false).filter((keys) => RESERVED.includes(keys))).toEqual([]);
});

it('reaches the same commands with Alt in a browser tab, and with Mod in the desktop app', () => {
  for (const [id, inShell, inBrowser] of [
    ['session.new', 'Mod+N', 'Alt+N'],
    ['pane.close', 'Mod+W', 'Alt+W'],
    ['pane.reopen', 'Mod+Shift+T', 'Alt+Shift+T'],
    ['session.jump', 'Mod+1', 'Alt+1'],
    ['chat.model', 'Mod+Shift+M', 'Alt+M'],
  ] as const) {
    const find = (shell: boolean) => bindCommands(shell).find((command) => command.id === id)?.keys?.[0];
    expect([find(true), find(false)]).toEqual([inShell, inBrowser]);
  }
});

it.each([true, false])('gives no key to two commands (in the desktop app: %s)', (inShell) => {
  const places = bindCommands(inShell)
    .filter(({ when }) => when !== 'focus')
    .flatMap(({ id, keys = [], inTerminal }) => keys.map((key) => ({ id, key, inTerminal })));
  const conflicts = places.filter((one) =>
    places.some(
      (other) =>
        other.id !== one.id &&
        other.key === one.key &&
        // Either both work in a terminal, or both outside of one.
        ((one.inTerminal !== undefined && other.inTerminal !== undefined) ||
          (one.inTerminal !== 'only' && other.inTerminal !== 'only')),
    ),
  );
  expect(conflicts).toEqual([]);
});
