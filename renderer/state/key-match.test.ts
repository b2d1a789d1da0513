import { describe, expect, it } from 'vitest';
import { isComposing, matchesKeys, type KeyPress } from './key-match.ts';

const press = (key: string, code: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('matchesKeys', () => {
  it('reads Mod as Ctrl, and as ⌘ on a Mac', () => {
    expect(matchesKeys(press('k', 'KeyK', { ctrlKey: true }), 'Mod+K', false)).toBe(true);
    expect(matchesKeys(press('k', 'KeyK', { ctrlKey: true }), 'Mod+K', true)).toBe(false);
    expect(matchesKeys(press('k', 'KeyK', { metaKey: true }), 'Mod+K', true)).toBe(true);
  });

  it('follows the character on other layouts: Dvorak K, French digits', () => {
    expect(matchesKeys(press('k', 'KeyV', { ctrlKey: true }), 'Mod+K', false)).toBe(true);
    expect(matchesKeys(press('v', 'KeyK', { ctrlKey: true }), 'Mod+K', false)).toBe(false);
    expect(matchesKeys(press('&', 'Digit1', { ctrlKey: true }), 'Mod+1', false)).toBe(true);
  });

  it('accepts a symbol with or without Shift: ? on German and French keyboards', () => {
    expect(matchesKeys(press('?', 'Minus', { shiftKey: true }), '?', false)).toBe(true);
    expect(matchesKeys(press('?', 'KeyM'), '?', false)).toBe(true);
  });

  it('requires exactly the pressed modifiers', () => {
    expect(matchesKeys(press('n', 'KeyN', { ctrlKey: true, shiftKey: true }), 'Mod+N', false)).toBe(false);
    expect(matchesKeys(press('˜', 'KeyN', { altKey: true }), 'Alt+N', true)).toBe(true);
    expect(matchesKeys(press('{', 'BracketLeft', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+[', false)).toBe(true);
  });
});

it('recognizes keys that an input method is handling', () => {
  expect(isComposing({ isComposing: true, keyCode: 13 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 229 })).toBe(true);
  expect(isComposing({ isComposing: false, keyCode: 13 })).toBe(false);
});
