import { describe, expect, it } from 'vitest';
import { leastCpuTime } from '#tests/support/cpu-time.ts';
import { completeInline, createBlockSplitter } from './split-blocks.ts';

const splitBlocks = (text: string) => createBlockSplitter().update(text, true);

const TEXT = `# Title

A paragraph
of two lines.

- one

- two
  with more

  and more

1. first
2. second

\`\`\`ts
const a = 1;

const b = 2;
\`\`\`
After.

| a | b |
|---|---|
| 1 | 2 |
`;

describe('a complete text', () => {
  it('keeps related lines in one block', () => {
    expect(splitBlocks(TEXT).map((block) => [block.type, block.text.split('\n')[0]])).toEqual([
      ['text', '# Title'],
      ['text', 'A paragraph'],
      ['text', '- one'],
      ['fence', 'const a = 1;'],
      ['text', 'After.'],
      ['text', '| a | b |'],
    ]);
  });

  it('returns the language and code of a fence, including blank lines', () => {
    expect(splitBlocks(TEXT)[3]).toEqual({
      type: 'fence',
      language: 'ts',
      text: 'const a = 1;\n\nconst b = 2;',
      closed: true,
    });
    expect(splitBlocks('````md\n```\nx\n```\n````')).toEqual([
      { type: 'fence', language: 'md', text: '```\nx\n```', closed: true },
    ]);
    expect(splitBlocks('~~~\nx')).toEqual([{ type: 'fence', language: '', text: 'x', closed: true }]);
  });

  it('loses no words', () => {
    const words = (text: string): readonly string[] => text.match(/\w+/g) ?? [];
    expect(splitBlocks(TEXT).flatMap((block) => words(block.text))).toEqual(
      words(TEXT).filter((word) => word !== 'ts'),
    );
  });
});

describe('a growing text', () => {
  it('results in the same blocks as the complete text, however it is chunked', () => {
    for (const step of [1, 2, 3, 7, 40]) {
      const splitter = createBlockSplitter();
      for (let end = step; end < TEXT.length; end += step) splitter.update(TEXT.slice(0, end), false);
      expect(splitter.update(TEXT, true), `step ${step}`).toEqual(splitBlocks(TEXT));
    }
  });

  it('keeps the objects of closed blocks', () => {
    const splitter = createBlockSplitter();
    const first = splitter.update('One.\n\nTwo words and', false);
    const second = splitter.update('One.\n\nTwo words and more', false);
    expect(first[0]).toMatchObject({ text: 'One.', closed: true });
    expect(second[0]).toBe(first[0]);
    expect(second[1]).toEqual({ type: 'text', text: 'Two words and more', closed: false });
  });

  it('shows the code of an unclosed fence', () => {
    const splitter = createBlockSplitter();
    expect(splitter.update('```js\nlet x = 1;\n``', false)).toEqual([
      { type: 'fence', language: 'js', text: 'let x = 1;', closed: false },
    ]);
  });

  it('starts over when the text is replaced', () => {
    const splitter = createBlockSplitter();
    splitter.update('Old.\n\nText.', false);
    expect(splitter.update('New.\n\nText that is longer.', true).map((block) => block.text)).toEqual([
      'New.',
      'Text that is longer.',
    ]);
  });

  it('is split in linear time', () => {
    const paragraph = 'Some words in a paragraph of the answer.\n\n';
    const time = leastCpuTime(() => {
      const splitter = createBlockSplitter();
      let text = '';
      for (let count = 0; count < 5_000; count += 1) {
        text += paragraph;
        splitter.update(text, false);
      }
    });
    expect(time).toBeLessThan(4_000);
  });
});

it('closes formatting that the last line opened', () => {
  expect(completeInline('This is **bold')).toBe('This is **bold**');
  expect(completeInline('Run `npm te')).toBe('Run `npm te`');
  expect(completeInline('See [the page](https://exam')).toBe('See the page');
  expect(completeInline('Done **here** and `there`')).toBe('Done **here** and `there`');
  expect(completeInline('An *emph')).toBe('An *emph*');
  expect(completeInline('No ~~longer')).toBe('No ~~longer~~');
});

it("doesn't change text that only looks like formatting", () => {
  for (const text of ['2 * 3', 'snake_case', 'costs $5 or $$x', '- > 25', '20~25', '<div'])
    expect(completeInline(text)).toBe(text);
});

it('appends to a long block quickly', () => {
  const text = 'Some **bold** words with a [link](https://example.com/a_b) and `code`. '.repeat(285);
  const time = leastCpuTime(() => {
    for (let end = 100; end <= text.length; end += 100) completeInline(text.slice(0, end));
  });
  expect(time).toBeLessThan(1_000);
});

it('handles hostile text quickly', () => {
  const long = 40_000;
  const texts = [
    '```' + 'a'.repeat(long) + '`x',
    '['.repeat(long),
    '`'.repeat(long) + 'x',
    '```\n' + '`'.repeat(long) + 'x',
    '\n'.repeat(long) + 'x',
    '**'.repeat(long),
    '- '.repeat(long),
    '~~~'.repeat(long),
    '![a]('.repeat(long / 5),
    '***a ~~b '.repeat(long / 9),
  ];
  for (const text of texts) {
    const time = leastCpuTime(() => {
      const splitter = createBlockSplitter();
      for (const end of [text.length / 2, text.length]) {
        const last = splitter.update(text.slice(0, end), false).at(-1);
        if (last?.type === 'text') completeInline(last.text);
      }
      splitter.update(text, true);
    });
    expect(time, JSON.stringify(text.slice(0, 8))).toBeLessThan(200);
  }
});
