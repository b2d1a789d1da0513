import { expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
import { lastLines, terminalSpans } from './terminal-text.ts';

it('keeps colors and drops every other sequence', () => {
  const raw = '\u001b[1;32mok\u001b[0m \u001b[31mbad\u001b[39m\u001b[2K\u001b]0;title\u0007 \u001b(Bend';
  expect(terminalSpans(raw)).toEqual([
    { text: 'ok', bold: true, color: 2 },
    { text: ' ' },
    { text: 'bad', color: 1 },
    { text: ' ' },
    { text: 'end' },
  ]);
});

it('shows the last state of a progress bar', () => {
  expect(terminalSpans('10 %\r50 %\r100 %\r\ndone\r\n')).toEqual([{ text: '100 %\ndone\n' }]);
});

it('returns the end of long output and counts the rest', () => {
  expect(lastLines('a\nb\nc\nd\n', 2)).toEqual({ text: 'c\nd', before: 2 });
  expect(lastLines('a\nb', 5)).toEqual({ text: 'a\nb', before: 0 });
});

it('handles hostile text quickly', () => {
  expectCpuTimeBelow(300, () => {
    terminalSpans('\u001b['.repeat(50_000) + '\u001b]'.repeat(20_000));
    lastLines('\n'.repeat(60_000) + 'x', 10);
    terminalSpans('\r'.repeat(60_000) + 'x');
  });
});
