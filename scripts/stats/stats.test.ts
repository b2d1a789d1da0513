import { expect, it } from 'vitest';

import { parseSource } from '../sources/parse-source.ts';
import { findDuplicates } from './duplicate-blocks.ts';
import { functionLengths } from './function-lengths.ts';
import { undocumentedExports } from './undocumented-exports.ts';

const parse = (text: string, path = 'core/a.ts') => parseSource({ path, text });

it('measures named functions and methods from their first to their last line', () => {
  const file = parse('function a() {\n  return [1].map((x) => x);\n}\nclass B {\n  c() {}\n}\nconst d = () =>\n  1;\n');
  expect(functionLengths(file)).toEqual([3, 1, 2]);
});

it('lists exports without a docstring, except members of a family', () => {
  const file = parse(
    '/** Says so. */\nexport const a = 1;\n// Not a docstring.\nexport type B = 1;\nexport const c = defineTool({});\n',
  );
  expect(undocumentedExports(file)).toEqual(['B']);
});

it('finds a block that two files share, whatever its indentation and comments', () => {
  const block = ['let a = 1;', 'a += 1;', 'a += 2;', 'a += 3;', 'a += 4;', 'a += 5;'];
  const first = parse(`import 'x';\n${block.join('\n')}\n`, 'core/a.ts');
  const second = parse(`if (true) {\n${block.map((line) => `  ${line} // why`).join('\n')}\n}\n`, 'core/b.ts');
  expect(findDuplicates([first, second])).toEqual([{ lines: 6, places: ['core/a.ts:2', 'core/b.ts:2'] }]);
});
