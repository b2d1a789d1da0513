// Errors of Java and Kotlin: exceptions, the compiler, Gradle, and Maven.
import type { ErrorPattern } from './error-pattern.ts';

const STACK = {
  patterns: [
    {
      hints: ['at '],
      pattern: '^\\s+at (?:[\\w.$/@<>-]+)\\((?P<file>[\\w$]+\\.(?:java|kt|scala|groovy)):(?P<line>\\d+)\\)',
    },
    { hints: ['at ', '... ', 'Caused by'], pattern: '^(?:\\s+at |\\s+\\.\\.\\. \\d+ more|Caused by: )' },
  ],
  location: 'first',
  allowsOthers: false,
  maxLines: 80,
} as const;

/** Patterns of the JVM. */
export const JAVA_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'java.exception',
    hints: ['Exception in thread'],
    pattern: '^Exception in thread "[^"]*" (?P<message>.+)$',
    details: STACK,
  },
  {
    kind: 'java.exception',
    hints: ['Exception', 'Error'],
    pattern: '^(?P<message>(?:[a-z]\\w*\\.)+[A-Z]\\w*(?:Exception|Error)(?:: .*)?)$',
    details: STACK,
  },
  {
    kind: 'java.compiler',
    hints: ['.java:'],
    pattern:
      '^(?:\\[ERROR\\] )?(?P<file>[^\\s:\\[]+\\.java):(?:\\[(?P<line>\\d+),(?P<column>\\d+)\\]|\\d+:) (?:error: )?(?P<message>.+)$',
  },
  {
    kind: 'kotlin.compiler',
    hints: ['e: '],
    pattern: '^e: (?:file://)?(?P<file>[^\\s:]+\\.kts?):(?P<line>\\d+):(?P<column>\\d+)(?::)? (?P<message>.+)$',
  },
];
