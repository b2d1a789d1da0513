// Errors of Python: tracebacks, whose message is at the end, and syntax errors.
import type { ErrorPattern } from './error-pattern.ts';

const FRAMES = [
  { hints: ['File "'], pattern: '^\\s*File "(?P<file>[^"]+)", line (?P<line>\\d+)' },
  {
    hints: ['Error', 'Exception', 'Interrupt', 'Exit', 'Warning', 'StopIteration'],
    pattern: '^(?P<message>[A-Za-z_][\\w.]*(?:Error|Exception|Interrupt|Exit|Warning|StopIteration)(?:: .*)?)$',
  },
  { hints: [': '], pattern: '^(?P<message>[a-z_][\\w]*(?:\\.[A-Za-z_]\\w*)+: .+)$' },
] as const;

/** Patterns of Python. */
export const PYTHON_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'python.exception',
    hints: ['Traceback (most recent call last)'],
    pattern: '^\\s*Traceback \\(most recent call last\\):$',
    message: 'Python exception',
    details: { patterns: FRAMES, location: 'last', allowsOthers: true, maxLines: 200, endsWithMessage: true },
  },
  {
    kind: 'python.syntax',
    hints: ['File "'],
    pattern: '^ {2}File "(?P<file>[^"]+)", line (?P<line>\\d+)$',
    message: 'Python syntax error',
    details: {
      patterns: [
        {
          hints: ['SyntaxError', 'IndentationError', 'TabError'],
          pattern: '^(?P<message>(?:Syntax|Indentation|Tab)Error: .+)$',
        },
      ],
      location: 'first',
      allowsOthers: true,
      maxLines: 4,
      endsWithMessage: true,
    },
  },
];
