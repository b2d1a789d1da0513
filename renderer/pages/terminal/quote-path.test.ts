import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { quotePath } from './quote-path.ts';

it.each(['/work/a.png', '/it\'s here/$(id) `b` "c" & d;e', '/Über uns/ä b.txt', '/a\\b*?[x]~!#'])(
  'makes %j one word of a shell command',
  (path) => {
    expect(execFileSync('sh', ['-c', `printf %s ${quotePath(path)}`], { encoding: 'utf8' })).toBe(path);
  },
);

it('leaves plain paths as they are, and quotes those of Windows with double quotes', () => {
  expect([quotePath('/work/a-b_1.png'), quotePath('C:\\My files\\a.png')]).toEqual([
    '/work/a-b_1.png',
    '"C:\\My files\\a.png"',
  ]);
});
