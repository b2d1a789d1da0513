import { expect, it } from 'vitest';
import { DEFAULT_MENU_KEYS } from './app-menu.ts';
import { toMenuKeys } from './menu-keys.ts';

it('uses the defaults until the user has chosen keys', () => {
  for (const chosen of [undefined, {}, 'x', { 'session.new': 'Mod+E' }])
    expect(toMenuKeys(chosen)).toEqual(DEFAULT_MENU_KEYS);
});

it('follows the chosen keys, in the notation of Electron', () => {
  expect(toMenuKeys({ 'session.new': ['Mod+Alt+ArrowUp'], 'go.sessions': ['2', 'Alt+2'] })).toMatchObject({
    newSession: 'CmdOrCtrl+Alt+Up',
    sessions: 'Alt+2',
  });
});

it('shows no accelerator for a removed shortcut, for a single key, and for a position', () => {
  const chosen = { 'session.new': [], 'go.settings': ['6'], 'go.approvals': ['Mod+@KeyZ'] };
  expect(toMenuKeys(chosen)).toMatchObject({ newSession: undefined, settings: undefined, approvals: undefined });
});
