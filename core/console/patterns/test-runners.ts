// Failed tests: Vitest and Jest, node:test, pytest, Go, Rust, Mocha.
import type { ErrorPattern } from './error-pattern.ts';

/** Patterns of test runners. */
export const TEST_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'test.vitest',
    hints: ['FAIL '],
    pattern: '^\\s*(?:FAIL|❯ FAIL)\\s+(?P<file>\\S+\\.[cm]?[jt]sx?)(?P<message>(?: > .+)?)$',
    message: 'Failed tests',
    details: {
      patterns: [
        { hints: ['Error: '], pattern: '^[A-Z]\\w*Error: .+$' },
        {
          hints: ['❯', 'at '],
          pattern: '^\\s+(?:❯|at)(?: .*\\()? ?(?P<file>[^\\s():]+):(?P<line>\\d+):(?P<column>\\d+)\\)?$',
        },
      ],
      location: 'first',
      allowsOthers: true,
      maxLines: 30,
    },
  },
  {
    kind: 'test.jest',
    hints: ['●'],
    pattern: '^\\s+● (?P<message>.+ › .+)$',
    details: {
      patterns: [
        { hints: ['at '], pattern: '^\\s+at (?:.*\\()?(?P<file>[^\\s():]+):(?P<line>\\d+):(?P<column>\\d+)\\)?$' },
      ],
      location: 'first',
      allowsOthers: true,
      maxLines: 40,
    },
  },
  {
    kind: 'test.node',
    hints: ['not ok ', '✖ '],
    pattern: '^\\s*(?:not ok \\d+ - |✖ )(?P<message>.+?)(?: \\(\\d+(?:\\.\\d+)?ms\\))?$',
    details: {
      patterns: [
        {
          hints: ['location:', 'test at'],
          pattern: "^\\s*(?:location: '|test at )(?P<file>[^\\s:']+):(?P<line>\\d+):(?P<column>\\d+)'?$",
        },
      ],
      location: 'first',
      allowsOthers: true,
      maxLines: 8,
    },
  },
  {
    kind: 'test.pytest',
    hints: ['FAILED ', 'ERROR '],
    pattern: '^(?:FAILED|ERROR) (?P<file>[^\\s:]+\\.py)(?:::(?P<message>.+))?$',
    message: 'Failed tests',
  },
  {
    kind: 'test.go',
    hints: ['--- FAIL: '],
    pattern: '^\\s*--- FAIL: (?P<message>\\S+)',
    details: {
      patterns: [{ hints: ['.go:'], pattern: '^\\s+(?P<file>\\S+\\.go):(?P<line>\\d+): ' }],
      location: 'first',
      allowsOthers: true,
      maxLines: 10,
    },
  },
  { kind: 'test.rust', hints: ['... FAILED'], pattern: '^test (?P<message>\\S+) \\.\\.\\. FAILED$' },
];
