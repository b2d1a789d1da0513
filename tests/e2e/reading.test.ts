// Reading and writing undisturbed: the page stays where the reader is, drafts stay, an input method is let finish.
// Proves: UI-3, N-2
import { afterAll, expect, it } from 'vitest';

import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import { connectTo } from '#tests/kill/connect.ts';
import type { RunningHost } from '#tests/support/running-host.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, type Stage, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PARAGRAPHS = 150;
const LONG = Array.from({ length: PARAGRAPHS }, (_, index) => `Paragraph ${index} of a long answer.\n\n`).join('');
/** One more session view than a window holds, so that older messages have to be read. */
const ROUNDS = 45;

/** Holds the long answer back until the reader has scrolled up. */
const readingBack = Promise.withResolvers<void>();

function playAgent(request: ModelRequestRecord): Reply {
  const asked = lastUserText(request);
  if (asked.includes('long'))
    return {
      steps: [
        { say: LONG.slice(0, LONG.length / 2), chunks: PARAGRAPHS / 2 },
        { until: readingBack.promise },
        { say: LONG.slice(LONG.length / 2), chunks: PARAGRAPHS / 2, everyMs: 20 },
      ],
    };
  return { steps: [{ say: `Answer to: ${asked}` }] };
}

async function begin(task: string): Promise<{ stage: Stage; app: AppPage }> {
  const { stage, app } = await openReadyApp({ model: playAgent });
  await app.beginTask(task);
  return { stage, app };
}

/** Distance of an element from the upper edge of the transcript, px. */
async function topOf(app: AppPage, text: string): Promise<number> {
  const [row, log] = await Promise.all([
    app.conversation().getByText(text, { exact: true }).boundingBox(),
    app.conversation().boundingBox(),
  ]);
  return Math.round((row?.y ?? Number.NaN) - (log?.y ?? 0));
}

describeInBrowser('a transcript', () => {
  it('keeps the scroll position while the answer grows and follows it again from the end', async () => {
    const { app } = await begin('Say something long.');
    await app.conversation().getByText('Paragraph 70 of').waitFor();
    await app.conversation().hover();
    await app.page.mouse.wheel(0, -400);
    await drawn(app);
    const height = () => app.conversation().evaluate((log) => log.scrollHeight);
    const paragraph = 'Paragraph 60 of a long answer.';
    const [before, heightBefore] = [await topOf(app, paragraph), await height()];
    readingBack.resolve();
    await app.button(/^New$/).waitFor();
    await expect.poll(height).toBeGreaterThan(heightBefore + 400);
    expect(Math.abs((await topOf(app, paragraph)) - before)).toBeLessThanOrEqual(1);
    await app.button(/^New$/).click();
    await app.idle();
    await app
      .conversation()
      .getByText(`Paragraph ${PARAGRAPHS - 1} of`)
      .waitFor();
    expect(await app.button(t('transcript.toEnd')).count()).toBe(0);
  });

  it('loads older messages without moving the visible ones', async () => {
    const { stage, app } = await begin('Question 0');
    await app.conversation().getByText('Answer to: Question 0').waitFor();
    await askQuestions(stage.host());
    await app.page.reload();
    await app
      .conversation()
      .getByText(`Answer to: Question ${ROUNDS - 1}`)
      .waitFor();
    await app.conversation().hover();
    const drifts: number[] = [];
    for (let step = 0; step < 40; step += 1) {
      const seen = await firstSeen(app);
      await app.page.mouse.wheel(0, -250);
      await drawn(app);
      const top = await topOf(app, seen.text).catch(() => Number.NaN);
      if (seen.scrollTop > 250 && !Number.isNaN(top)) drifts.push(Math.abs(top - seen.top - 250));
    }
    expect(drifts.length).toBeGreaterThan(10);
    expect(Math.max(...drifts)).toBeLessThanOrEqual(3);
    await app.conversation().evaluate((log) => log.scrollTo(0, 0));
    await app.conversation().getByText('Answer to: Question 0', { exact: true }).waitFor();
  });
});

/** Asks all but the first question over the wire, which is quicker than by hand. */
async function askQuestions({ origin, token }: RunningHost): Promise<void> {
  const client = await connectTo(origin, token);
  const { sessions } = await client.request('sessions.list', {});
  const sessionKey = sessions[0]?.key ?? expect.fail('no session');
  for (let round = 1; round < ROUNDS; round += 1) {
    const runId = `question-${round}`;
    await client.request('chat.send', { sessionKey, message: `Question ${round}`, idempotencyKey: runId });
    expect(await client.request('agent.wait', { runId, timeoutMs: MAX_WAIT_MS })).toMatchObject({ status: 'ok' });
  }
  client.stop();
}

