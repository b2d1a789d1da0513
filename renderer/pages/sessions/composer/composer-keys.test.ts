import { describe, expect, it } from 'vitest';
import { composerIntent, type ComposerKey } from './composer-keys.ts';

const key = (name: string, held: Partial<ComposerKey> = {}): ComposerKey => ({
  key: name,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});
const idle = { empty: false, running: false, enterSends: true, touch: false, changesMode: false };
const running = { ...idle, running: true };

describe('Enter', () => {
  it('sends with Enter and inserts a newline with Shift+Enter', () => {
    expect(composerIntent(key('Enter'), idle)).toBe('send');
    expect(composerIntent(key('Enter', { shiftKey: true }), idle)).toBe('none');
  });

  it('inserts a newline with Enter if the setting says so; then Mod+Enter sends', () => {
    const swapped = { ...idle, enterSends: false };
    expect(composerIntent(key('Enter'), swapped)).toBe('none');
    expect(composerIntent(key('Enter', { ctrlKey: true }), swapped)).toBe('send');
    expect(composerIntent(key('Enter'), { ...idle, touch: true })).toBe('none');
  });

  it('queues during a run, and steers with Mod', () => {
    expect(composerIntent(key('Enter'), running)).toBe('send');
    expect(composerIntent(key('Enter', { metaKey: true }), running)).toBe('send-other');
    expect(composerIntent(key('Enter', { metaKey: true, shiftKey: true }), running), 'maximizes').toBe('none');
  });

  it('never sends during IME composition', () => {
    expect(composerIntent(key('Enter', { isComposing: true }), idle)).toBe('none');
    expect(composerIntent(key('Enter', { keyCode: 229 }), idle)).toBe('none');
  });
});

it('recalls and rewinds only in an empty box, stops only a run, cycles the mode with Shift+Tab', () => {
  expect(composerIntent(key('ArrowUp'), { ...idle, empty: true })).toBe('recall');
  expect(composerIntent(key('ArrowUp'), idle)).toBe('none');
  expect(composerIntent(key('Escape'), running)).toBe('stop');
  expect(composerIntent(key('Escape'), idle)).toBe('none');
  expect(composerIntent(key('Tab', { shiftKey: true }), { ...idle, changesMode: true })).toBe('next-mode');
  expect(composerIntent(key('Tab', { shiftKey: true, isComposing: true }), { ...idle, changesMode: true })).toBe(
    'none',
  );
  expect(composerIntent(key('Escape'), { ...idle, empty: true })).toBe('rewind');
  expect(composerIntent(key('Escape'), { ...running, empty: true })).toBe('stop');
  expect(composerIntent(key('Tab'), idle)).toBe('none');
});
