import { describe, expect, it } from 'vitest';
import { hasScope, knownScopes, OPERATOR_SCOPES } from './scopes.ts';

describe('scopes', () => {
  it('grants everything to admin and read to write', () => {
    for (const scope of OPERATOR_SCOPES) expect(hasScope(['operator.admin'], scope)).toBe(true);
    expect(hasScope(['operator.write'], 'operator.read')).toBe(true);
  });
  it('does not grant write to read or approvals to write', () => {
    expect(hasScope(['operator.read'], 'operator.write')).toBe(false);
    expect(hasScope(['operator.write'], 'operator.approvals')).toBe(false);
    expect(hasScope([], 'operator.read')).toBe(false);
    expect(hasScope(['toString', '__proto__'], 'operator.read')).toBe(false);
  });
  it('ignores unknown names and keeps the order', () => {
    expect(knownScopes(['operator.write', 'root', 'operator.read'])).toEqual(['operator.write', 'operator.read']);
  });
});
