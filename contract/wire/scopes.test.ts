import { describe, expect, it } from 'vitest';
import { hasScope, knownScopes, OPERATOR_SCOPES } from './scopes.ts';

describe('scopes', () => {
  it('lets admin do everything, and write read', () => {
    for (const scope of OPERATOR_SCOPES) expect(hasScope(['operator.admin'], scope)).toBe(true);
    expect(hasScope(['operator.write'], 'operator.read')).toBe(true);
  });
  it('never widens: read writes nothing, write approves nothing', () => {
    expect(hasScope(['operator.read'], 'operator.write')).toBe(false);
    expect(hasScope(['operator.write'], 'operator.approvals')).toBe(false);
    expect(hasScope([], 'operator.read')).toBe(false);
    expect(hasScope(['toString', '__proto__'], 'operator.read')).toBe(false);
  });
  it('ignores unlisted names and keeps the order', () => {
    expect(knownScopes(['operator.write', 'root', 'operator.read'])).toEqual(['operator.write', 'operator.read']);
  });
});
