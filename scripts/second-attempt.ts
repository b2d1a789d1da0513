// Failed tests are repeated once, alone. A test that only fails beside others, or on a busy machine, is named as unstable instead
// of stopping everybody's work; one that fails again has failed.
import type { FailedTest, TestRunResult } from '#tests/support/result-file-reporter.ts';

/** More files than these aren't unstable, but broken. */
const MAX_FILES = 8;

/** The result of a run whose failed tests were repeated. */
export interface RepeatedResult extends TestRunResult {
  /** What failed and then passed. */
  readonly unstable: readonly FailedTest[];
}

/** The files to repeat; empty if a second attempt is pointless. */
export function filesToRepeat({ failed }: TestRunResult): readonly string[] {
  const files = new Set(failed.flatMap(({ file }) => file ?? []));
  return failed.some(({ file }) => file === undefined) || files.size > MAX_FILES ? [] : [...files];
}

/** Puts two attempts together: the second one counts for what failed in the first one. */
export function afterSecondAttempt(first: TestRunResult, second: TestRunResult): RepeatedResult {
  const failedAgain = new Set(second.failed.map(({ name }) => name));
  const unstable = first.failed.filter(({ name }) => !failedAgain.has(name));
  // The failure of a whole file is no test.
  const tests = unstable.filter(({ name, file }) => name !== file);
  return { passed: first.passed + tests.length, failed: second.failed, unstable, skipped: first.skipped };
}
