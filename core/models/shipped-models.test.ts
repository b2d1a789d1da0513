// Proves: US-5
import { expect, it } from 'vitest';
import { isCalendarDate } from '#contract/types/parse-time.ts';
import { SHIPPED_MODELS } from './shipped-models.ts';

const PROVIDERS = Object.entries(SHIPPED_MODELS.providers);

it('has a date and a source', () => {
  expect(isCalendarDate(SHIPPED_MODELS.date)).toBe(true);
  expect(SHIPPED_MODELS.source).not.toBe('');
});

it.each(PROVIDERS)('has no %s family that an earlier prefix shadows', (_id, { families }) => {
  const hidden = families.filter(({ prefix }, at) =>
    families.slice(0, at).some((earlier) => prefix.startsWith(earlier.prefix)),
  );
  expect(hidden).toEqual([]);
});

it.each(PROVIDERS)('has limits for every %s model with a price', (_id, { families, prices }) => {
  const unknown = Object.keys(prices).filter((model) => !families.some(({ prefix }) => model.startsWith(prefix)));
  expect(unknown).toEqual([]);
});

it.each(PROVIDERS)('prices cached input of %s below new input, and output above it', (_id, { prices }) => {
  const odd = Object.entries(prices).filter(([, one]) => !(one.cacheRead < one.input && one.input < one.output));
  expect(odd).toEqual([]);
});
