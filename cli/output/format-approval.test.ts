import { expect, it } from 'vitest';
import { formatSubject } from './format-approval.ts';

const SUBJECT = { tool: 'exec', command: 'ls', cwd: '/w', sandbox: 'host', reason: 'r', risks: [] };
const format = (change: Partial<Parameters<typeof formatSubject>[0]>): string =>
  formatSubject({ ...SUBJECT, ...change }, (_color, text) => text).join('\n');

it('shows hidden characters of a request as escapes', () => {
  const text = format({
    command: 'cat gpj.\u202etxt\u001b[2J',
    cwd: '/w\n/x',
    risks: ['risk\u200b'],
    diff: '+a\u2066',
  });
  expect(text).toContain('cat gpj.\\u{202e}txt\\u{1b}[2J');
  expect(text).toContain('in /w\\u{a}/x');
  expect(text).toContain('risk\\u{200b}');
  expect(text).toContain('+a\\u{2066}');
});

it('counts blank lines and spaces instead of printing them', () => {
  expect(format({ command: `echo hi${'\n'.repeat(60)}rm -rf x` })).toContain(
    'exec: echo hi\n    [59 blank lines]\n    rm -rf x',
  );
  expect(format({ command: `echo hi${' '.repeat(300)}; rm -rf x` })).toContain('echo hi[300 spaces]; rm -rf x');
});
