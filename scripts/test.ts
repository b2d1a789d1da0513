// `npm test`: static checks, and the unit and product tests. `npm run test:full`: the slower tests of the whole product.
// Both end with the line `N passed, N failed, N skipped`. Arguments are passed to Vitest; with them, `npm test` runs
// only the named tests, of any kind, and no static checks.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestRunResult } from '#tests/support/result-file-reporter.ts';

import { runTool } from './run-tool.ts';
import { findStaticProblems, printStaticResults } from './static-checks.ts';

const REPORTERS = ['--reporter=default', '--reporter=./tests/support/result-file-reporter.ts'];

const NOTHING: TestRunResult = { passed: 0, failed: [], skipped: [] };

const full = process.argv[2] === '--full';
const filters = process.argv.slice(full ? 3 : 2);
if (full) close([await vitestResult(['--project=full', ...filters])]);
else if (filters.length > 0) close([await vitestResult(filters)]);
else {
  // Tests mostly wait, so the checks run at the same time. Their results are printed last, where they are easy to see.
  const checks = findStaticProblems();
  const tests = await vitestResult(['--project=unit', '--project=product', '--project=electron']);
  const results = await checks;
  const failed = printStaticResults(results);
  const passed = results.length - failed.length;
  close([{ ...NOTHING, passed, failed: failed.map((title) => `check: ${title}`) }, tests]);
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
  const silentFailure = code !== 0 && result.failed.length === 0;
  return silentFailure ? { ...result, failed: [`the test runner exited with code ${code}`] } : result;
}

function readResult(file: string): TestRunResult {
  try {
    // Written by the reporter of this project.
    return JSON.parse(readFileSync(file, 'utf8')) as TestRunResult;
  } catch {
    return { ...NOTHING, failed: ['the test runner wrote no result'] };
  }
}

function close(results: readonly TestRunResult[]): void {
  const failed = results.flatMap((result) => result.failed);
  const skipped = results.flatMap((result) => result.skipped);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  for (const test of skipped) console.log(`SKIPPED ${test.name}\n        reason: ${test.reason}`);
  for (const name of failed) console.log(`FAILED  ${name}`);
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
