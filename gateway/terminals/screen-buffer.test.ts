import { describe, expect, it } from 'vitest';
import { SCREEN_CHARS, ScreenBuffer } from './screen-buffer.ts';

describe('a screen buffer', () => {
  it('returns the output after an offset', () => {
    const screen = new ScreenBuffer();
    screen.add('hello ');
    screen.add('world');
    expect([screen.text(), screen.end, screen.since(6), screen.since(11)]).toEqual(['hello world', 11, 'world', '']);
  });

  it('is limited, truncated at a line, and reports missing output', () => {
    const screen = new ScreenBuffer();
    for (let line = 0; line < 50_000; line += 1) screen.add(`line ${line}\n`);
    expect(screen.text().length).toBeLessThanOrEqual(SCREEN_CHARS);
    expect(screen.text()).toMatch(/^line \d+\n/);
    expect(screen.text().endsWith('line 49999\n')).toBe(true);
    expect(screen.since(0)).toBeUndefined();
    expect(screen.since(screen.end - 5)).toBe('9999\n');
    const start = screen.end - screen.text().length;
    expect([screen.since(start), screen.since(start - 1)]).toEqual([screen.text(), undefined]);
  });
});
