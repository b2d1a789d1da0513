import { expect, it } from 'vitest';

import { parseSource } from '../sources/parse-source.ts';
import { collectStrings, collectTestNames } from './collect-strings.ts';

it('collects text that people read, but no imports, class names, SQL, or identifiers', () => {
  const file = parseSource({
    path: 'renderer/a.tsx',
    text: [
      "import { x } from './not this one.ts';",
      'export const a = (',
      '  <p className="flex items-center gap-2" title="Open folder">',
      '    Save',
      '    {`${x} of ${x.total} files`}',
      '  </p>',
      ');',
      "export const b = { 'a key': 'Nothing was changed.', kind: 'read-only', sql: 'SELECT a FROM b' };",
    ].join('\n'),
  });
  expect(collectStrings(file)).toEqual([
    { line: 3, text: 'Open folder' },
    { line: 3, text: 'Save' },
    { line: 5, text: '{x} of {x.total} files' },
    { line: 8, text: 'Nothing was changed.' },
  ]);
});

it('collects the names of tests, test tables, and functions in a table', () => {
  const text = "describe('a', () => it.each([1])('b %i', () => {}));\nattack({ async 'c d'() {} }, 'not a name');";
  const names = collectTestNames(parseSource({ path: 'a.test.ts', text })).map((found) => found.text);
  expect(names).toEqual(['a', 'b %i', 'c d']);
});
