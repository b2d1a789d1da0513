import { describe, expect, it } from 'vitest';
import { findSettings } from './settings-search.ts';

describe('settings search', () => {
  it('finds a setting by the terms people use', () => {
    expect(findSettings('dark')[0]?.title).toBe('Theme');
    expect(findSettings('claude key')[0]?.section).toBe('providers');
    expect(
      findSettings('FONT')
        .map((entry) => entry.title)
        .slice(0, 2),
    ).toEqual(['Font size', 'Code font size']);
  });

  it('finds nothing for an empty query or an unknown word', () => {
    expect(findSettings('  ')).toEqual([]);
    expect(findSettings('xyzzy')).toEqual([]);
  });
});
