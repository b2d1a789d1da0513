// `npm test`: static checks and every test of every runner, closed by the line `N passed, N failed, N skipped`.
// Arguments are handed on to Vitest; with arguments the static checks are left out.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { TestRunResult } from '#tests/support/result-file-reporter.ts';

import { runTool } from './run-tool.ts';
import { runStaticChecks, STATIC_CHECKS } from './static-checks.ts';

const REPORTERS = ['--reporter=default', '--reporter=./tests/support/result-file-reporter.ts'];

const filters = process.argv.slice(2);
const checks = filters.length > 0 ? { passed: 0, failed: [], skipped: [] } : await staticResult();
const tests = await vitestResult(filters);
close([checks, tests]);

async function staticResult(): Promise<TestRunResult> {
  const failed = await runStaticChecks();
  return {
    passed: STATIC_CHECKS.length - failed.length,
    failed: failed.map((title) => `check: ${title}`),
    skipped: [],
  };
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
  return silentFailure ? { ...result, failed: [`the test runner ended with code ${code}`] } : result;
}

function readResult(file: string): TestRunResult {
  try {
    // The file was just written by our own reporter.
    return JSON.parse(readFileSync(file, 'utf8')) as TestRunResult;
  } catch {
    return { passed: 0, failed: ['the test runner left no result'], skipped: [] };
  }
}

function close(results: readonly TestRunResult[]): void {
  const failed = results.flatMap((result) => result.failed);
  const skipped = results.flatMap((result) => result.skipped);
  const passed = results.reduce((sum, result) => sum + result.passed, 0);
  for (const test of skipped) console.log(`SKIPPED ${test.name}\n        because: ${test.reason}`);
  for (const name of failed) console.log(`FAILED  ${name}`);
  console.log(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
