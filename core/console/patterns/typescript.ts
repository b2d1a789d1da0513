// Errors of TypeScript and of bundlers that check or parse it.
import type { ErrorPattern } from './error-pattern.ts';

/** Patterns of TypeScript, ESLint, Vite, and esbuild. */
export const TYPESCRIPT_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'typescript.error',
    hints: ['error TS'],
    pattern:
      '^(?P<file>[^\\s(:][^(:]*|[A-Za-z]:[^(:]+)\\((?P<line>\\d+),(?P<column>\\d+)\\): error (?P<message>TS\\d+: .+)$',
  },
  {
    kind: 'typescript.error',
    hints: ['error TS'],
    pattern: '^(?P<file>[^\\s:]+):(?P<line>\\d+):(?P<column>\\d+) - error (?P<message>TS\\d+: .+)$',
  },
  { kind: 'typescript.error', hints: ['error TS'], pattern: '^error (?P<message>TS\\d+: .+)$' },
  {
    kind: 'esbuild.error',
    hints: ['[ERROR]'],
    pattern: '^\\S+ \\[ERROR\\] (?P<message>.+)$',
    details: {
      patterns: [{ hints: [':'], pattern: '^\\s+(?P<file>[^\\s:]+):(?P<line>\\d+):(?P<column>\\d+):$' }],
      location: 'first',
      allowsOthers: true,
      maxLines: 4,
    },
  },
  {
    kind: 'vite.error',
    hints: ['[vite]', '[plugin:'],
    pattern: '^(?:.*\\[vite\\] )(?:Internal server error|Pre-transform error): (?P<message>.+)$',
    details: {
      patterns: [
        { hints: ['File:'], pattern: '^\\s*File: (?P<file>[^\\s:?]+)(?:[^:]*):(?P<line>\\d+):(?P<column>\\d+)$' },
      ],
      location: 'first',
      allowsOthers: true,
      maxLines: 6,
    },
  },
];
