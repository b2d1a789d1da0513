import { defineConfig } from 'vitest/config';

const OUTSIDE = ['node_modules/**', 'out/**', 'release/**', '.tsbuild/**'];
/** Whole-product tests in a browser, and of the command line. They mostly wait, so two files run at a time. */
const BROWSER = ['tests/{e2e,command-line}/**/*.test.ts'];
/** Whole-product tests that fill the machine or time something, so they run one file after the other. */
const SERIAL = [
  'tests/e2e/{command-line,demo,first-minute,npm-start,ten-panes}.test.ts',
  'tests/kill/**/*.test.ts',
  'tests/faults/**/*.test.ts',
  'tests/electron/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...OUTSIDE, ...SERIAL, ...BROWSER],
          testTimeout: 45_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: SERIAL,
          exclude: OUTSIDE,
          globalSetup: ['tests/support/build-once.ts'],
          fileParallelism: false,
          // After all unit tests, so that those do not take the processor from what is timed here.
          sequence: { groupOrder: 1 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
          server: { deps: { external: [/\/out\/main\//] } },
        },
      },
      {
        test: {
          name: 'browser',
          include: BROWSER,
          exclude: [...OUTSIDE, ...SERIAL],
          globalSetup: ['tests/support/build-once.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
