// Proves: UI-3
import { expect, it } from 'vitest';
import { toAccelerator, toShownKeys, type PressedKeys } from './accelerator.ts';

const press = (code: string, held: string): PressedKeys => ({
  code,
  ctrlKey: held.includes('c'),
  metaKey: held.includes('m'),
  altKey: held.includes('a'),
  shiftKey: held.includes('s'),
});

it.each([
  ['KeyG', 'cs', false, 'CommandOrControl+Shift+G'],
  ['KeyG', 'ms', true, 'CommandOrControl+Shift+G'],
  ['Space', 'a', false, 'Alt+Space'],
  ['KeyG', 'ca', true, 'Control+Alt+G'],
  ['Digit1', 'm', false, 'Super+1'],
  ['F9', '', false, 'F9'],
  ['ArrowUp', 'c', false, 'CommandOrControl+Up'],
])('%s with "%s" (Mac: %s) is %s', (code, held, mac, expected) => {
  expect(toAccelerator(press(code, held), mac)).toBe(expected);
});

it.each([
  ['a modifier alone', 'ControlLeft', 'c'],
  ['a key for typing', 'KeyG', ''],
  ['a capital letter', 'KeyG', 's'],
  ['a key that Electron does not know', 'IntlBackslash', 'c'],
])('%s is no combination', (_what, code, held) => {
  expect(toAccelerator(press(code, held), false)).toBeUndefined();
});

it('is shown with the names of the app', () => {
  expect(toShownKeys('CommandOrControl+Shift+G')).toBe('Mod+Shift+G');
});
