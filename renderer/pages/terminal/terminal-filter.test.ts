import { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { blockOsc, findPasteRisk, previewPaste } from './terminal-filter.ts';

const write = (terminal: Terminal, data: string) => new Promise<void>((done) => terminal.write(data, done));

describe('terminal filter', () => {
  it('drops titles and clipboard commands and keeps the text around them', async () => {
    const terminal = new Terminal({ cols: 20, rows: 2, allowProposedApi: true });
    const titles: string[] = [];
    const answers: string[] = [];
    terminal.onTitleChange((title) => titles.push(title));
    terminal.onData((data) => answers.push(data));
    const stop = blockOsc(terminal.parser);
    await write(terminal, 'a\u001b]0;evil\u0007b\u001b]52;c;ZXZpbA==\u0007c\u001b]11;?\u0007d');
    expect(terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('abcd');
    expect([titles, answers]).toEqual([[], []]);
    stop();
    await write(terminal, '\u001b]0;fine\u0007');
    expect(titles).toEqual(['fine']);
    terminal.dispose();
  });

  it('asks before pasting several lines, or only if the shell would run them immediately', () => {
    const risk = (text: string, guard: 'always' | 'unsafe' | 'never', bracketedPaste = true) =>
      findPasteRisk(text, { guard, bracketedPaste });
    expect(risk('rm -rf x\ny', 'always')).toEqual({ lines: 2, hasControl: false });
    expect(risk('one line\n', 'always')).toBeUndefined();
    expect(risk('a\nb', 'unsafe')).toBeUndefined();
    expect(risk('a\nb', 'unsafe', false)).toEqual({ lines: 2, hasControl: false });
    expect(risk('a\nb', 'never', false)).toBeUndefined();
  });

  it('asks before pasting control characters, and makes them visible', () => {
    const text = 'ls\u001b[201~\u202e\tx\u007f';
    expect(findPasteRisk(text, { guard: 'unsafe', bracketedPaste: true })).toEqual({ lines: 1, hasControl: true });
    expect(findPasteRisk('a\tb', { guard: 'always', bracketedPaste: true })).toBeUndefined();
    expect(previewPaste(text)).toBe('ls␛[201~\\u202e\tx␡');
    expect(previewPaste('x'.repeat(6_000))).toHaveLength(5_001);
  });
});
