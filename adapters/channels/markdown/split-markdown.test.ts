import type { Nodes } from 'mdast';
import { toString } from 'mdast-util-to-string';
import { describe, expect, it } from 'vitest';
import { parseMarkdown, writeMarkdown } from './parse-markdown.ts';
import { splitMarkdown } from './split-markdown.ts';
import { tableLines } from './table-lines.ts';

/** A network whose format is Markdown itself. */
const split = (markdown: string, limit: number) =>
  splitMarkdown(markdown, limit, (root) => writeMarkdown(root.children).length);

function find(markdown: string, type: Nodes['type']): readonly Nodes[] {
  const found: Nodes[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === type) found.push(node);
    if ('children' in node) node.children.forEach(visit);
  };
  visit(parseMarkdown(markdown));
  return found;
}

describe('splitting Markdown', () => {
  it('keeps a text that fits as it is, and an empty one has no parts', () => {
    expect(split('Hello **you**', 50)).toEqual(['Hello **you**']);
    expect(split('', 50)).toEqual([]);
    expect(split(' \n\n', 50)).toEqual([]);
  });

  it('splits between blocks', () => {
    expect(split('# One\n\nfirst text\n\nsecond text', 25)).toEqual(['# One\n\nfirst text', 'second text']);
  });

  it('closes and opens code blocks with their language', () => {
    expect(split('```js\nconst a = 1;\nconst b = 2;\nconst c = 3;\n```', 38)).toEqual([
      '```js\nconst a = 1;\nconst b = 2;\n```',
      '```js\nconst c = 3;\n```',
    ]);
  });

  it('splits code lines that are too long, and keeps fences inside code', () => {
    const parts = split(`\`\`\`\`\n\`\`\`\n${'x'.repeat(70)}\n\`\`\`\n\`\`\`\``, 40);
    expect(parts.every((part) => part.length <= 40 && find(part, 'code').length >= 1)).toBe(true);
    expect(
      parts
        .map((part) =>
          find(part, 'code')
            .map((code) => toString(code))
            .join(''),
        )
        .join(''),
    ).toContain('```');
  });

  it('repeats the header of tables', () => {
    const rows = Array.from({ length: 6 }, (_, at) => `| ${at} | row |`);
    const parts = split(`| n | text |\n|---|------|\n${rows.join('\n')}`, 60);
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(toString(find(part, 'tableRow')[0])).toBe('ntext');
    expect(
      parts.flatMap((part) =>
        find(part, 'tableRow')
          .slice(1)
          .map((row) => toString(row)),
      ),
    ).toEqual(rows.map((_, at) => `${at}row`));
  });

  it('continues the numbers of lists', () => {
    const parts = split('1. first item\n2. second item\n3. third item', 32);
    expect(parts).toEqual(['1. first item\n2. second item', '3. third item']);
  });

  it('continues quotes and bold text', () => {
    expect(split('> one two three four', 12)).toEqual(['> one two', '> three four']);
    for (const part of split(`**${'bold words '.repeat(10)}end**`, 30)) expect(find(part, 'strong')).toHaveLength(1);
  });

  it('keeps links whole, and resolves those with definitions elsewhere', () => {
    const parts = split(`${'word '.repeat(8)}[the link][1] and more\n\n[1]: https://example.com/a`, 50);
    expect(parts.flatMap((part) => find(part, 'link'))).toMatchObject([{ url: 'https://example.com/a' }]);
    expect(parts.join('')).toContain('[the link](https://example.com/a)');
  });

  it('turns footnotes into text', () => {
    expect(split('Fact[^1].\n\n[^1]: Source', 100).join('')).not.toContain('[^');
  });

  it('never cuts a surrogate pair or a joined emoji', () => {
    const family = '👨‍👩‍👧‍👦';
    for (const limit of [30, 31, 32, 33, 37]) {
      const parts = split(family.repeat(20), limit);
      for (const part of parts)
        expect([part, part.isWellFormed(), part.length % family.length]).toEqual([part, true, 0]);
    }
  });

  it.each(Array.from({ length: 60 }, (_, seed) => seed))('every part fits and nothing is lost (sample %i)', (seed) => {
    const markdown = randomMarkdown(seed);
    const limit = 40 + (seed % 7) * 30;
    const parts = split(markdown, limit);
    for (const part of parts) {
      expect(part.length).toBeLessThanOrEqual(limit);
      expect(part.isWellFormed()).toBe(true);
    }
    const letters = (text: string) =>
      [...toString(parseMarkdown(text))].filter((letter) => /[a-z0-9]/.test(letter)).join('');
    // Headers of tables are repeated.
    if (!markdown.includes('|')) expect(parts.map(letters).join('')).toBe(letters(markdown));
  });

  it('stays fast and whole with hostile markup', () => {
    for (const hostile of [
      '>'.repeat(20_000),
      '['.repeat(5_000),
      '*a '.repeat(5_000),
      '- '.repeat(1_000),
      '`'.repeat(5_001),
    ])
      for (const part of split(hostile, 500)) expect(part.length).toBeLessThanOrEqual(500);
  });
});

describe('tables as text', () => {
  it('align their columns, with wide letters', () => {
    const [table] = find('| Name | Size |\n|:--|--:|\n| 日本 | 5 |\n| *long name* | 1000 |', 'table');
    expect(table?.type === 'table' && tableLines(table)).toEqual([
      'Name       Size',
      '─────────  ────',
      '日本          5',
      'long name  1000',
    ]);
  });
});

/** A small random document. The same seed makes the same one. */
function randomMarkdown(seed: number): string {
  let state = seed + 1;
  const pick = (count: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
  const word = (): string =>
    [
      'alpha',
      '**bold text**',
      '`code x`',
      '_it_',
      '[link](https://example.com/p)',
      'a*b_c',
      '<tag>',
      '~~gone~~',
      '日本語',
      '😀',
      'x'.repeat(60),
    ][pick(11)] ?? '';
  const line = (): string => Array.from({ length: 1 + pick(25) }, word).join(' ');
  const block = (): string => {
    switch (pick(7)) {
      case 0:
        return `## ${line()}`;
      case 1:
        return `\`\`\`ts\n${Array.from({ length: 1 + pick(9) }, line).join('\n')}\n\`\`\``;
      case 2:
        return Array.from({ length: 1 + pick(6) }, (_, at) => `${at + 1}. ${line()}`).join('\n');
      case 3:
        return `> ${line()}\n>\n> - ${line()}`;
      case 4:
        return `| a | b |\n|---|---|\n${Array.from({ length: 1 + pick(5) }, () => `| ${line()} | x |`).join('\n')}`;
      default:
        return line();
    }
  };
  return Array.from({ length: 1 + pick(8) }, block).join('\n\n');
}
