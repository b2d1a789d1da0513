// What can be done with a message: quote it or a part of it, ask another model, save its code.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { isTitleRequest } from '#tests/support/title-request.ts';
import { t } from '#messages/translate.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const SAY = 'First line.\n\nSecond line.\n\n```ts src/notes.ts\nexport const notes = 2;\n```\n\n```\nplain\n```';
const reply = () => ({ steps: [{ say: SAY }] });

describeInBrowser('a message', () => {
  it('can be quoted, completely or in part', async () => {
    const { app } = await openReadyApp({ model: reply });
    await app.beginTask('Write notes.');
    await app.idle();
    await app.button(t('transcript.quoteAnswer')).click();
    await expect.poll(() => app.composer().inputValue()).toContain('> First line.\n>\n> Second line.');
    await app.composer().fill('');
    await app.conversation().getByText('Second line.').selectText();
    await app.page.getByRole('button', { name: t('transcript.quoteSelection'), exact: true }).click();
    await expect.poll(() => app.composer().inputValue()).toBe('> Second line.\n\n');
    await expect.poll(() => app.composer().evaluate((field) => field === document.activeElement)).toBe(true);
  });

  it('can be answered by another model, which keeps the model of the session', async () => {
    const { stage, app } = await openReadyApp({ model: reply, models: ['claude-first', 'claude-second'] });
    await app.beginTask('Write notes.');
    await app.idle();
    await app.button(t('transcript.retryWith')).click();
    await app.page.getByRole('menuitem', { name: /second/i }).click();
    const models = () =>
      stage.model.requests.filter((one) => !isTitleRequest(JSON.stringify(one.body))).map(({ body }) => body.model);
    await expect.poll(() => models().at(-1)).toBe('claude-second');
    await app.idle();
    await app.say('And again.');
    await expect.poll(() => models().at(-1)).toBe('claude-first');
  });

  it('has code that can be saved as a file, after a look at what it changes', async () => {
    const { stage, app } = await openReadyApp({ model: reply });
    await app.beginTask('Write notes.');
    await app.idle();
    const more = app.button(t('transcript.code.more')).first();
    await more.click();
    await app.page.getByRole('menuitem', { name: t('transcript.code.apply', { path: 'src/notes.ts' }) }).click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByRole('button', { name: t('transcript.code.save'), exact: true }).click();
    await app.page
      .getByText(t('transcript.code.saved', { path: 'src/notes.ts' }))
      .first()
      .waitFor();
    const file = join(stage.workspace, 'src/notes.ts');
    expect(readFileSync(file, 'utf8')).toBe('export const notes = 2;\n');
    writeFileSync(file, 'export const notes = 1;\n');
    await more.click();
    await app.page.getByRole('menuitem', { name: t('transcript.code.apply', { path: 'src/notes.ts' }) }).click();
    await dialog.getByText(t('transcript.code.exists')).waitFor();
    await dialog.getByText('export const notes = 1;').waitFor();
    await dialog.getByRole('button', { name: t('transcript.code.replace') }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(readFileSync(file, 'utf8')).toBe('export const notes = 2;\n');
  });

  it('can be quoted, and its code saved, on a phone', async () => {
    const { stage, app } = await openReadyApp({ model: reply }, PHONE);
    await app.beginTask('Write notes.');
    await app.idle();
    await app.button(t('transcript.code.more')).last().tap();
    await app.page.getByRole('menuitem', { name: t('transcript.code.saveAs') }).tap();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByLabel(t('transcript.code.path')).fill('plain.txt');
    await dialog.getByRole('button', { name: t('transcript.code.save'), exact: true }).tap();
    await dialog.waitFor({ state: 'detached' });
    expect(readFileSync(join(stage.workspace, 'plain.txt'), 'utf8')).toBe('plain\n');
    await app.button(t('transcript.quote')).tap();
    await expect.poll(() => app.composer().inputValue()).toBe('> Write notes.\n\n');
  });
});
