import { expect, it } from 'vitest';
import type { ApiKeyRow } from '#contract/types/api-keys.ts';
import { findCreator, orderByCreator } from './api-key-rows.ts';

const key = (id: string, createdByKey?: string): ApiKeyRow => ({
  id,
  name: `Key ${id}`,
  prefix: 'gh_',
  scopes: [],
  perMinute: 1,
  createdAtMs: 1,
  ...(createdByKey === undefined ? {} : { createdByKey }),
});

it('lists keys below the key that created them, with its name', () => {
  const keys = [key('a'), key('b'), key('c', 'a'), key('d', 'c'), key('e', 'gone')];
  expect(orderByCreator(keys).map(({ id }) => id)).toEqual(['a', 'c', 'd', 'b', 'e']);
  expect(keys.map((one) => findCreator(keys, one))).toEqual([undefined, undefined, 'Key a', 'Key c', undefined]);
});
