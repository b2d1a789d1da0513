import { expect, it } from 'vitest';
import { toPlainOutput } from './plain-output.ts';

const ESC = '\u001b';

it('keeps plain text as it is', () => {
  for (const text of ['', 'one\n\ttwo\n', 'grüße 漢 😀\n\n']) expect(toPlainOutput(text)).toBe(text);
});

it('removes colors, titles, links, and other control sequences', () => {
  expect(toPlainOutput(`${ESC}[1;31mred${ESC}[0m ${ESC}[38;2;1;2;3mtrue${ESC}[m\n`)).toBe('red true\n');
  expect(toPlainOutput(`${ESC}]0;title\u0007a${ESC}]8;;https://x.test${ESC}\\link${ESC}]8;;${ESC}\\b`)).toBe('alinkb');
  expect(toPlainOutput(`${ESC}(Ba${ESC}=b${ESC}[?25lc\u009b31md\u0007\u0000e${ESC}[38;5`)).toBe('abcde');
  expect(toPlainOutput(`${ESC}]0;never closed\nnext line`)).toBe('\nnext line');
});

it('keeps the last state of a line that was rewritten', () => {
  const bar = Array.from({ length: 100 }, (_, at) => `\rProgress: ${at + 1}%`).join('');
  expect(toPlainOutput(`start\n${bar}\ndone\n`)).toBe('start\nProgress: 100%\ndone\n');
  expect(toPlainOutput('downloading a large file\rdone\n')).toBe('done\n');
  expect(toPlainOutput(`working${ESC}[2K\rready\r\n`)).toBe('ready\n');
  expect(toPlainOutput(`working${ESC}[1Gready${ESC}[K\r\n`)).toBe('ready\n');
  expect(toPlainOutput('|\b/\b-\b\\\bok\n')).toBe('ok\n');
});

it('treats the line endings of a terminal as line feeds', () => {
  expect(toPlainOutput('one\r\ntwo\r\r\nthree\r')).toBe('one\ntwo\nthree');
});

it('keeps the last state of several lines that were rewritten together', () => {
  const frame = (percent: number): string => `${ESC}[2K\ra: ${percent}%\n${ESC}[2K\rb: ${percent}%\n`;
  expect(toPlainOutput(`pull\n${frame(1)}${ESC}[2A${frame(50)}${ESC}[2A${frame(100)}end\n`)).toBe(
    'pull\na: 100%\nb: 100%\nend\n',
  );
});

it('shows one mark for a run of invalid bytes, and omits binary data', () => {
  expect(toPlainOutput('a\ufffd\ufffd\u0000\ufffdb')).toBe('a\ufffdb');
  expect(toPlainOutput('Gr\ufffd\ufffde')).toBe('Gr\ufffde');
  const binary = 'x\ufffdy\ufffd\n'.repeat(1) + '\ufffdq'.repeat(400);
  expect(toPlainOutput(`before\n${binary}\n${'\ufffd'.repeat(50)}\nafter`)).toBe(
    'before\nx\ufffdy\ufffd\n[850 characters that are not UTF-8 text]\nafter',
  );
});
