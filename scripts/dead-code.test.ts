import { expect, it } from 'vitest';

import { findUnusedPackages } from './dead-code.ts';

const FILES = [
  {
    path: 'core/a.ts',
    text: "import type { B } from 'typed';\nexport { c } from '@scope/exported/deep';\nexport const d: import('inline').D = 1;",
  },
  {
    path: 'scripts/run.mjs',
    text: "await import('loaded');\nrequire('required');\ncreateRequire(import.meta.url).resolve('resolved/bin');\nrunTool('ran/bin/ran', []);",
  },
  { path: 'renderer/app.css', text: '@import \'styled\';\n@plugin "plugged";' },
];

it('finds packages that are imported, resolved, or run', () => {
  const used = ['typed', '@scope/exported', 'inline', 'loaded', 'required', 'resolved', 'ran', 'styled', 'plugged'];
  expect(findUnusedPackages(FILES, used)).toEqual([]);
});

it('reports a package whose name only occurs in a string, a comment, or another package name', () => {
  const files = [
    ...FILES,
    {
      path: 'host/run.ts',
      text: "// import 'ignore'\nspawn('a', { stdio: ['ignore', 'pipe'] });\nimport 'ignore-more';",
    },
  ];
  expect(findUnusedPackages(files, ['ignore', 'pipe', 'type'])).toEqual(['ignore', 'pipe', 'type']);
});
