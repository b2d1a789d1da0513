import { expect, it } from 'vitest';
import { readFileName } from './file-name.ts';

it.each([
  ['src/app.ts', { path: 'src/app.ts' }],
  ['./src/app.ts', { path: 'src/app.ts' }],
  ['src/app.ts:12', { path: 'src/app.ts', line: 12 }],
  ['app.ts:12:5', { path: 'app.ts', line: 12 }],
  ['app.ts:12-20', { path: 'app.ts', line: 12 }],
  ['.github/workflows/ci.yml', { path: '.github/workflows/ci.yml' }],
])('%s names a file', (text, file) => {
  expect(readFileName(text)).toEqual(file);
});

it.each(['console.log', 'app.ts', 'a/b', '../secret.txt', '/etc/passwd.txt', 'a b/c.ts', 'https://a.example/b.ts', ''])(
  '%s names none',
  (text) => {
    expect(readFileName(text)).toBeUndefined();
  },
);
