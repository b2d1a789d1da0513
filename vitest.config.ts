import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

import { MAX_WAIT_MS } from './tests/support/wait-until.ts';

const OUTSIDE = ['node_modules/**', 'out/**', 'release/**', '.tsbuild/**'];
/** Tests of the whole product: the built host in its own process, often with a browser. */
const PRODUCT = ['tests/{command-line,e2e,faults}/**/*.test.ts'];
/** They replace modules of this process. */
const ELECTRON = ['tests/electron/**/*.test.ts'];
/** Tests that use the whole machine or measure time: one file at a time, and only in `npm run test:full`. */
const FULL = [
  'tests/e2e/{demo,first-minute,headless-package,newcomer,npm-start,ten-containers,ten-panes}.test.ts',
  'tests/electron/packaging.test.ts',
  'tests/packaging/image.test.ts',
  'tests/faults/{frame-fuzz,hostile-output}.test.ts',
  'tests/fuzz/odd-streams.test.ts',
  'tests/kill/**/*.test.ts',
  'tests/policy/started-programs.test.ts',
];
/** Most tests wait for other processes most of the time, so more files run at once than there are cores. */
const WORKERS = Math.min(8, availableParallelism() * 2);
/** Longest time for one test or hook, in which many events may be waited for, on a slow machine that does other things, too. */
const TEST_MS = 420_000;

export default defineConfig({
  test: {
    testTimeout: TEST_MS,
    hookTimeout: TEST_MS,
    teardownTimeout: TEST_MS,
    expect: { poll: { timeout: MAX_WAIT_MS } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...OUTSIDE, ...PRODUCT, ...ELECTRON, ...FULL],
          maxWorkers: WORKERS,
          // A fresh process for each file would double the processor time.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'product',
          include: PRODUCT,
          exclude: [...OUTSIDE, ...FULL],
          globalSetup: ['tests/support/prepare-product.ts'],
          maxWorkers: WORKERS,
          // One process loads Playwright once, and keeps its browser for several files.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'electron',
          include: ELECTRON,
          exclude: [...OUTSIDE, ...FULL],
          globalSetup: ['tests/support/prepare-product.ts'],
          maxWorkers: WORKERS,
          server: { deps: { external: [/\/out\/main\//] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'full',
          include: FULL,
          exclude: OUTSIDE,
          globalSetup: ['tests/support/prepare-product.ts'],
          fileParallelism: false,
          // After everything else, so that nothing takes the processor from what is measured here.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
