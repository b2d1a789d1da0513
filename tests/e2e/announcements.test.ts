// What screen readers hear while an answer is written: a polite region that gets the answer once, as chosen in the settings.
// Proves: UI-3
import { afterAll, expect, it } from 'vitest';
import type { Page } from 'playwright';
import { t } from '#messages/translate.ts';
import { lastUserText } from '#tests/support/model-server.ts';

import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const FIRST = 'The gate is open.';
const SECOND = 'The house is quiet tonight.';
const answer = (text: string) => `${FIRST} ${SECOND} You said ${text}.`;

/** Collects every text that is added to a polite region, as a screen reader would read it. */
async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.evaluate(() => {
    const heard: string[] = [];
    Object.assign(globalThis, { heard });
    const isPolite = (node: Node): boolean =>
      (node instanceof Element ? node : node.parentElement)?.closest('[aria-live="polite"]') instanceof Element;
    new MutationObserver((changes) => {
      for (const { target, addedNodes } of changes)
        if (isPolite(target)) for (const node of addedNodes) if (node.textContent) heard.push(node.textContent);
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  return () => page.evaluate(() => (globalThis as unknown as { readonly heard: readonly string[] }).heard);
}

const count = (texts: readonly string[], part: string) => texts.filter((text) => text.includes(part)).length;

describeInBrowser('announcements of answers', () => {
  it('are read once when an answer is finished, sentence by sentence if chosen, and not at all when off', async () => {
    const { app, stage } = await openReadyApp({
      model: (request) => ({ steps: [{ say: answer(lastUserText(request)), chunks: 30, everyMs: 10 }] }),
    });
    await app.beginTask('one');
    await app.conversation().getByText('You said one.').waitFor();
    await app.idle();
    const session = await app.page.evaluate(() => location.hash);
    const choose = async (value: 'answers' | 'sentences' | 'off'): Promise<void> => {
      await app.page.goto(`${stage.host().origin}/#/settings/appearance`);
      await app.page
        .getByRole('radiogroup', { name: t('settings.announcements') })
        .getByRole('radio', { name: t(`settings.announcements.${value}`), exact: true })
        .click();
      await app.page.goto(`${stage.host().origin}/${session}`);
      await app.conversation().waitFor();
    };
    const say = async (text: string): Promise<readonly string[]> => {
      const heard = await listen(app.page);
      await app.say(text);
      await app.conversation().getByText(`You said ${text}.`).waitFor();
      await app.idle();
      return heard();
    };

    const finished = await say('two');
    expect(count(finished, FIRST)).toBe(1);
    expect(finished.find((text) => text.includes(FIRST))).toContain('You said two.');
    expect(count(finished, 'You said one.')).toBe(0);

    await choose('sentences');
    const sentences = await say('three');
    expect([FIRST, SECOND, 'You said three.'].map((part) => count(sentences, part))).toEqual([1, 1, 1]);
    expect(sentences.find((text) => text.includes(FIRST))).not.toContain(SECOND);

    await choose('off');
    expect(count(await say('four'), FIRST)).toBe(0);
  });
});
