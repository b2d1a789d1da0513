import { expect, it } from 'vitest';
import { withControl } from './terminal-keys.ts';

it('turns a character into its control code', () => {
  expect(['c', 'C', '[', ' ', '?'].map(withControl)).toEqual(['\u0003', '\u0003', '\u001b', '\u0000', '\u007f']);
});

it('has no control code for digits, umlauts, and sequences', () => {
  expect(['1', 'ü', '\u001b[A', ''].map(withControl)).toEqual([undefined, undefined, undefined, undefined]);
});
