import { expect, it } from 'vitest';
import { listRetentions, policyValue, toResetChoice, toResetPolicy, withPolicyValue } from './lifecycle.ts';

it('shows each reset policy as the choice that makes it', () => {
  for (const choice of ['manual', 'idle', 'daily'] as const)
    expect(toResetChoice(toResetPolicy(choice) ?? undefined)).toBe(choice);
  expect(toResetPolicy('default')).toBeNull();
  expect(toResetChoice(undefined)).toBe('default');
});

it('accepts minutes of a pause and hours of the day, and nothing else', () => {
  const idle = { mode: 'idle', idleMs: 90 * 60_000 } as const;
  expect(policyValue(idle)).toBe('90');
  expect(withPolicyValue(idle, '5')).toEqual({ mode: 'idle', idleMs: 300_000 });
  for (const text of ['0', '-1', '1.5', 'soon', '99999']) expect(withPolicyValue(idle, text)).toBeUndefined();
  const daily = { mode: 'daily', hour: 4 } as const;
  expect(withPolicyValue(daily, '0')).toEqual({ mode: 'daily', hour: 0 });
  expect(withPolicyValue(daily, '24')).toBeUndefined();
});

it('offers the current retention among the others', () => {
  expect(listRetentions(14)).toEqual([undefined, 0, 7, 14, 30, 90, 365]);
  expect(listRetentions(0)).toEqual([undefined, 0, 7, 30, 90, 365]);
});
