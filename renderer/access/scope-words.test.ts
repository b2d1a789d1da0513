import { describe, expect, it } from 'vitest';
import { scopeWords } from './scope-words.ts';

describe('scopes in words', () => {
  it('say what a person would be agreeing to', () => {
    expect(scopeWords(['operator.approvals', 'operator.read'])).toBe(
      'may read sessions and settings, answer approvals',
    );
    expect(scopeWords(['operator.read', 'operator.admin'])).toContain('everything');
    expect(scopeWords([])).toBe('may do nothing by itself');
  });
});
