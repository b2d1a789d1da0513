import { describe, expect, it } from 'vitest';
import { isComposing, keyLabel, matchesKeys, toKeys, type KeyPress } from './key-match.ts';

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

  it('takes a Latin letter for what it is, wherever it is on the keyboard', () => {
    const t = press('T', 'KeyK', { ctrlKey: true, shiftKey: true }); // Dvorak
    expect(matchesKeys(t, 'Mod+Shift+T', false)).toBe(true);
    expect(matchesKeys(t, 'Mod+Shift+K', false)).toBe(false);
  });

  it('uses the position of a key without a Latin character: Cyrillic letters, dead keys, German umlauts', () => {
    expect(matchesKeys(press('л', 'KeyK', { ctrlKey: true }), 'Mod+K', false)).toBe(true);
    expect(matchesKeys(press('Dead', 'Backquote', { ctrlKey: true }), 'Mod+`', false)).toBe(true);
    expect(matchesKeys(press('Ü', 'BracketLeft', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+[', false)).toBe(true);
    expect(matchesKeys(press('ö', 'Semicolon', { ctrlKey: true }), 'Mod+@Semicolon', false)).toBe(true);
  });

  it('finds a sign with Shift at its place on Dvorak', () => {
    expect(matchesKeys(press('{', 'Minus', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+[', false)).toBe(true);
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

describe('toKeys', () => {
  it.each<[string, KeyPress, string]>([
    ['a letter', press('e', 'KeyE', { ctrlKey: true }), 'Mod+E'],
    ['Dvorak: the letter that is printed on the key', press('.', 'KeyE', { ctrlKey: true }), 'Mod+.'],
    ['French: the digit without Shift', press('&', 'Digit1', { ctrlKey: true }), 'Mod+1'],
    ['German: an umlaut by its position', press('ö', 'Semicolon', { ctrlKey: true }), 'Mod+@Semicolon'],
    ['a sign that needs Shift', press('{', 'BracketLeft', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+['],
    ['a sign alone', press('?', 'Minus', { shiftKey: true }), '?'],
    ['a named key', press('ArrowUp', 'ArrowUp', { altKey: true, shiftKey: true }), 'Alt+Shift+ArrowUp'],
  ])('records %s, and matches it afterwards', (_, pressed, keys) => {
    expect(toKeys(pressed, false)).toBe(keys);
    expect(matchesKeys(pressed, keys, false)).toBe(true);
  });

  it('records nothing while only modifiers are held', () => {
    expect(toKeys(press('Control', 'ControlLeft', { ctrlKey: true }), false)).toBeUndefined();
    expect(toKeys(press('k', 'KeyK', { metaKey: true }), false)).toBeUndefined();
    expect(toKeys(press('k', 'KeyK', { metaKey: true }), true)).toBe('Mod+K');
  });
});

it('shows a position as the key at that place', () => {
  expect([keyLabel('@KeyZ'), keyLabel('@Semicolon'), keyLabel('@'), keyLabel('K')]).toEqual([
    'Z',
    'Semicolon',
    '@',
    'K',
  ]);
});
