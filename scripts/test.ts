// `npm test`: static checks, and the unit and product tests. `npm run test:full`: the slower tests of the whole product.
// Both end with the line `N passed, N failed, N skipped`, after the names of tests that passed only at a second attempt. Arguments
// are passed to Vitest; with them, `npm test` runs only the named tests, of any kind, once, and no static checks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestRunResult } from '#tests/support/result-file-reporter.ts';

import { runTool } from './run-tool.ts';
import { afterSecondAttempt, filesToRepeat, type RepeatedResult } from './second-attempt.ts';
import { findStaticProblems, printStaticResults } from './static-checks.ts';

const REPORTERS = ['--reporter=default', '--reporter=./tests/support/result-file-reporter.ts'];

const NOTHING: RepeatedResult = { passed: 0, failed: [], unstable: [], skipped: [] };

const full = process.argv[2] === '--full';
const filters = process.argv.slice(full ? 3 : 2);
if (full) close([await resultOf(['--project=full'], filters)]);
else if (filters.length > 0) close([{ ...NOTHING, ...(await vitestResult(filters)) }]);
else {
  // Tests mostly wait, so the checks run at the same time. Their results are printed last, where they are easy to see.
  const checks = findStaticProblems();
  const tests = await resultOf(['--project=unit', '--project=product', '--project=electron']);
  const results = await checks;
  const failed = printStaticResults(results);
  const passed = results.length - failed.length;
  close([
    { ...NOTHING, passed, failed: failed.map((title) => ({ name: `check: ${title}`, reason: 'see above' })) },
    tests,
  ]);
}

/** Runs tests, and those that fail a second time, one file after the other. */
async function resultOf(projects: readonly string[], filters: readonly string[] = []): Promise<RepeatedResult> {
  const first = await vitestResult([...projects, ...filters]);
  const files = filesToRepeat(first);
  if (files.length === 0) return { ...NOTHING, ...first };
  console.log(`\nSecond attempt: ${files.join(' ')}`);
  return afterSecondAttempt(first, await vitestResult([...projects, '--no-file-parallelism', ...files]));
}

async function vitestResult(args: readonly string[]): Promise<TestRunResult> {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-test-'));
  const file = join(folder, 'result.json');
  const { code } = await runTool('vitest/vitest.mjs', ['run', ...REPORTERS, ...args], {
    inherit: true,
    env: { GATEHOUSE_TEST_RESULT: file },
  });
  const result = readResult(file);
  rmSync(folder, { recursive: true, force: true });
  if (code === 0 || result.failed.length > 0) return result;
  return { ...result, failed: [{ name: 'the test runner', reason: `It exited with code ${code}.` }] };
}

function readResult(file: string): TestRunResult {
  try {
    // Written by the reporter of this project.
    return JSON.parse(readFileSync(file, 'utf8')) as TestRunResult;
  } catch {
    return { ...NOTHING, failed: [{ name: 'the test runner', reason: 'It wrote no result.' }] };
  }
}

function close(results: readonly RepeatedResult[]): void {
  const failed = results.flatMap((result) => result.failed);
  const skipped = results.flatMap((result) => result.skipped);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  for (const test of skipped) print('SKIPPED', test);
  for (const test of results.flatMap((result) => result.unstable)) print('UNSTABLE', test);
  for (const test of failed) print('FAILED', test);
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

/** `UNSTABLE` tests failed and passed when they were repeated. */
function print(kind: 'SKIPPED' | 'UNSTABLE' | 'FAILED', { name, reason }: { name: string; reason: string }): void {
  console.log(`${kind} ${name}\n        reason: ${reason.replaceAll('\n', '\n        ')}`);
}
