import { expect, it } from 'vitest';
import type { TestRunResult } from '#tests/support/result-file-reporter.ts';
import { afterSecondAttempt, filesToRepeat } from './second-attempt.ts';

const failure = (file: string, title: string) => ({ name: `${file} > ${title}`, file, reason: 'expected 1 to be 2' });
const result = (passed: number, failed: TestRunResult['failed'] = []): TestRunResult => ({
  passed,
  failed,
  skipped: [],
});

it('repeats each file with a failed test once', () => {
  expect(filesToRepeat(result(5, [failure('a', 'x'), failure('a', 'y'), failure('b', 'x')]))).toEqual(['a', 'b']);
});

it('repeats nothing if many files failed, or if an error belongs to no file', () => {
  expect(
    filesToRepeat(
      result(
        5,
        Array.from({ length: 9 }, (_, at) => failure(`f${at}`, 'x')),
      ),
    ),
  ).toEqual([]);
  expect(filesToRepeat(result(5, [failure('a', 'x'), { name: 'an error outside of tests', reason: 'no' }]))).toEqual(
    [],
  );
});

it('names what passed at the second attempt and counts it as passed', () => {
  const [x, y] = [failure('a', 'x'), failure('a', 'y')];
  expect(afterSecondAttempt(result(5, [x, y]), result(3, [y]))).toEqual({
    passed: 6,
    failed: [y],
    unstable: [x],
    skipped: [],
  });
});

it('fails if another test of the file fails at the second attempt', () => {
  const [x, y] = [failure('a', 'x'), failure('a', 'y')];
  expect(afterSecondAttempt(result(5, [x]), result(3, [y])).failed).toEqual([y]);
});
