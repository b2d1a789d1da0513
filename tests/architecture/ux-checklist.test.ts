// Checks that the tests that docs/ux-checklist.md names exist: a link to a test file has the name of one of its tests.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

const CHECKLIST = readFileSync(join(PROJECT_ROOT, 'docs/ux-checklist.md'), 'utf8');
const TESTS = [...CHECKLIST.matchAll(/\[([^\]]+)\]\(\.\.\/([\w./-]+\.test\.tsx?)\)/g)];
const ROWS = CHECKLIST.split('\n').filter((line) => /^\| (\d\.\d+\.\d+|C\d+) \|/.test(line));

it('names tests that exist', () => {
  expect(TESTS.length).toBeGreaterThan(100);
  const missing = TESTS.filter(([, name = '', file = '']) => {
    const source = readFileSync(join(PROJECT_ROOT, file), 'utf8').replaceAll(String.raw`\'`, "'");
    return !source.includes(name);
  });
  expect(missing.map(([link]) => link)).toEqual([]);
});

it('has a test or a reason in every line', () => {
  expect(ROWS.length).toBeGreaterThan(80);
  const bare = ROWS.filter(
    (row) => !row.includes('.test.ts') && !/\*\*(In progress|Not yet|Partly)|no dedicated test/i.test(row),
  );
  expect(bare).toEqual([]);
});
