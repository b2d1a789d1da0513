import { describe, expect, it } from 'vitest';
import { expectCpuTimeBelow } from '#tests/support/cpu-time.ts';
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

describe('a fence', () => {
  const codes = (text: string) => splitBlocks(text).flatMap((block) => (block.type === 'fence' ? [block.text] : []));

  it("loses the fence's own indentation only", () => {
    expect(codes('  ```py\n  if x:\n      y()\n z()\n  ```')).toEqual(['if x:\n    y()\nz()']);
  });

  it('loses columns of a tab that its own indentation covers', () => {
    expect(codes('  ```\n\tx\n  ```')).toEqual(['  x']);
  });

  it('that nothing closes keeps backticks in its last line', () => {
    expect(codes('```md\nUse `x`')).toEqual(['Use `x`']);
  });

  it('is closed by a fence of the same kind that is at least as long and not indented', () => {
    expect(codes('```\na\n    ```\nb\n```')).toEqual(['a\n    ```\nb']);
    expect(codes('````\n```\n~~~~\n`````')).toEqual(['```\n~~~~']);
    expect(codes('```\na\n``` js\nb\n```')).toEqual(['a\n``` js\nb']);
    expect(codes('~~~ a`b\nx\n~~~')).toEqual(['x']);
  });

  it('stays in its list item, quote, or footnote', () => {
    for (const text of [
      '1. Run:\n\n   ```py\n   if x:\n\n       y()\n   ```\n\n2. Done',
      '- Run:\n  ```\n  x\n  ```\n- Done',
      'Steps:\n- Run:\n  ```\n  x\n  ```',
      '10) Run:\n\n    ~~~\n    x\n    ~~~',
      '> ```\n> x\n>\n> y\n> ```',
      '[^1]: Run:\n\n    ```\n    x\n    ```',
      '## Next\n2. Run:\n   ```\n   x\n   ```',
      '---\n3. Run:\n   ```\n   x\n   ```',
    ])
      expect(splitBlocks(text), text).toEqual([{ type: 'text', text, closed: true }]);
  });

  it('ends the list if it is indented less than the content of the item', () => {
    expect(splitBlocks('1. Run:\n\n  ```\n  x\n  ```').map(({ type }) => type)).toEqual(['text', 'fence']);
    expect(splitBlocks('- a\n# b\n  ```\n  x\n  ```').map(({ type }) => type)).toEqual(['text', 'fence']);
    expect(splitBlocks('2. a\n\ntext\n\n   ```\n   x\n   ```').map(({ type }) => type)).toEqual([
      'text',
      'text',
      'fence',
    ]);
  });

  it('is text in indented code and in HTML comments', () => {
    expect(splitBlocks('    ```\n    x\n\n    y\n    ```')).toHaveLength(1);
    expect(splitBlocks('<!--\n\n```\nx\n-->\n\nText')).toHaveLength(2);
  });
});

describe('lines', () => {
  it('may end with CRLF or CR', () => {
    const lf = splitBlocks(TEXT);
    expect(splitBlocks(TEXT.replaceAll('\n', '\r\n'))).toEqual(lf);
    expect(splitBlocks(TEXT.replaceAll('\n', '\r'))).toEqual(lf);
    const crlf = TEXT.replaceAll('\n', '\r\n');
    const splitter = createBlockSplitter();
    for (let end = 1; end < crlf.length; end += 1) splitter.update(crlf.slice(0, end), false);
    expect(splitter.update(crlf, true)).toEqual(lf);
  });

  it('of a long list are split between items', () => {
    const item = `- ${'word '.repeat(100)}\n`;
    const blocks = splitBlocks(item.repeat(50));
    expect(blocks.length).toBeGreaterThan(4);
    for (const { text } of blocks) expect(text.startsWith('- word')).toBe(true);
  });
});

describe('definitions of links', () => {
  const definitions = (text: string) =>
    splitBlocks(text).map((block) => ('definitions' in block ? block.definitions : ''));

  it('are given to the blocks that refer to them', () => {
    expect(
      definitions('See [the guide][1] and [Two].\n\nText.\n\n[1]: https://a.example\n[two]: <https://b.example>\n "B"'),
    ).toEqual([
      '[1]: https://a.example\n[two]: <https://b.example>\n "B"',
      '',
      '[1]: https://a.example\n[two]: <https://b.example>\n "B"',
    ]);
  });

  it('may be in quotes, in list items, and over several lines', () => {
    expect(
      definitions(
        '[a] [b] [c]\n\n> [a]: https://a.example\n\n- [b]:\n  https://b.example\n\n[c]:\n<https://c.example>',
      )[0],
    ).toBe('[a]: https://a.example\n[b]:\n  https://b.example\n[c]:\n<https://c.example>');
  });

  it('have nothing after the address but a title', () => {
    expect(definitions('A claim [1].\n\n[1]: Smith, https://a.example')).toEqual(['', '']);
  });

  it('are found while a text grows', () => {
    const text = 'See [the guide][1].\n\nMore.\n\n[1]: https://a.example\n\nEnd.';
    const splitter = createBlockSplitter();
    for (let end = 1; end < text.length; end += 1) splitter.update(text.slice(0, end), false);
    expect(splitter.update(text, true)).toEqual(splitBlocks(text));
  });

  it('are neither read from code nor from the middle of a paragraph, and the first one counts', () => {
    expect(definitions('[a] [b]\n\n```\n[a]: https://code.example\n```\n\nText\n[b]: https://text.example')).toEqual([
      '',
      '',
      '',
    ]);
    expect(definitions('[a]\n\n[a]: https://one.example\n\n[a]: https://two.example')[0]).toBe(
      '[a]: https://one.example',
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

  it('is not closed by the start of a line that becomes code', () => {
    for (const text of ['```md\nRun:\n```js\nx\n```\nText', '~~~\n~~~ no\n~~~\nText', '```\n```` `\n```\nText']) {
      const splitter = createBlockSplitter();
      for (let end = 1; end < text.length; end += 1) splitter.update(text.slice(0, end), false);
      expect(splitter.update(text, true), text).toEqual(splitBlocks(text));
      expect(splitBlocks(text).map(({ type }) => type)).toEqual(['fence', 'text']);
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
    expectCpuTimeBelow(4_000, () => {
      const splitter = createBlockSplitter();
      let text = '';
      for (let count = 0; count < 5_000; count += 1) {
        text += paragraph;
        splitter.update(text, false);
      }
    });
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
  expectCpuTimeBelow(1_000, () => {
    for (let end = 100; end <= text.length; end += 100) completeInline(text.slice(0, end));
  });
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
    '[a]: x\n\n'.repeat(long / 8),
    Array.from({ length: long / 10 }, (_, index) => `[a${index}]: x\n\n`).join(''),
    '- a\n\n'.repeat(long / 5),
    '1. a\n   ```\n'.repeat(long / 12),
    '<!-- \n'.repeat(long / 6),
    '[^1]: a\n'.repeat(long / 8),
    '\r'.repeat(long),
  ];
  for (const text of texts) {
    const readAndComplete = () => {
      const splitter = createBlockSplitter();
      for (const end of [text.length / 2, text.length]) {
        const last = splitter.update(text.slice(0, end), false).at(-1);
        if (last?.type === 'text') completeInline(last.text);
      }
      splitter.update(text, true);
    };
    expectCpuTimeBelow(200, readAndComplete, JSON.stringify(text.slice(0, 8)));
  }
});
