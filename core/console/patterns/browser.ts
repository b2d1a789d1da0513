// Errors of previewed pages: what they print as an error, and requests that fail.
import type { ErrorPattern } from './error-pattern.ts';
import { NODE_STACK } from './node.ts';

/** Patterns of browsers. Uncaught exceptions look like those of Node. */
export const BROWSER_ERRORS: readonly ErrorPattern[] = [
  {
    kind: 'browser.console',
    hints: ['console.error: '],
    pattern: '^console\\.error: (?P<message>.+)$',
    details: NODE_STACK,
  },
  {
    kind: 'browser.rejection',
    hints: ['Uncaught (in promise) '],
    pattern: '^Uncaught \\(in promise\\) (?P<message>.+)$',
    details: NODE_STACK,
  },
  { kind: 'browser.request', hints: ['Failed request: '], pattern: '^Failed request: (?P<message>.+)$' },
  { kind: 'browser.load', hints: ["Couldn't load "], pattern: "^(?P<message>Couldn't load \\S+)$" },
];