/** Waits until what was scrolled is drawn, and stays where it is. */
async function drawn(app: AppPage): Promise<void> {
  const scrolled = () => app.conversation().evaluate((node) => node.scrollTop);
  let before = Number.NaN;
  for (let still = 0; still < 3;) {
    await app.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    const now = await scrolled();
    still = now === before ? still + 1 : 0;
    before = now;
  }
}

async function firstSeen(
  app: AppPage,
): Promise<{ readonly text: string; readonly top: number; readonly scrollTop: number }> {
  const answers = app.conversation().getByText(/^Answer to: Question \d+$/);
  const texts = await answers.allInnerTexts();
  const log = await app.conversation().boundingBox();
  const scrollTop = await app.conversation().evaluate((node) => node.scrollTop);
  for (const text of texts) {
    const top = await topOf(app, text);
    if (top > 0 && top < (log?.height ?? 0) / 2) return { text, top, scrollTop };
  }
  return { text: texts[0] ?? '', top: Number.NaN, scrollTop: 0 };
}

describeInBrowser('the composer', () => {
  it('keeps a draft per session when switching and reloading', async () => {
    const { app } = await begin('First session');
    await app.conversation().getByText('Answer to: First session').waitFor();
    await app.composer().fill('Half a thought');
    await app.page
      .getByRole('button', { name: t('sessions.new') })
      .first()
      .click();
    await app.heading(t('sessions.start.title')).waitFor();
    expect(await app.composer().inputValue()).toBe('');
    await app.composer().fill('Another one');
    await app.openSession('First session');
    expect(await app.composer().inputValue()).toBe('Half a thought');
    await app.page.reload();
    await app.conversation().getByText('Answer to: First session').waitFor();
    expect(await app.composer().inputValue()).toBe('Half a thought');
  });

  it('turns a long pasted text into a chip that can be edited, survives a reload, and is sent in full', async () => {
    const { app } = await begin('Hello.');
    await app.idle();
    const lines = Array.from({ length: 300 }, (_, index) => `log line ${index}`).join('\n');
    await app.composer().fill('Explain this');
    await app.composer().evaluate((field, text) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', text);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, lines);
    const chip = app.button(t('composer.pastedText', { count: 300 }));
    await chip.waitFor();
    expect(await app.composer().inputValue()).toBe('Explain this');
    await app.page.reload();
    await chip.click();
    const editor = app.page.getByRole('textbox', { name: t('composer.pastedTitle') });
    await editor.fill(`${lines}\nthe very last line`);
    await app.button(t('controls.save')).click();
    await app.button(t('composer.pastedText', { count: 301 })).waitFor();
    await app.composer().press('Enter');
    await app.conversation().getByText('the very last line').first().waitFor();
    await app.conversation().getByText('Answer to: Explain this').waitFor();
    expect(await app.button(/^Pasted text/).count()).toBe(0);
  });

  it('never sends during IME composition', async () => {
    const { app } = await begin('Hello');
    await app.conversation().getByText('Answer to: Hello').waitFor();
    await app.idle();
    await app.composer().focus();
    const devtools = await app.page.context().newCDPSession(app.page);
    await devtools.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 });
    await devtools.send('Input.dispatchKeyEvent', {
      type: 'rawKeyDown',
      key: 'Process',
      code: 'Enter',
      windowsVirtualKeyCode: 229,
    });
    expect(await app.composer().inputValue()).toBe('にほ');
    await devtools.send('Input.insertText', { text: '日本' });
    expect(await app.composer().inputValue()).toBe('日本');
    expect(await app.said()).not.toContain('に');
    await app.composer().press('Enter');
    await app.conversation().getByText('Answer to: 日本').waitFor();
  });

  it('switches between the safe approval modes by keyboard and shows the current one', async () => {
    const { app } = await begin('Hello');
    await app.conversation().getByText('Answer to: Hello').waitFor();
    await app.composer().focus();
    const mode = app.page.getByRole('button', { name: /^Approval mode:/ });
    const seen: string[] = [];
    for (let press = 0; press < 3; press += 1) {
      const before = await mode.innerText();
      await app.composer().press('Shift+Tab');
      await expect.poll(() => mode.innerText()).not.toBe(before);
      seen.push((await mode.innerText()).trim());
    }
    expect(seen.toSorted()).toEqual(['Ask', 'Auto', 'Plan']);
  });
});
