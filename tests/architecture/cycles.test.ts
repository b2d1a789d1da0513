import { expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { findImportCycles } from '#scripts/sources/import-cycles.ts';
import { parseSource } from '#scripts/sources/parse-source.ts';
import { readSourceFiles } from '#scripts/sources/read-sources.ts';

it('finds a cycle through a type-only import and a file that imports itself', () => {
  const files = [
    { path: 'core/a.ts', text: "import type { B } from './b.ts';\nexport type A = B;" },
    { path: 'core/b.ts', text: "import { c } from '#core/c.ts';\nexport type B = typeof c;" },
    { path: 'core/c.ts', text: "export const c: import('./a.ts').A = 1;" },
    { path: 'core/d.ts', text: "export { c } from './c.ts';" },
    { path: 'core/e.ts', text: "import './e.ts';" },
  ];
  expect(findImportCycles(files.map(parseSource))).toEqual([['core/a.ts', 'core/b.ts', 'core/c.ts'], ['core/e.ts']]);
});

it('finds no cycle in the sources, including type-only imports', () => {
  expect(findImportCycles(readSourceFiles(PROJECT_ROOT).map(parseSource))).toEqual([]);
});
