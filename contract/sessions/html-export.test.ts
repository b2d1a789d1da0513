import { expect, it } from 'vitest';
import { toHtml } from './html-export.ts';
import { textToHtml } from './html-text.ts';
import type { Item } from './session-view.ts';

const EVIL = `<img src=x onerror="alert(1)"><script>alert(1)</script> "quoted" 'single' &amp;`;
const usage = { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 };

function items(text: string): readonly Item[] {
  return [
    {
      kind: 'user',
      id: 'u',
      seq: 1,
      ts: 0,
      runId: 'r',
      text,
      sender: text,
      images: [
        { type: 'image', mimeType: 'image/svg+xml', data: 'PHN2Zz4=' },
        { type: 'image', mimeType: 'image/png', data: 'AAAA' },
      ],
      files: [{ type: 'textFile', name: text, text: '', bytes: 0 }],
      steered: false,
    },
    {
      kind: 'assistant',
      id: 'a',
      seq: 2,
      ts: 0,
      runId: 'r',
      provider: text,
      model: text,
      stopReason: 'stop',
      usage,
      content: [
        { type: 'text', text: `${text}\n\n# ${text}\n\n\`\`\`${text}\n${text}\n\`\`\`\n\n\`${text}\`` },
        { type: 'toolCall', id: 'c', name: text, arguments: {} },
      ],
      calls: [{ callId: 'c', name: text, title: text, input: { [text]: text }, state: 'done', text }],
    },
    { kind: 'divider', id: 'd', seq: 3, ts: 0, what: 'note', text },
  ] as readonly Item[];
}

it('escapes every text, and has no scripts, links, or images from elsewhere', () => {
  const html = toHtml([{ title: EVIL, items: items(EVIL) }]);
  expect(html).not.toMatch(/<script|onerror="|<img src=x|javascript:|<a |https?:/);
  expect(html.match(/<img /g)).toHaveLength(1);
  expect(html).toContain('&lt;script&gt;');
  expect(html).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
});

it('shows code, headings, and emphasis, and keeps line breaks', () => {
  expect(textToHtml('# Plan\nFirst **bold**\n- `a < b`\n\n```ts\nx < 1\n```\nEnd')).toBe(
    [
      '<h3 dir="auto">Plan</h3>',
      '<p dir="auto">First <strong>bold</strong>\n- <code>a &lt; b</code></p>',
      '<pre><code>x &lt; 1</code></pre>',
      '<p dir="auto">End</p>',
    ].join('\n'),
  );
});

it('shows a fence that is never closed, and a table, as code', () => {
  expect(textToHtml('~~~\na\n```\nb')).toBe('<pre><code>a\n```\nb</code></pre>');
  expect(textToHtml('| a | b |\n|---|---|')).toBe('<pre><code>| a | b |\n|---|---|</code></pre>');
});

it('removes control sequences of terminals', () => {
  expect(textToHtml('\u001b[31mred\u001b[0m\u0000')).toBe('<p dir="auto">red</p>');
});

it('takes linear time for hostile text', () => {
  const backticks = '`'.repeat(200_000);
  const spaces = ' '.repeat(200_000);
  const texts = [backticks, '**'.repeat(100_000), '`a'.repeat(100_000), '#'.repeat(200_000)];
  const others = [`a${backticks}`, `a${backticks}${spaces}b`, `${'~'.repeat(200_000)}\``, `#${spaces}b\u2028`];
  const start = performance.now();
  for (const text of [...texts, ...others]) expect(textToHtml(text).length).toBeGreaterThan(0);
  // Quadratic time would be minutes.
  expect(performance.now() - start).toBeLessThan(5_000);
});

it('shows code between equally many backticks in a line, and others as text', () => {
  expect(textToHtml('``a`b`` `c\nd` ``e`')).toBe('<p dir="auto">``a`b`` `c\nd` ``e`</p>');
  expect(textToHtml('``a`` and `b`**c**')).toBe(
    '<p dir="auto"><code>a</code> and <code>b</code><strong>c</strong></p>',
  );
});
