import { expect, it } from 'vitest';
import { selectTo } from './selection.ts';

const order = ['a', 'b', 'c', 'd'];

it('selects the range between anchor and click, in either direction', () => {
  expect(selectTo({ keys: [], anchor: 'b' }, 'd', order)).toEqual({ keys: ['b', 'c', 'd'], anchor: 'b' });
  expect(selectTo({ keys: ['b', 'c', 'd'], anchor: 'b' }, 'a', order)).toEqual({ keys: ['a', 'b'], anchor: 'b' });
});

it('selects one session if there is no anchor', () => {
  expect(selectTo({ keys: [], anchor: undefined }, 'c', order).keys).toEqual(['c']);
  expect(selectTo({ keys: [], anchor: 'gone' }, 'c', order)).toEqual({ keys: ['c'], anchor: 'c' });
});
