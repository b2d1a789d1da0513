import { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { blockOsc, pasteNeedsConsent } from './terminal-filter.ts';

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

  it('asks before pasting several lines that the shell would run immediately', () => {
    expect(pasteNeedsConsent('rm -rf x\ny', false)).toBe(true);
    expect(pasteNeedsConsent('one line\n', false)).toBe(false);
    expect(pasteNeedsConsent('a\nb', true)).toBe(false);
  });
});
