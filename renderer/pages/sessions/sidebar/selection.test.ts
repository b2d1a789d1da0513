import { expect, it } from 'vitest';
import { selectTo } from './selection.ts';

const order = ['a', 'b', 'c', 'd'];

it('takes the range between the anchor and the click, in either direction', () => {
  expect(selectTo({ keys: [], anchor: 'b' }, 'd', order)).toEqual({ keys: ['b', 'c', 'd'], anchor: 'b' });
  expect(selectTo({ keys: ['b', 'c', 'd'], anchor: 'b' }, 'a', order)).toEqual({ keys: ['a', 'b'], anchor: 'b' });
});

it('takes one where no range can begin', () => {
  expect(selectTo({ keys: [], anchor: undefined }, 'c', order).keys).toEqual(['c']);
  expect(selectTo({ keys: [], anchor: 'gone' }, 'c', order)).toEqual({ keys: ['c'], anchor: 'c' });
});
