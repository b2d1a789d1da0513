import { describe, expect, it } from 'vitest';
import { describeScopes } from './access-text.ts';

describe('describeScopes', () => {
  it('lists what a person would grant', () => {
    expect(describeScopes(['operator.approvals', 'operator.read'])).toBe(
      'read sessions and settings and answer approvals',
    );
    expect(describeScopes(['operator.read', 'operator.admin'])).toContain('full access');
    expect(describeScopes([])).toBe('no permissions');
  });
});
