import { describe, expect, it } from 'vitest';
import { NO_CONTEXT } from '#contract/types/context.ts';
import { changedLimits, isValidLimit, toLimitsDraft } from './limits-draft.ts';

describe('the form for limits', () => {
  const settings = { ...NO_CONTEXT, files: 4_000, paths: ['README.md'] };

  it("saves what was changed, and keeps the session's own limits", () => {
    const draft = { ...toLimitsDraft(settings), tree: '2000', paths: 'README.md\n  src/main.ts \n\n' };
    expect(changedLimits(draft, settings, { console: 500 })).toEqual({
      console: 500,
      tree: 2_000,
      paths: ['README.md', 'src/main.ts'],
    });
    expect(changedLimits(toLimitsDraft(settings), settings, {})).toEqual({});
  });

  it('accepts only whole numbers up to the largest limit', () => {
    expect(['0', '4000', '200000'].every(isValidLimit)).toBe(true);
    expect(['', '-1', '1.5', '200001', 'many'].some(isValidLimit)).toBe(false);
  });
});
