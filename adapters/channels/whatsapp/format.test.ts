// Proves: CN-5
import { describe, expect, it } from 'vitest';
import { formatText, MAX_TEXT, splitText } from './format.ts';

/** Markdown, and what WhatsApp gets. */
const GOLDEN: readonly (readonly [name: string, markdown: string, text: string])[] = [
  ['bold, italics, and strikethrough', '**a** *b* ~~c~~ ***d***', '*a* _b_ ~c~ _*d*_'],
  ['headings', '# One **two**\n\nthree', '*One two*\n\nthree'],
  ['code', 'Run `npm i` or `` a`b ``', 'Run `npm i` or `aˋb`'],
  ['blocks of code', '```ts\nconst a = 1;\n```', '```\nconst a = 1;\n```'],
  ['a fence in a block of code', '````\n```\n````', '```\nˋˋˋ\n```'],
  ['links', '[here](https://a.example/x_y) <https://b.example>', 'here (https://a.example/x_y) https://b.example'],
  ['links with other schemes', '[a](javascript:alert(1)) [b](file:///etc) [c](data:text/html,x) [d](../x)', 'a b c d'],
  ['a link with spaces', '[a](<https://a.example/x y>)', 'a (https://a.example/x%20y)'],
  ['images', '![a cat](https://a.example/cat.png)', 'a cat (https://a.example/cat.png)'],
  ['lists', '- a\n- b\n  - c\n\n1. d\n2. e', '- a\n- b\n  - c\n\n1. d\n2. e'],
  ['lists that start later', '7. a\n8. b', '7. a\n8. b'],
  ['task lists', '- [x] a\n- [ ] b', '- ☑ a\n- ☐ b'],
  ['code in a list', '- a\n\n  ```\n  b\n  ```', '- a\n\n```\nb\n```'],
  ['quotations', '> a **b**\n> c', '> a *b*\n> c'],
  ['tables', '| a | b |\n|--:|---|\n| 10 | **x** |', '```\n a  b\n──  ─\n10  x\n```'],
  ['rules', 'a\n\n---\n\nb', 'a\n\n———\n\nb'],
  ['HTML as text', '<b>a</b> <script>b</script>', '<b>a</b> <script>b</script>'],
  ['formatting over two lines', '**a\nb**', '*a*\n*b*'],
  ['literal markers that would format', '\\*a\\* \\_b\\_ \\~c\\~', '∗a∗ ˍbˍ ∼c∼'],
  ['literal markers that format nothing', 'snake_case_name and 5 * 3 * 2', 'snake_case_name and 5 * 3 * 2'],
  ['a single literal marker', 'price* and more', 'price* and more'],
  ['formatting within a word', 'a**b**c', 'abc'],
  ['nothing', ' \n\n ', ''],
  ['hard line ends', 'a  \nb', 'a\nb'],
  ['references', '[a][1]\n\n[1]: https://a.example/', 'a (https://a.example/)'],
];

describe('the formatting of WhatsApp', () => {
  it.each(GOLDEN)('converts %s', (_name, markdown, text) => {
    expect(formatText(markdown)).toBe(text);
  });

  it('never formats text that is not formatted in Markdown', () => {
    for (const text of ['*a*', '_a_', '~a~', '`a`', '```a```', '*a _b_ c*', '(*a*)', '"_a_"', '*a*, *b*']) {
      const escaped = text.replaceAll(/[*_~`]/g, '\\$&');
      expect([text, formatText(escaped).match(/[*_~`]/g)]).toEqual([text, null]);
    }
  });
});

const BLOCKS = [
  '**bold words** and *others*, with [a link](https://example.com/some/long/path?with=query)\n',
  '```ts\nconst answer = 42; // a comment\nconst next = 43;\n```\n',
  '| name | value |\n|---|---|\n| one | 1 |\n| two | **2** |\n| three | 3 |\n',
  '- item one\n- item *two* with `code`\n  - nested\n',
  '> quoted text that is 😀 long\n',
  `${'👨‍👩‍👧‍👦'.repeat(30)}\n`,
  `${'x'.repeat(700)}\n`,
  '# A heading\n',
];

describe('parts of a long text', () => {
  it('keep a short text as it is', () => {
    expect(splitText('**Hello**')).toEqual(['**Hello**']);
    expect(splitText('')).toEqual([]);
  });

  it.each(Array.from({ length: 12 }, (_, seed) => seed))('fit one message each (sample %i)', (seed) => {
    const markdown = Array.from({ length: 150 }, (_, at) => BLOCKS[(at * (seed + 3) + seed) % BLOCKS.length]).join(
      '\n',
    );
    const parts = splitText(markdown);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      const text = formatText(part);
      expect(text.length).toBeLessThanOrEqual(MAX_TEXT);
      expect(text.trim()).not.toBe('');
      expect(text.isWellFormed()).toBe(true);
      // Every fence that is opened is closed.
      expect((text.match(/^```/gm) ?? []).length % 2).toBe(0);
    }
  });

  it('close and open a block of code and a table again', () => {
    const code = splitText(`\`\`\`\n${'line of code\n'.repeat(800)}\`\`\``).map(formatText);
    expect(code.length).toBeGreaterThan(2);
    expect(code.every((text) => text.startsWith('```\n') && text.endsWith('\n```'))).toBe(true);
    const rows = Array.from({ length: 500 }, (_, at) => `| row ${at} | value |`).join('\n');
    const tables = splitText(`| name | value |\n|---|---|\n${rows}`).map(formatText);
    expect(tables.every((text) => text.startsWith('```\nname'))).toBe(true);
  });
});
