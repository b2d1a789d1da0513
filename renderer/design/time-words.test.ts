import { describe, expect, it } from 'vitest';
import { ageWords, leftWords } from './time-words.ts';

describe('times in words', () => {
  it('says how long ago, never in the future', () => {
    const now = 100 * 86_400_000;
    expect([-5_000, 30_000, 5 * 60_000, 3 * 3_600_000, 2 * 86_400_000].map((age) => ageWords(now - age, now))).toEqual([
      'now',
      'now',
      '5 min',
      '3 h',
      '2 d',
    ]);
  });

  it('says what is left, never below zero', () => {
    expect([-1, 400, 59_000, 245_000, 7_200_000, 200_000_000].map(leftWords)).toEqual([
      '0 s',
      '1 s',
      '59 s',
      '4:05',
      '2 h',
      '2 d',
    ]);
  });
});
