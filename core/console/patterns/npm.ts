// Errors of package managers: npm, pnpm, Yarn, pip, and Cargo's resolver.
import type { ErrorPattern } from './error-pattern.ts';

/** Patterns of package managers. */
export const PACKAGE_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'npm.missing-script',
    hints: ['Missing script'],
    pattern: '^npm (?:ERR!|error) (?P<message>Missing script: .+)$',
  },
  {
    kind: 'npm.error',
    hints: ['npm ERR! code', 'npm error code'],
    pattern: '^npm (?:ERR!|error) code (?P<code>E[A-Z0-9_]+)$',
    message: 'npm failed',
    details: {
      patterns: [
        {
          hints: ['npm ERR!', 'npm error'],
          pattern: '^npm (?:ERR!|error) (?P<message>(?:[A-Z0-9]+|[a-z]+|[A-Z][a-z]+) .+)$',
        },
      ],
      location: 'first',
      allowsOthers: false,
      maxLines: 8,
      endsWithMessage: true,
    },
  },
  { kind: 'pnpm.error', hints: ['ERR_PNPM_'], pattern: '(?P<message>ERR_PNPM_[A-Z_]+ .+)$' },
  {
    kind: 'yarn.error',
    hints: ['error '],
    pattern: "^error (?P<message>(?:Command|An unexpected error|Couldn't find|Package) .+)$",
  },
  {
    kind: 'pip.error',
    hints: ['ERROR: '],
    pattern: '^ERROR: (?P<message>(?:Could not|No matching|Cannot|Failed|pip) .+)$',
  },
];
