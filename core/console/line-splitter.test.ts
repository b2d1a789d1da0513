// Proves: EX-7
import { describe, expect, it } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

function split(...chunks: readonly string[]): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter((line) => lines.push(line));
  for (const chunk of chunks) splitter.add(chunk);
  splitter.flush();
  return lines;
}

describe('output is split into lines', () => {
  it('wherever the chunks end', () => {
    expect(split('on', 'e\ntw', 'o\n', '\nthree')).toEqual(['one', 'two', '', 'three']);
  });

  it('without colors and with the last state of a rewritten line', () => {
    expect(split('\u001b[31mred\u001b[0m\r\n', '10%\r50%\r', '100%\n')).toEqual(['red', '100%']);
  });

  it('and nothing is kept of what an editor draws on its own screen', () => {
    expect(split('before\n\u001b[?1049hdrawn', '\u001b[2Jmore', '\u001b[?1049l', 'after\n')).toEqual([
      'before',
      'after',
    ]);
  });

  it('of bounded length, and a progress bar without an end stays bounded', () => {
    expect(split('x'.repeat(20_000)).map((line) => line.length)).toEqual([8_000, 8_000, 4_000]);
    const progress = Array.from({ length: 5_000 }, (_, index) => `\r${index} of 5000`);
    expect(split(...progress)).toEqual(['4999 of 5000']);
  });
});
