import { describe, expect, it } from 'vitest';

import { makeColorize } from './colors.ts';
import { plainLine, plainText } from './plain-text.ts';
import { makeProgress } from './progress.ts';
import { tableLines, type Column } from './table.ts';

const none = makeColorize(false, {}, false);
type Row = readonly [name: string, count: string, words: string];
const COLUMNS: readonly Column<Row>[] = [
  { title: 'NAME', cell: ([name]) => name },
  { title: 'N', alignsRight: true, cell: ([, count]) => count },
  { title: 'WORDS', cell: ([, , words]) => words },
];

describe('tableLines', () => {
  it('sizes columns by display width, with wide and zero-width characters', () => {
    const rows: readonly Row[] = [
      ['東京', '5', 'a'],
      ['e\u0301', '1234', ''],
      ['🦉', '1', 'c'],
    ];
    expect(tableLines(COLUMNS, rows, none)).toEqual([
      'NAME     N  WORDS',
      '東京     5  a',
      'e\u0301     1234',
      '🦉       1  c',
    ]);
  });

  it('truncates the last column to the terminal and keeps each row on one line', () => {
    const [, line] = tableLines(COLUMNS, [['a', '1', 'one\ntwo three four five six seven']], none, 30);
    expect(line).toBe('a     1  one two three four f…');
  });
});

describe('plainText', () => {
  it('removes every control sequence', () => {
    const attacks = [
      '\u001b]0;title\u0007',
      '\u001b[2J\u001b[1;1H',
      '\u009b31m',
      '\u001bP1$q\u001b\\',
      'a\rb',
      '\u0007',
      '\u202ered\u202c',
      '\u001b_x\u001b\\',
      '\u001b',
    ];
    for (const attack of attacks) expect(plainText(`x${attack}y`)).toMatch(/^x[\x20-\x7e]*y$/);
    expect(plainText('two\nlines\tand ünï 🦉')).toBe('two\nlines\tand ünï 🦉');
    expect(plainLine(' two\n lines ')).toBe('two lines');
  });
});

describe('makeProgress', () => {
  it('redraws a bar on a terminal and prints a line per 10 % in a pipe', () => {
    let seen = '';
    const bar = makeProgress('Reading', { write: (text) => (seen += text), isTTY: true });
    for (const done of [0, 50, 50, 100]) bar.update(done, 100);
    bar.end();
    expect(
      seen
        .split('\r')
        .slice(1)
        .map((line) => line.replace('\u001b[K', '')),
    ).toEqual([
      `Reading ${'░'.repeat(24)}   0%  0/100`,
      `Reading ${'█'.repeat(12)}${'░'.repeat(12)}  50%  50/100`,
      `Reading ${'█'.repeat(24)} 100%  100/100\n`,
    ]);
    let lines = '';
    const plain = makeProgress('Reading', { write: (text) => (lines += text) });
    for (let done = 0; done <= 1000; done += 1) plain.update(done, 1000);
    expect(lines.trim().split('\n')).toHaveLength(11);
    expect(lines).not.toContain('\r');
  });
});
