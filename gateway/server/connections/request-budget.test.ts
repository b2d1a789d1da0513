// Proves: GW-8, GW-13
import { expect, it } from 'vitest';
import { MAX_FRAME_BYTES } from '#contract/wire/limits.ts';
import { RequestBudget } from './request-budget.ts';

it('limits the large requests of one client and of all together, but never small ones', () => {
  const budget = new RequestBudget();
  const first = budget.client();
  expect([first.admit(MAX_FRAME_BYTES), first.admit(MAX_FRAME_BYTES), first.admit(MAX_FRAME_BYTES)]).toEqual([
    true,
    true,
    false,
  ]);
  const others = Array.from({ length: 4 }, () => budget.client());
  const admitted = others.flatMap((client) => [client.admit(MAX_FRAME_BYTES), client.admit(MAX_FRAME_BYTES)]);
  expect(admitted.filter(Boolean)).toHaveLength(6);
  expect(others[3]?.admit(1_000)).toBe(true);
  first.done(MAX_FRAME_BYTES);
  expect(others[3]?.admit(MAX_FRAME_BYTES)).toBe(true);
});
