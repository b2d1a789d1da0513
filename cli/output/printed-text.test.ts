import { describe, expect, it } from 'vitest';

import { PrintedText } from './printed-text.ts';

describe('PrintedText', () => {
  it('returns each character once, even if pieces overlap or repeat', () => {
    const printed = new PrintedText();
    expect(printed.advance('a', 0, 'one ')).toBe('one ');
    expect(printed.advance('a', 2, 'e two')).toBe('two');
    expect(printed.advance('a', 0, 'one two')).toBe('');
    expect(printed.advance('b', 0, 'other')).toBe('other');
  });

  it('returns nothing after a gap until the whole text fills it', () => {
    const printed = new PrintedText();
    printed.advance('a', 0, 'one ');
    expect(printed.advance('a', 8, 'three')).toBe('');
    expect(printed.advance('a', 0, 'one two three')).toBe('two three');
  });

  it('skips a gap on request', () => {
    const printed = new PrintedText();
    expect(printed.advancePastGap('a', 100, 'late')).toBe('late');
    expect(printed.advancePastGap('a', 102, 'te start')).toBe(' start');
  });
});
