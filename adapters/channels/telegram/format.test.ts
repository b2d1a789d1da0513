import { describe, expect, it } from 'vitest';
import { createRandom } from '#tests/kill/random.ts';
import { readHtml } from '#tests/support/telegram/html-text.ts';
import { formatHtml, MAX_TEXT, measureHtml, splitText } from './format.ts';

const PIECES: readonly [string, ...string[]] = [
  'word ',
  '😀',
  '日本',
  '**',
  '_',
  '~~',
  '`',
  '```\n',
  '> ',
  '- ',
  '1. ',
  '# ',
  '[a](b)',
  '[x](https://example.org) ',
  '| a | b |\n|---|---|\n| 1 | 2 |\n',
  '<b>',
  '&lt;',
  '&',
  '\n',
  '\n\n',
  'word '.repeat(900),
  '`a``'.repeat(50),
];

describe('the HTML of the Bot API', () => {
  it.each([
    ['**bold** _italic_ ~~gone~~ `code`', '<b>bold</b> <i>italic</i> <s>gone</s> <code>code</code>'],
    ['**bold `code` bold**', '<b>bold </b><code>code</code><b> bold</b>'],
    ['# Title\n\nText', '<b>Title</b>\n\nText'],
    ['- one\n- two\n  - inner\n\n1. first', '• one\n• two\n  • inner\n\n1. first'],
    ['- [x] done\n- [ ] open', '• ☑ done\n• ☐ open'],
    ['> quoted\n>\n> > inner', '<blockquote>quoted\ninner</blockquote>'],
    ['```ts\nif (a < b && c) {}\n```', '<pre><code class="language-ts">if (a &lt; b &amp;&amp; c) {}</code></pre>'],
    ['[site](https://example.org/?a=1&b="2")', '<a href="https://example.org/?a=1&amp;b=&quot;2&quot;">site</a>'],
    ['[run](javascript:alert(1))', 'run'],
    ['[`code` in a link](https://example.org)', '<a href="https://example.org">code in a link</a>'],
    ['<b>not ours</b> & <script>', '&lt;b&gt;not ours&lt;/b&gt; &amp; &lt;script&gt;'],
    ['| a | b |\n|---|--:|\n| 1 | 20 |', '<pre>a   b\n─  ──\n1  20</pre>'],
    ['---', '———'],
  ])('of %j', (markdown, html) => {
    expect(formatHtml(markdown)).toBe(html);
  });

  it('is valid for any text, in parts that fit', () => {
    const random = createRandom(7);
    for (let round = 0; round < 300; round += 1) {
      const markdown = Array.from({ length: random.integer(30) }, () => random.pick(PIECES)).join('');
      for (const part of splitText(markdown)) {
        const html = formatHtml(part);
        expect(measureHtml(html)).toBeLessThanOrEqual(MAX_TEXT);
        if (html.replaceAll(/<[^>]*>/g, '').trim() !== '') readHtml(html);
      }
    }
  });
});
