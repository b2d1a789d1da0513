// Errors of Node: uncaught exceptions and missing modules.
import type { ErrorPattern } from './error-pattern.ts';

/** The stack below an error. */
export const NODE_STACK = {
  patterns: [
    {
      hints: ['at '],
      pattern:
        '^\\s+at (?:.*\\()?(?:file://)?(?P<file>[^()\\s:]+|[A-Za-z]:[^():]+):(?P<line>\\d+):(?P<column>\\d+)\\)?(?: \\{)?$',
    },
    { hints: ['at '], pattern: '^\\s+at ' },
    {
      hints: ['code:', 'requireStack', '- ', '[cause]', '}'],
      pattern: '^(?:\\s+(?:code|requireStack|\\[cause\\]|errno|syscall|path)\\b.*|- .+|\\s*[\\]}],?)$',
    },
  ],
  location: 'first',
  allowsOthers: false,
  maxLines: 40,
} as const;

/** Patterns of Node. */
export const NODE_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'node.module-not-found',
    hints: ['Cannot find module', 'Cannot find package'],
    pattern:
      "^(?:.*\\b)?(?:Error|TypeError)(?: \\[ERR_MODULE_NOT_FOUND\\])?: (?P<message>Cannot find (?:module|package) '[^']+'.*)$",
    details: NODE_STACK,
  },
  {
    kind: 'node.exception',
    hints: ['Error', 'Exception', 'AbortError'],
    pattern: '^(?:Uncaught )?(?P<message>(?:[A-Z][A-Za-z]*)?(?:Error|Exception)(?: \\[[A-Z_]+\\])?: .+)$',
    details: NODE_STACK,
  },
  {
    kind: 'node.unhandled-rejection',
    hints: ['UnhandledPromiseRejection', 'triggerUncaughtException'],
    pattern: '(?P<message>UnhandledPromiseRejection.*|triggerUncaughtException.*)$',
    details: NODE_STACK,
  },
];
