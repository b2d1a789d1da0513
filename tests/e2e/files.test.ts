// Files and terminals of a session in a browser: nothing typed is lost, nothing of somebody else is overwritten unasked.
// Proves: TF-1, TF-2, UI-6
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { BrowserContextOptions } from 'playwright';
import { afterAll, expect, it } from 'vitest';

import type { Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, type Stage, describeInBrowser, openReadyApp } from './stage.ts';
import { LOCKED_PDF, makePdf } from './pdf-files.ts';

afterAll(closeBrowser);

const answer = (): Reply => ({ steps: [{ say: 'Here I am.' }] });

/** A session in a workspace with one file, and its files in the inspector. */
async function openFiles(options: BrowserContextOptions = {}): Promise<{ stage: Stage; app: AppPage }> {
  const { stage, app } = await openReadyApp({ model: answer }, options);
  writeFileSync(join(stage.workspace, 'plan.md'), '# Plan\n');
  await app.beginTask('Hello.');
  await app.conversation().getByText('Here I am.').waitFor();
  await app.page.keyboard.press('Control+Shift+E');
  await app.page.getByRole('tree', { name: 'Files' }).waitFor();
  return { stage, app };
}

const row = (app: AppPage, name: string | RegExp) => app.page.getByRole('treeitem', { name });
const editor = (app: AppPage) => app.page.locator('.cm-content');
const read = (stage: Stage, path: string) => readFileSync(join(stage.workspace, path), 'utf8');

describeInBrowser('files in a browser', () => {
  it('edits and saves a file and shows new files on disk', async () => {
    const { stage, app } = await openFiles();
    await row(app, 'plan.md').click();
    await editor(app).click();
    await app.page.keyboard.press('Control+End');
    await app.page.keyboard.type('- one step');
    await app.page.getByText(t('files.phase.dirty'), { exact: true }).waitFor();
    await app.page.keyboard.press('Control+s');
    await expect.poll(() => read(stage, 'plan.md')).toBe('# Plan\n- one step');
    await app.page.getByText(t('files.phase.dirty'), { exact: true }).waitFor({ state: 'detached' });
    await app.button(t('files.back')).click();
    writeFileSync(join(stage.workspace, 'arrived.txt'), 'x');
    await row(app, 'arrived.txt').waitFor();
  });

  it('shows a conflict with both versions after an external change', async () => {
    const { stage, app } = await openFiles();
    await row(app, 'plan.md').click();
    await editor(app).click();
    await app.page.keyboard.type('mine ');
    writeFileSync(join(stage.workspace, 'plan.md'), '# Plan of somebody else\n');
    await app.page.getByText(t('files.phase.conflict'), { exact: true }).waitFor();
    await app.button(t('files.compare')).click();
    await app.page.getByRole('dialog').getByText('somebody else').first().waitFor();
    await app.page.keyboard.press('Escape');
    expect(read(stage, 'plan.md')).toBe('# Plan of somebody else\n');
    await app.button(t('files.overwrite')).click();
    await app.page.getByText(t('files.phase.conflict'), { exact: true }).waitFor({ state: 'detached' });
    await expect.poll(() => read(stage, 'plan.md')).toContain('mine');
  });

  it('shows an external change immediately if nothing is unsaved', async () => {
    const { stage, app } = await openFiles();
    await row(app, 'plan.md').click();
    await editor(app).getByText('# Plan').waitFor();
    writeFileSync(join(stage.workspace, 'plan.md'), '# Another plan\n');
    await editor(app).getByText('# Another plan').waitFor();
  });

  it('creates, deletes, and restores a file', async () => {
    const { stage, app } = await openFiles();
    await app.button(t('files.newFile')).click();
    await app.page.getByLabel('Name', { exact: true }).fill('notes/today.md');
    await app.button(t('files.name.create.file')).click();
    await editor(app).click();
    await app.page.keyboard.type('Dear diary');
    await app.page.keyboard.press('Control+s');
    await expect.poll(() => read(stage, 'notes/today.md')).toBe('Dear diary');
    await app.page.getByText(t('files.phase.dirty'), { exact: true }).waitFor({ state: 'detached' });
    await app.button(t('files.back')).click();
    await row(app, 'notes').focus();
    await app.page.keyboard.press('Delete');
    await row(app, 'notes').waitFor({ state: 'detached' });
    expect(existsSync(join(stage.workspace, 'notes'))).toBe(false);
    await app.button(t('controls.undo')).click();
    await row(app, 'notes').waitFor();
    expect(read(stage, 'notes/today.md')).toBe('Dear diary');
  });

  it('asks before discarding unsaved text and previews binary files', async () => {
    const { stage, app } = await openFiles();
    writeFileSync(join(stage.workspace, 'blob.bin'), Buffer.from([0, 159, 146, 150, 0, 1]));
    await row(app, 'blob.bin').click();
    await app.page.getByText('00000000  00 9f 92 96 00 01').waitFor();
    await app.button(t('files.back')).click();
    await row(app, 'plan.md').click();
    await editor(app).click();
    await app.page.keyboard.type('half a thought');
    await app.button(t('files.back')).click();
    await app.button(t('controls.cancel')).click();
    expect(await editor(app).innerText()).toContain('half a thought');
    await app.button(t('files.back')).click();
    await app.button(t('files.discard')).click();
    await row(app, 'plan.md').waitFor();
  });
});

