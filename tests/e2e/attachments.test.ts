// Files in the composer: attached, shown, sent to the model, or rejected with what to do instead.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';

import { SAMPLE_PNG } from '#tests/support/sample-image.ts';
import { t } from '#messages/translate.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openStage } from './stage.ts';

afterAll(closeBrowser);

const PDF = Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n');

async function openComposer() {
  const stage = await openStage({ model: () => ({ steps: [{ say: 'Read.' }] }) });
  const app = await stage.openTab();
  await app.signIn(stage.host().signInUrl);
  await app.firstRun(/Anthropic key found/, stage.workspace);
  await app.page.keyboard.press('Alt+n');
  await app.heading(t('sessions.new')).waitFor();
  return { stage, app };
}

const attach = (app: AppPage, ...files: { name: string; mimeType: string; buffer: Buffer }[]) =>
  app.page.locator('input[type="file"]').setInputFiles(files);

describeInBrowser('attachments', () => {
  it('of text and PDF files reach the model and stay visible in the transcript', async () => {
    const { stage, app } = await openComposer();
    await attach(
      app,
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Buy milk on Friday.') },
      { name: 'report.pdf', mimeType: 'application/pdf', buffer: PDF },
      { name: 'extra.md', mimeType: 'text/markdown', buffer: Buffer.from('# Extra') },
    );
    const list = app.page.getByRole('list', { name: t('composer.attached') });
    await list.getByText('report.pdf').waitFor();
    await app.button(t('composer.removeFile', { name: 'extra.md' })).click();
    await app.say('Read these.');
    await app.conversation().getByText('Read.', { exact: true }).waitFor();
    const sent = stage.model.requests.map(({ body }) => JSON.stringify(body.messages));
    const content = sent.find((messages) => messages.includes('Read these.'));
    expect(content).toContain('Buy milk on Friday.');
    expect(content).toContain(PDF.toString('base64'));
    expect(content).not.toContain('# Extra');
    expect(await list.count()).toBe(0);
    await app.page.reload();
    await app.conversation().getByText('notes.txt').waitFor();
    expect(await app.said()).toContain('report.pdf');
  });

  it('of any other type are saved in the workspace, and return to the composer with their message', async () => {
    const { stage, app } = await openComposer();
    const bytes = Buffer.from([0x50, 0x4b, 3, 4, 0, 0xff]);
    await attach(
      app,
      { name: 'data.zip', mimeType: 'application/zip', buffer: bytes },
      { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Buy milk on Friday.') },
      { name: 'dot.png', mimeType: 'image/png', buffer: Buffer.from(SAMPLE_PNG, 'base64') },
    );
    const list = app.page.getByRole('list', { name: t('composer.attached') });
    await list.getByText('data.zip').waitFor();
    await app.say('Unpack it.');
    await app.conversation().getByText('Read.', { exact: true }).waitFor();
    await app.idle();
    const sent = stage.model.requests.map(({ body }) => JSON.stringify(body.messages)).join('\n');
    const path = /saved in the workspace as [\\"]+(\.gatehouse-uploads\/[^"\\]+\/data\.zip)/.exec(sent)?.[1] ?? '';
    expect(await readFile(join(stage.workspace, path))).toEqual(bytes);
    await app.page.reload();
    await app.conversation().getByText('data.zip').waitFor();
    await app.button(t('transcript.rewind')).last().click();
    await app.button(t('transcript.rewindConfirm')).last().click();
    await expect.poll(() => app.composer().inputValue()).toBe('Unpack it.');
    expect(await list.getByRole('listitem').count()).toBe(3);
    await app.button(t('composer.removeFile', { name: 'notes.txt' })).click();
    await app.say('Again.');
    await app.conversation().getByText('Again.', { exact: true }).waitFor();
    const again = await waitUntil('the request', () =>
      stage.model.requests
        .map(({ body }) => JSON.stringify(body.messages))
        .find((sentAgain) => sentAgain.includes('Again.')),
    );
    await app.idle();
    expect(again).toContain('data.zip');
    expect(again).toContain(SAMPLE_PNG);
    expect(again).not.toContain('Buy milk');
  });
});
