// The review of changes in a browser: parts are rejected, edited, undone, and commented on; files are rewound.
// Proves: TF-4
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const BEFORE = Array.from({ length: 20 }, (_, index) => `line ${index + 1}\n`);
const AFTER = BEFORE.map((line, index) => (index === 2 || index === 15 ? line.toUpperCase() : line));

function reply(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'It is done.' }] };
  if (!lastUserText(request).includes('upper case')) return { steps: [{ say: 'I see.' }] };
  const write = (path: string, content: string) => ({ call: 'write', input: { path, content } });
  return { steps: [write('notes.txt', AFTER.join('')), write('new.txt', 'new\n')] };
}

/** A session whose agent changed files, and its changes in the inspector. */
async function openChanges(options: BrowserContextOptions = {}): Promise<{ stage: Stage; app: AppPage }> {
  const { stage, app } = await openReadyApp({ model: reply }, options);
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  await client.request('agents.settings.set', { agentId: 'main', approvalMode: 'accept-edits' });
  client.stop();
  writeFileSync(join(stage.workspace, 'notes.txt'), BEFORE.join(''));
  await app.beginTask('Use upper case.');
  await app.conversation().getByText('It is done.').waitFor();
  await app.page.keyboard.press('Control+Shift+E');
  await app.page.getByRole('radio', { name: t('files.changes') }).click();
  await file(app, 'notes.txt').waitFor();
  return { stage, app };
}

const panel = (app: AppPage) => app.page.getByRole('group', { name: t('files.changes') });
const file = (app: AppPage, path: string) => panel(app).getByRole('region', { name: t('diff.changesIn', { path }) });
const part = (app: AppPage, path: string, index: number) => file(app, path).locator('[data-part]').nth(index);
const read = (stage: Stage, path: string) => readFileSync(join(stage.workspace, path), 'utf8');

describeInBrowser('the review of changes in a browser', () => {
  it('rejects one part and undoes it, edits another one, and accepts the rest', async () => {
    const { stage, app } = await openChanges();
    await part(app, 'notes.txt', 1).waitFor();
    await part(app, 'notes.txt', 0)
      .getByRole('button', { name: t('changes.reject') })
      .click();
    await expect.poll(() => read(stage, 'notes.txt')).toContain('line 3\n');
    expect(read(stage, 'notes.txt')).toContain('LINE 16\n');
    await app.button(t('controls.undo')).first().click();
    await expect.poll(() => read(stage, 'notes.txt')).toContain('LINE 3\n');
    await part(app, 'notes.txt', 1).waitFor();
    await part(app, 'notes.txt', 0)
      .getByRole('button', { name: t('changes.edit') })
      .click();
    await app.page.getByRole('dialog').getByLabel(t('changes.editLines')).fill('Line three\n');
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('controls.save') })
      .click();
    await expect.poll(() => read(stage, 'notes.txt')).toContain('Line three\n');
    await app.button(t('changes.acceptAll')).click();
    await app.page.getByText(t('changes.empty.session')).waitFor();
    expect(read(stage, 'new.txt')).toBe('new\n');
  });

  it('sends comments to the agent, and moves between files and parts with keys', async () => {
    const { app } = await openChanges();
    await part(app, 'notes.txt', 0)
      .getByRole('button', { name: t('changes.comment') })
      .click();
    await app.page.getByLabel(t('changes.commentText')).fill('Why capitals?');
    await app.button(t('changes.addComment')).click();
    await part(app, 'notes.txt', 0).getByText('Why capitals?').waitFor();
    await panel(app).focus();
    await app.page.keyboard.press('n');
    await expect.poll(() => app.page.locator('[data-part].outline-accent').count()).toBe(1);
    await app.button(t('changes.sendComments', { count: 1 })).click();
    await app.conversation().getByText('Why capitals?').waitFor();
    await app.conversation().getByText('I see.').waitFor();
  });

  it('are searched in all files, also in collapsed ones, which are opened at a match', async () => {
    const { app } = await openChanges();
    const header = file(app, 'notes.txt').getByRole('button', { name: 'notes.txt', expanded: true });
    await header.click();
    await file(app, 'notes.txt').getByRole('button', { name: 'notes.txt', expanded: false }).waitFor();
    await panel(app).focus();
    await app.page.keyboard.press('Control+f');
    const search = app.page.getByRole('searchbox', { name: t('changes.find') });
    await search.fill('line 3');
    const count = (place: number, count: number) =>
      panel(app)
        .getByRole('status')
        .filter({ hasText: t('controls.matchCount', { place, count }) });
    await expect.poll(() => count(1, 2).count()).toBe(1);
    await header.waitFor();
    const marked = () => app.page.evaluate(() => CSS.highlights.get('gatehouse-find-changes-current')?.size);
    await expect.poll(marked).toBe(1);
    await app.page.keyboard.press('Enter');
    await count(2, 2).waitFor();
    await app.page.keyboard.press('Enter');
    await count(1, 2).waitFor();
    await app.page.keyboard.press('Shift+Enter');
    await count(2, 2).waitFor();
    await app.button(t('controls.matchCase')).click();
    await count(1, 1).waitFor();
    expect(await app.page.getByRole('searchbox', { name: t('sessions.find.label') }).count()).toBe(0);
    await search.press('Escape');
    await search.waitFor({ state: 'detached' });
    await expect.poll(() => panel(app).evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await marked()).toBeUndefined();
  });

  it('are searched on a phone with a button', async () => {
    const { app } = await openChanges({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await app.button(t('changes.find')).tap();
    await app.page.getByRole('searchbox', { name: t('changes.find') }).fill('new.txt');
    await panel(app)
      .getByRole('status')
      .filter({ hasText: t('controls.matchCount', { place: 1, count: 1 }) })
      .waitFor();
    const box = await app.button(t('controls.closeSearch')).boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
    await app.button(t('controls.closeSearch')).tap();
    expect(await app.page.getByRole('searchbox', { name: t('changes.find') }).count()).toBe(0);
  });

  it('rewinds conversation and files on a phone, after a decision about a file that was changed since', async () => {
    const { stage, app } = await openChanges({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    writeFileSync(join(stage.workspace, 'new.txt'), 'mine\n');
    await app.button(t('sessions.inspector.close')).click();
    await app.conversation().getByText('Use upper case.').hover();
    await app.button(t('transcript.rewind')).first().click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByRole('radio', { name: t('changes.rewind.both') }).click();
    await dialog.getByRole('button', { name: t('changes.rewind.keep'), exact: true }).click();
    await dialog.getByRole('button', { name: t('changes.rewind.confirm') }).click();
    await expect.poll(() => read(stage, 'notes.txt')).toBe(BEFORE.join(''));
    expect(read(stage, 'new.txt')).toBe('mine\n');
    await app.conversation().getByText('Use upper case.').waitFor({ state: 'detached' });
  });
});
