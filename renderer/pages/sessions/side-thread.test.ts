import { expect, it } from 'vitest';
import { readSideQuestion } from './side-thread.ts';

it('reads the question after /btw, in several lines, and nothing else', () => {
  expect(readSideQuestion('/btw Why beans?\nReally')).toBe('Why beans?\nReally');
  expect(['/btw', '/btw  ', '/btwx why', 'why /btw beans', 'btw why'].map(readSideQuestion)).toEqual(
    Array.from({ length: 5 }),
  );
});
