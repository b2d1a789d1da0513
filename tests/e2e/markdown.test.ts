// Answers as a person sees and copies them.
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { t } from '#messages/translate.ts';
import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const CODE = '1. Run:\n\n   ```python\n   if x:\n       y()\n   ```\n\n2. Done.';
const ARABIC = '# عنوان\n\nمرحبا `npm test` بالعالم\n\n- أول\n- ثان\n\n| أ | ب |\n|---|---|\n| ج | د |';
const ROWS = Array.from({ length: 400 }, (_, index) => `| ${index} | a cell with several words | another one |`);
const TABLE = `| n | text | more |\n|---|---|---|\n${ROWS.join('\n')}`;

function answer(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  const say = asked.includes('code') ? CODE : asked.includes('Arabic') ? ARABIC : TABLE;
  return { steps: [{ say, chunks: 20 }] };
}

describeInBrowser('an answer', () => {
  it('keeps the structure of code in lists, directions, and long tables', async () => {
    const { app } = await openReadyApp({ model: answer });
    await app.beginTask('Show me code.');
    await app.idle();
    const code = app.conversation().locator('li pre code');
    expect(await code.innerText()).toBe('if x:\n    y()');
    await app.say('In Arabic.');
    await app.conversation().locator('h1').waitFor();
    await app.idle();
    const directions = await app.conversation().evaluate((log) =>
      ['h1', 'p:has(code)', 'ul', 'li:has(~ li)', 'table', 'td', 'p code'].map((selector) => {
        const found = [...log.querySelectorAll(selector)].at(selector.startsWith('li') ? -1 : 0);
        return found === undefined ? selector : getComputedStyle(found).direction;
      }),
    );
    expect(directions).toEqual(['rtl', 'rtl', 'rtl', 'rtl', 'rtl', 'rtl', 'ltr']);
    await app.say('A table.');
    await app
      .conversation()
      .getByRole('region', { name: t('transcript.table') })
      .last()
      .waitFor();
    await app.idle();
    await expect.poll(() => app.conversation().locator('table').last().locator('tr').count()).toBe(401);
  });
});

describeInBrowser('an injected note', () => {
  it('has the same space above and below its text', async () => {
    const { stage, app } = await openReadyApp({ model: answer });
    await app.beginTask('Show me code.');
    await app.idle();
    const sessionKey = decodeURIComponent(new URL(app.page.url()).hash.split('/').at(-1) ?? '');
    const client = await connectTo(stage.host().origin, stage.host().token);
    onTestFinished(() => client.stop());
    await client.request('chat.inject', { sessionKey, message: 'First paragraph.\n\nLast paragraph.' });
    const last = app.conversation().getByText('Last paragraph.');
    const space = await last.evaluate((paragraph) => {
      const note = paragraph.closest('.bg-sunken');
      const box = note?.getBoundingClientRect();
      const first = note?.querySelector('p')?.getBoundingClientRect();
      if (box === undefined || first === undefined) return [];
      return [first.top - box.top, box.bottom - paragraph.getBoundingClientRect().bottom].map(Math.round);
    });
    expect(space).toHaveLength(2);
    expect(space[0]).toBe(space[1]);
  });
});
