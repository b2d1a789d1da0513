import { describe, expect, it } from 'vitest';
import { BoundedOutput } from './bounded-output.ts';

describe('bounded output', () => {
  it('keeps everything that fits', () => {
    const output = new BoundedOutput(10);
    for (const piece of ['ab', 'cde', '', 'fghij']) output.add(piece);
    expect([output.text(), output.truncated]).toEqual(['abcdefghij', false]);
  });

  it('keeps the start and end and says how much is missing', () => {
    const output = new BoundedOutput(10);
    for (let number = 0; number < 1000; number += 1) output.add(String(number % 10));
    expect(output.text()).toBe('01234\n… 990 bytes omitted …\n56789');
    expect(output.truncated).toBe(true);
  });

  it('does not split a character', () => {
    for (let limit = 1; limit < 12; limit += 1) {
      const output = new BoundedOutput(limit);
      output.add('€€€😀😀€€€');
      output.add('€');
      expect(output.text()).not.toContain('\uFFFD');
      expect(output.text().isWellFormed()).toBe(true);
    }
  });

  it('uses limited memory', () => {
    const output = new BoundedOutput(1000);
    for (let number = 0; number < 20_000; number += 1) output.add('x'.repeat(997));
    expect(output.text().length).toBeLessThan(1100);
  });
});
