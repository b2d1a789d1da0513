// Errors of the operating system, the shell, and native programs.
import { NODE_STACK } from './node.ts';
import type { ErrorPattern } from './error-pattern.ts';

/** Patterns of the system. */
export const SYSTEM_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'system.port-in-use',
    hints: ['EADDRINUSE', 'ddress already in use', 'port is already allocated'],
    pattern: '(?P<message>(?:listen )?EADDRINUSE.*|[Aa]ddress already in use.*|.*port is already allocated.*)$',
    details: NODE_STACK,
  },
  {
    kind: 'system.out-of-memory',
    hints: ['out of memory', 'Out of memory', 'OutOfMemory', 'Cannot allocate memory', 'OOMKilled', 'MemoryError'],
    pattern:
      '(?P<message>(?:FATAL ERROR: .*)?(?:JavaScript heap out of memory|[Oo]ut of memory.*|java\\.lang\\.OutOfMemoryError.*|Cannot allocate memory.*|OOMKilled.*)|^MemoryError.*)$',
  },
  {
    kind: 'system.segfault',
    hints: ['egmentation fault', 'SIGSEGV'],
    pattern: '(?P<message>[Ss]egmentation fault.*|.*SIGSEGV.*)$',
  },
  {
    kind: 'system.aborted',
    hints: ['(core dumped)', 'Assertion '],
    pattern: "(?P<message>Aborted.*\\(core dumped\\).*|.*Assertion [`'].+ failed\\.?.*)$",
  },
  {
    kind: 'system.disk-full',
    hints: ['ENOSPC', 'No space left on device'],
    pattern: '(?P<message>ENOSPC.*|.*No space left on device.*)$',
  },
  {
    kind: 'system.command-not-found',
    hints: ['not found'],
    pattern:
      '^(?:.*: )?(?:line )?(?:\\d+: )?(?P<message>(?:[\\w.+-]+: (?:command )?not found|command not found: [\\w.+-]+))$',
  },
  {
    kind: 'system.permission-denied',
    hints: ['ermission denied', 'EACCES'],
    pattern: '(?P<message>EACCES: permission denied.*|[^:]+: [^:]+: Permission denied)$',
  },
  {
    kind: 'c.compiler',
    hints: [': error: ', ': fatal error: '],
    pattern:
      '^(?P<file>[^\\s:]+\\.(?:c|cc|cpp|cxx|h|hh|hpp|m|mm)):(?P<line>\\d+):(?P<column>\\d+): (?:fatal )?error: (?P<message>.+)$',
  },
  { kind: 'make.error', hints: ['make'], pattern: '^make(?:\\[\\d+\\])?: \\*\\*\\* (?P<message>.+)$' },
];
