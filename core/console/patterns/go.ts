// Errors of Go: the compiler, vet, and panics.
import type { ErrorPattern } from './error-pattern.ts';

/** Patterns of Go. */
export const GO_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'go.compiler',
    hints: ['.go:'],
    pattern: '^(?:vet: )?(?P<file>(?:\\./|\\.\\./|/)?[^\\s:]+\\.go):(?P<line>\\d+):(?P<column>\\d+): (?P<message>.+)$',
  },
  {
    kind: 'go.panic',
    hints: ['panic: ', 'fatal error: '],
    pattern: '^(?P<message>(?:panic|fatal error): .+)$',
    details: {
      patterns: [{ hints: ['.go:'], pattern: '^\\t(?P<file>[^\\s]+\\.go):(?P<line>\\d+)(?: \\+0x[0-9a-f]+)?$' }],
      location: 'first',
      allowsOthers: true,
      maxLines: 20,
    },
  },
];
