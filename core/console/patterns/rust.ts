// Errors of Rust: the compiler and panics.
import type { ErrorPattern } from './error-pattern.ts';

/** Patterns of Rust. */
export const RUST_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'rust.compiler',
    hints: ['error[E', 'error: '],
    pattern: '^error(?P<code>\\[E\\d{4}\\])?: (?P<message>.+)$',
    details: {
      patterns: [{ hints: ['-->'], pattern: '^\\s*--> (?P<file>[^:]+):(?P<line>\\d+):(?P<column>\\d+)$' }],
      location: 'first',
      allowsOthers: false,
      maxLines: 2,
    },
  },
  {
    kind: 'rust.panic',
    hints: ["' panicked at"],
    pattern:
      "^thread '[^']*'(?: \\(\\d+\\))? panicked at (?:'(?P<message>.*)', )?(?P<file>[^:']+):(?P<line>\\d+):(?P<column>\\d+):?$",
    message: 'Rust panic',
    details: {
      patterns: [{ hints: [''], pattern: '^(?P<message>\\S.*)$' }],
      location: 'first',
      allowsOthers: false,
      maxLines: 1,
      endsWithMessage: true,
    },
  },
];
