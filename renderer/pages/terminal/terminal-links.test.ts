import { expect, it } from 'vitest';
import { findLinks } from './terminal-links.ts';

const find = (text: string) => findLinks(text, '/work').map(({ text: found, target }) => [found, target]);

it.each([
  ['see https://example.org/a?b=1#c.', 'https://example.org/a?b=1#c'],
  ['(https://en.wikipedia.org/wiki/A_(b))', 'https://en.wikipedia.org/wiki/A_(b)'],
  ["fetch 'http://example.org/x', then", 'http://example.org/x'],
])('finds the web address in %j', (text, url) => {
  expect(find(text)).toEqual([[url, { kind: 'web', url }]]);
});

it('opens local addresses in the preview', () => {
  expect(find('Local: http://localhost:5173/app/')).toEqual([
    ['http://localhost:5173/app/', { kind: 'preview', address: { port: 5173, path: '/app/' } }],
  ]);
});

it.each([
  ['src/a.ts:12:5 - error', 'src/a.ts', 12],
  ['at run (/work/lib/b.js:7:3)', 'lib/b.js', 7],
  ['./main.go:3: undefined', 'main.go', 3],
  ['File "/work/app/x.py", line 40, in <module>', 'app/x.py', 40],
  ['Program.cs(9,2): warning', 'Program.cs', 9],
  ['modified:   docs/guide.md', 'docs/guide.md', undefined],
])('finds the file in %j', (text, path, line) => {
  expect(find(text).map(([, target]) => target)).toEqual([
    { kind: 'file', path, ...(line === undefined ? {} : { line }) },
  ]);
});

it.each(['node v24.1.0', 'foo.bar()', '/etc/passwd.txt:3', '../other/a.ts:3', 'a@example.org', '~/x/y.txt', 'ls -la'])(
  'finds nothing in %j',
  (text) => {
    expect(find(text)).toEqual([]);
  },
);

it('says where each link is', () => {
  const text = 'src/a.ts:1 and https://example.org/b.html';
  for (const { start, text: found } of findLinks(text, '/work')) expect(text.slice(start)).toMatch(found);
  expect(findLinks(text, '/work')).toHaveLength(2);
});

it('searches long lines for nothing', () => {
  expect(findLinks(`src/a.ts:1 ${'x'.repeat(5_000)}`, '/work')).toEqual([]);
});
