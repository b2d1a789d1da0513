// A Vitest reporter that writes what ran to the file named by GATEHOUSE_TEST_RESULT, for the closing line of `npm test`.
import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { SerializedError } from 'vitest';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Longest message of an error that is repeated at the end, characters. */
const MAX_MESSAGE = 1_000;

/** A test that did not run, and why. */
export interface SkippedTest {
  readonly name: string;
  readonly reason: string;
}

/** A test, or a whole file, that failed, and why. */
export interface FailedTest {
  readonly name: string;
  /** Relative to the project; undefined if it isn't known which file it was. */
  readonly file?: string;
  readonly reason: string;
}

/** The sums of one Vitest run. */
export interface TestRunResult {
  readonly passed: number;
  readonly failed: readonly FailedTest[];
  readonly skipped: readonly SkippedTest[];
}

/** The reporter; Vitest makes it from the path on its command line, which is why this is a default export. */
export default class ResultFileReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const file = process.env['GATEHOUSE_TEST_RESULT'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(summarise(modules, unhandled)));
  }
}

function summarise(modules: readonly TestModule[], unhandled: readonly SerializedError[]): TestRunResult {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const broken = modules.filter((module) => module.errors().length > 0);
  return {
    passed: tests.filter((test) => test.result().state === 'passed').length,
    failed: [
      ...tests.filter((test) => test.result().state === 'failed').map(asFailed),
      ...broken.map((module) => ({
        name: module.relativeModuleId,
        file: module.relativeModuleId,
        reason: toReason(module.errors()),
      })),
      ...unhandled.map((error) => ({ name: 'an error outside of tests', reason: toReason([error]) })),
    ],
    skipped: tests.filter((test) => test.result().state === 'skipped').map(asSkipped),
  };
}

function nameOf(test: TestCase): string {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}

function asFailed(test: TestCase): FailedTest {
  return { name: nameOf(test), file: test.module.relativeModuleId, reason: toReason(test.result().errors ?? []) };
}

/** The messages, and where in the project the first error was thrown. */
function toReason(errors: readonly SerializedError[]): string {
  const messages = errors.map(({ message }) => stripVTControlCharacters(message).slice(0, MAX_MESSAGE));
  const place = errors[0]?.stack?.split('\n').find((line) => /\.tsx?:\d/.test(line) && !line.includes('node_modules'));
  return [...messages, ...(place === undefined ? [] : [place.trim()])].join('\n');
}

function asSkipped(test: TestCase): SkippedTest {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return { name: nameOf(test), reason: note ?? 'no reason given' };
}
