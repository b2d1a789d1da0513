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
/** Longest wait for one event. Only a failing test waits this long, so it allows for a machine at load 15. */
const WAIT_MS = 60_000;
/** Longest time for one test or hook, in which several events may be waited for. */
const TEST_MS = 180_000;

export default defineConfig({
  test: {
    testTimeout: TEST_MS,
    hookTimeout: TEST_MS,
    teardownTimeout: TEST_MS,
    expect: { poll: { timeout: WAIT_MS } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...OUTSIDE, ...SERIAL, ...BROWSER],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: SERIAL,
          exclude: OUTSIDE,
          globalSetup: ['tests/support/build-once.ts'],
          fileParallelism: false,
          // After all unit tests, so that those do not take the processor from what is timed here.
          sequence: { groupOrder: 1 },
          server: { deps: { external: [/\/out\/main\//] } },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: BROWSER,
          exclude: [...OUTSIDE, ...SERIAL],
          globalSetup: ['tests/support/build-once.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
