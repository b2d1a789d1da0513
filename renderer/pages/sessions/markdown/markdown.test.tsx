import { Tooltip } from 'radix-ui';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { Markdown } from './markdown.tsx';

const render = (text: string, live = false) =>
  renderToStaticMarkup(
    <Tooltip.Provider>
      <Markdown text={text} live={live} />
    </Tooltip.Provider>,
  );

describe('links', () => {
  it('by reference keep their address, wherever it is defined', () => {
    const html = render(
      'See [the guide][1], [Docs][], and [more].\n\n---\n\n[1]: https://a.example/x\n[docs]: https://b.example\n\n[more]: https://c.example "C"\n',
    );
    for (const address of ['https://a.example/x', 'https://b.example', 'https://c.example'])
      expect(html).toContain(`href="${address}"`);
    expect(html).not.toContain('[1]');
  });

  it('in footnotes keep their address', () => {
    const html = render(
      'A claim.[^1] Another.[^note]\n\nText.\n\n[^1]: See https://a.example/x\n[^note]: Second\n\n    paragraph with [a link](https://b.example)',
    );
    expect(html).toContain('<sup>1</sup>');
    expect(html).toContain('<sup>note</sup>');
    for (const address of ['https://a.example/x', 'https://b.example']) expect(html).toContain(`href="${address}"`);
    expect(html).not.toContain('[^');
  });
});

it('renders a table of 500 rows and a list of 1,000 items', () => {
  const rows = Array.from({ length: 500 }, (_, index) => `| ${index} | a cell with several words | **bold** |`);
  const table = render(`| n | text | more |\n|---|---|---|\n${rows.join('\n')}`);
  expect(table.match(/<tr>/g)).toHaveLength(501);
  const items = Array.from({ length: 1_000 }, (_, index) => `- item ${index} with several words`);
  expect(render(items.join('\n')).match(/<li/g)).toHaveLength(1_000);
});

it('keeps the indentation of code in a list item', () => {
  const html = render('1. Run:\n\n   ```python\n   if x:\n       y()\n   ```\n\n2. Done');
  expect(html).toContain('if x:\n    y()</code>');
  expect(html).toContain('<ol dir="auto">');
  expect(html.match(/<li/g)).toHaveLength(2);
});

it('has no carriage returns in code', () => {
  expect(render('```\r\na\r\nb\r\n```\r\n\r\nText `x`\r\n')).not.toContain('\r');
});

describe('the direction', () => {
  it('is that of each block, and of code left to right', () => {
    const html = render(
      '# שלום\n\nمرحبا `npm test` بالعالم\n\n- مرحبا\n\n  ثانية\n\n> اقتباس\n\n| أ | b |\n|---|---|\n| ج | d |\n\n```\nx\n```',
    );
    expect(html).toContain('<h1 dir="auto">');
    expect(html).toContain('<p dir="auto">مرحبا <code dir="ltr"');
    expect(html).toContain('<ul dir="rtl">');
    expect(html).toContain('<li dir="rtl">');
    expect(html).toContain('<blockquote dir="rtl">');
    expect(html).toContain('<table dir="rtl">');
    expect(html).toContain('<td dir="auto">');
    expect(html).toMatch(/<pre[^>]* dir="ltr"/);
  });

  it('of plain and growing paragraphs is their own', () => {
    expect(render('مرحبا')).toContain('<p dir="auto">');
    expect(render('مرحبا **با', true)).toContain('<p dir="auto">');
    expect(render('كلمة '.repeat(6_000))).toContain('<p dir="auto"');
  });
});
