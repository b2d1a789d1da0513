import { defineConfig } from 'vitest/config';

const OUTSIDE = ['node_modules/**', 'out/**', 'release/**', '.tsbuild/**'];
/** Whole-product tests: they share ports, browsers and processor time, so they run one file after the other. */
const SERIAL = [
  'tests/e2e/**/*.test.ts',
  'tests/kill/**/*.test.ts',
  'tests/bad-days/**/*.test.ts',
  'tests/electron/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...OUTSIDE, ...SERIAL],
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
    ],
  },
});