describeInBrowser('files', () => {
  it('keep unsaved text when switching tabs and pages', async () => {
    const { stage, app } = await openFiles();
    await row(app, 'plan.md').click();
    await editor(app).click();
    await app.page.keyboard.type('not yet ');
    await app.page.getByRole('tab', { name: 'Details' }).click();
    await app.go('Usage');
    await app.go('Sessions');
    await app.page.getByRole('tab', { name: 'Files' }).click();
    await editor(app).getByText('not yet').waitFor();
    await app.button(t('controls.save')).click();
    await expect.poll(() => read(stage, 'plan.md')).toContain('not yet');
  });

  it('are found by name in an unopened folder', async () => {
    const { stage, app } = await openFiles();
    mkdirSync(join(stage.workspace, 'deep/down'), { recursive: true });
    writeFileSync(join(stage.workspace, 'deep/down/treasure.md'), 'x');
    await app.page.getByRole('searchbox', { name: t('files.searchByName') }).fill('treasure');
    await row(app, 'deep/down/treasure.md').click();
    await editor(app).getByText('x').waitFor();
  });
});

describeInBrowser('versions of a file', () => {
  it('are compared and restored', async () => {
    const { stage, app } = await openFiles();
    await row(app, 'plan.md').click();
    await editor(app).click();
    await app.page.keyboard.press('Control+a');
    await app.page.keyboard.type('Another plan');
    await app.page.keyboard.press('Control+s');
    await expect.poll(() => read(stage, 'plan.md')).toBe('Another plan');
    // The version is stored once the save has ended.
    await app.page.locator('button[disabled]:not([aria-busy="true"])', { hasText: t('controls.save') }).waitFor();
    await app.button(t('files.versions')).click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByRole('button', { name: t('files.versions.found') }).click();
    await dialog.getByText(t('files.versions.diff')).waitFor();
    await dialog.getByRole('button', { name: t('files.versions.restore') }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(read(stage, 'plan.md')).toBe('# Plan\n');
    await editor(app).getByText('# Plan').waitFor();
  });
});

describeInBrowser('moving files in and out', () => {
  it('uploads files, asks about an existing one, and downloads', async () => {
    const { stage, app } = await openFiles();
    const large = Buffer.alloc(3_000_000, 'gatehouse ');
    const choose = (files: { name: string; mimeType: string; buffer: Buffer }[]) =>
      app.page.locator('[role=tabpanel] input[type=file]').setInputFiles(files);
    await choose([{ name: 'large.bin', mimeType: 'application/octet-stream', buffer: large }]);
    await row(app, 'large.bin').waitFor();
    await expect.poll(() => readFileSync(join(stage.workspace, 'large.bin')).equals(large)).toBe(true);
    await choose([{ name: 'plan.md', mimeType: 'text/markdown', buffer: Buffer.from('# Mine') }]);
    await app.page.getByText(t('files.upload.exists')).waitFor();
    expect(read(stage, 'plan.md')).toBe('# Plan\n');
    await app.button(t('files.upload.keepBoth')).click();
    await row(app, 'plan (2).md').waitFor();
    expect(read(stage, 'plan (2).md')).toBe('# Mine');
    await row(app, 'large.bin').click({ button: 'right' });
    const [download] = await Promise.all([
      app.page.waitForEvent('download'),
      app.page.getByRole('menuitem', { name: t('files.download') }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('large.bin');
    expect(readFileSync(await download.path()).equals(large)).toBe(true);
  });

  it('offers a file that is dragged out of the page for download, once', async () => {
    const { app } = await openFiles();
    await app.page.evaluate(() => {
      window.addEventListener('dragstart', ({ dataTransfer }) => {
        document.body.dataset['dragged'] = dataTransfer?.getData('DownloadURL') ?? '';
      });
    });
    const drag = async () => {
      await row(app, 'plan.md').hover();
      await app.page.mouse.down();
      await app.page.mouse.move(5, 5, { steps: 5 });
      await app.page.mouse.up();
      return app.page.evaluate(() => document.body.dataset['dragged'] ?? '');
    };
    // The ticket arrives after the file is pressed, usually before the drag starts.
    await expect.poll(drag).toMatch(/^application\/octet-stream:plan\.md:http/);
    const url = (await app.page.evaluate(() => document.body.dataset['dragged'] ?? '')).split(':').slice(2).join(':');
    const first = await fetch(url);
    expect([first.status, await first.text()]).toEqual([200, '# Plan\n']);
    expect(first.headers.get('content-disposition')).toContain('attachment; filename="plan.md"');
    expect((await fetch(url)).status).toBe(404);
  });

  it('downloads a folder as an archive', async () => {
    const { stage, app } = await openFiles();
    mkdirSync(join(stage.workspace, 'site/deep'), { recursive: true });
    const large = randomBytes(5_000_000);
    writeFileSync(join(stage.workspace, 'site/deep/large.bin'), large);
    writeFileSync(join(stage.workspace, 'site/Größe.md'), 'hello');
    await row(app, 'site').click({ button: 'right' });
    const [download] = await Promise.all([
      app.page.waitForEvent('download'),
      app.page.getByRole('menuitem', { name: t('files.downloadFolder') }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('site.tar.gz');
    const out = join(stage.workspace, 'out');
    mkdirSync(out);
    execFileSync('tar', ['-xzf', await download.path(), '-C', out]);
    expect(readFileSync(join(out, 'site/deep/large.bin')).equals(large)).toBe(true);
    expect(readFileSync(join(out, 'site/Größe.md'), 'utf8')).toBe('hello');
  });

  it('shows a PDF file with its text, pages, and search, and says when one is damaged or has a password', async () => {
    const { stage, app } = await openFiles();
    writeFileSync(join(stage.workspace, 'report.pdf'), makePdf(['Rhubarb jam', 'Plum jam']));
    writeFileSync(join(stage.workspace, 'broken.pdf'), '%PDF-1.7\nnothing');
    writeFileSync(join(stage.workspace, 'locked.pdf'), Buffer.from(LOCKED_PDF, 'base64'));
    await row(app, 'report.pdf').click();
    const shown = app.page.getByRole('region', { name: t('files.contentOf', { path: 'report.pdf' }) });
    await shown.getByText('Rhubarb jam').waitFor();
    await app.page.getByText(t('files.pdf.ofPages', { count: 2 })).waitFor();
    const page = app.page.getByRole('textbox', { name: t('files.pdf.page') });
    await page.fill('2');
    await page.press('Enter');
    await shown.getByText('Plum jam').waitFor();
    await app.page.getByRole('searchbox', { name: t('files.pdf.find') }).fill('jam');
    await app.page.getByText(t('files.pdf.found', { at: 2, total: 2 }), { exact: true }).waitFor();
    await app.button(t('files.pdf.next')).click();
    await app.page.getByText(t('files.pdf.found', { at: 1, total: 2 }), { exact: true }).waitFor();
    await app.button(t('files.back')).click();
    await row(app, 'broken.pdf').click();
    await app.page.getByText(t('files.pdf.damaged')).waitFor();
    await app.button(t('files.back')).click();
    await row(app, 'locked.pdf').click();
    const password = app.page.getByLabel(t('files.pdf.password'));
    await password.fill('plum');
    await password.press('Enter');
    await app.page.getByText(t('files.pdf.wrongPassword')).waitFor();
    await password.fill('rhubarb');
    await password.press('Enter');
    await app.page.getByText('Secret recipe').waitFor();
  });

  it('finds text in files, and shows the start of a file that is too large for the editor', async () => {
    const { stage, app } = await openFiles();
    mkdirSync(join(stage.workspace, 'deep'));
    const before = Array.from({ length: 300 }, (_, index) => `flour ${index}\n`).join('');
    writeFileSync(join(stage.workspace, 'deep/recipe.md'), `${before}rhubarb jam\n${before}`);
    writeFileSync(join(stage.workspace, 'huge.log'), `first line\n${'x'.repeat(6_000_000)}`);
    await app.page.getByRole('radio', { name: t('files.searchIn.content') }).click();
    await app.page.getByRole('searchbox', { name: t('files.searchContent') }).fill('rhubarb');
    await app.page.getByRole('button', { name: /rhubarb jam/ }).click();
    // The file opens at the line that was found.
    await app.page.locator('.cm-activeLine', { hasText: 'rhubarb jam' }).waitFor();
    await app.button(t('files.back')).click();
    await app.page.getByRole('searchbox', { name: t('files.searchContent') }).fill('');
    await row(app, 'huge.log').click();
    await app.page.getByText(t('files.tooLarge')).waitFor();
    await app.page.getByText('first line').waitFor();
  });

  it('shows a folder of 5,000 files and reaches the last one with the keyboard', async () => {
    const { stage, app } = await openFiles();
    mkdirSync(join(stage.workspace, 'many'));
    for (let index = 0; index < 5000; index += 1)
      writeFileSync(join(stage.workspace, 'many', `f${String(index).padStart(4, '0')}`), '');
    await row(app, 'many').click();
    await row(app, 'f0000').waitFor();
    expect(await app.page.getByRole('treeitem').count()).toBeLessThan(200);
    await row(app, 'many').focus();
    // The end of the list is the file after the folder.
    await app.page.keyboard.press('End');
    await expect.poll(() => app.page.evaluate(() => document.activeElement?.getAttribute('data-path'))).toBe('plan.md');
    await row(app, t('files.more')).click();
    await row(app, 'f2000').waitFor({ state: 'attached' });
  });
});

describeInBrowser('a terminal in a browser', () => {
  it('runs in the workspace, continues after a reload, shows its exit code, and restarts', async () => {
    const { app } = await openFiles({ hasTouch: true, isMobile: true });
    await app.page.keyboard.press('Control+j');
    const screen = app.page.locator('.xterm-screen');
    await screen.click();
    await expect.poll(() => terminalText(app)).toMatch(/[$#]\s*$/);
    await app.page.keyboard.type('echo kept-$((40+2)); ls');
    await app.page.keyboard.press('Enter');
    await expect.poll(() => terminalText(app)).toMatch(/kept-42[\s\S]*plan\.md/);
    await app.page.reload();
    await expect.poll(() => terminalText(app)).toMatch(/kept-42[\s\S]*plan\.md/);
    await screen.click();
    await app.page.keyboard.type('exit 3');
    await app.page.keyboard.press('Enter');
    await app.page.getByText(t('terminal.endedWithCode', { code: '3' })).waitFor();
    await app.button(t('terminal.restart')).click();
    await app.page.getByText(t('terminal.endedWithCode', { code: '3' })).waitFor({ state: 'detached' });
  });
});

/** What stands on the screen. Where the pointer is a finger, xterm draws with elements, so the text can be read. */
async function terminalText(app: AppPage): Promise<string> {
  return (await app.page.locator('.xterm-rows').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ');
}
