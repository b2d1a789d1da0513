// Profile of Node.js.
import { defineProfile } from '../define-profile.ts';
import type { ProfileWord } from '../parsed-call.ts';
import type { ParsedCall } from '../parsed-call.ts';

const OPTIONS = new Set([
  '--test',
  '--test-only',
  '--enable-source-maps',
  '--no-warnings',
  '--trace-warnings',
  '--check',
]);

/** Runs a script of the workspace, or its tests. Inline code, preloaded modules, and debuggers are missing. */
export const NODE = defineProfile({ command: 'node', effect: 'builds', operands: 'text', read, runs: 'a script' });

function read(args: readonly ProfileWord[]): ParsedCall | string {
  const start = args.findIndex(({ text }) => !text.startsWith('-'));
  const options = start < 0 ? args : args.slice(0, start);
  const unknown = options.find(({ text }) => !OPTIONS.has(text));
  if (unknown !== undefined) return `the option "${unknown.text}" of "node" can run other code`;
  const operands = start < 0 ? [] : args.slice(start);
  const isTest = options.some(({ text }) => text === '--test');
  const isCheck = options.some(({ text }) => text === '--check');
  if (operands.length === 0 && !isTest && !isCheck) return 'it runs code from its input';
  if (operands.some(({ isPattern }) => isPattern)) return 'a file pattern can become other arguments';
  const [script] = operands;
  if (
    !isTest &&
    script !== undefined &&
    (script.text === 'inspect' || script.text === 'debug' || script.text.includes(':'))
  )
    return `"${script.text}" is not a script in the workspace`;
  return {
    options: options.map(({ text }) => ({ name: text })),
    operands,
    files: isTest ? operands : operands.slice(0, 1),
  };
}
