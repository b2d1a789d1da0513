// A Vitest reporter that writes what ran to the file named by GATEHOUSE_TEST_RESULT, for the closing line of `npm test`.
import { writeFileSync } from 'node:fs';

import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** A test that did not run, and why. */
export interface SkippedTest {
  readonly name: string;
  readonly reason: string;
}

/** The sums of one Vitest run. */
export interface TestRunResult {
  readonly passed: number;
  readonly failed: readonly string[];
  readonly skipped: readonly SkippedTest[];
}

/** The reporter; Vitest makes it from the path on its command line, which is why this is a default export. */
export default class ResultFileReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]): void {
    const file = process.env['GATEHOUSE_TEST_RESULT'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(summarise(modules, unhandled.length)));
  }
}

function summarise(modules: readonly TestModule[], unhandledErrors: number): TestRunResult {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const failed = tests.filter((test) => test.result().state === 'failed').map(nameOf);
  const broken = modules.filter((module) => module.errors().length > 0).map((module) => module.relativeModuleId);
  const unhandled = unhandledErrors > 0 ? [`${unhandledErrors} unhandled error(s)`] : [];
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: [...failed, ...broken, ...unhandled],
    skipped: tests.filter((test) => test.result().state === 'skipped').map(asSkipped),
  };
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

function asSkipped(test: TestCase): SkippedTest {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return { name: nameOf(test), reason: note ?? 'no reason given' };
}
