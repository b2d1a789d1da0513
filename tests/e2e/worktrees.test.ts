// Worktrees in a browser: a session gets one, its work is committed and merged, a conflict is resolved, and one is discarded and restored.
// Proves: PP-3
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { connectTo } from '#tests/kill/connect.ts';
import { initRepository, type TestRepository } from '#tests/support/git-repository.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

function reply(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'It is done.' }] };
  const text = lastUserText(request);
  if (text.includes('upper case'))
    return { steps: [{ call: 'write', input: { path: 'notes.txt', content: 'BEANS\n' } }] };
  return { steps: [{ say: 'Write the notes in upper case' }] };
}

interface Opened {
  readonly stage: Stage;
  readonly app: AppPage;
  readonly base: TestRepository;
}

/** A session that has changed a file in a new worktree. */
async function openWorktree(options: BrowserContextOptions = {}): Promise<Opened> {
  const { stage, app } = await openReadyApp({ model: reply }, options);
  const base = await initRepository(stage.workspace);
  await base.put('notes.txt', 'beans\n');
  base.commit('First commit');
  const { origin, token } = stage.host();
  const client = await connectTo(origin, token);
  await client.request('agents.settings.set', { agentId: 'main', approvalMode: 'accept-edits' });
  client.stop();
  await app.page.reload();
  await app.button(t('worktrees.place.location', { place: t('worktrees.place.inPlace') })).click();
  await app.page.getByRole('menuitem', { name: t('worktrees.place.newWorktree') }).click();
  await app.beginTask('Use upper case.');
  await app.conversation().getByText('It is done.').waitFor();
  await app.idle();
  return { stage, app, base };
}

const branch = (app: AppPage) => app.page.getByRole('button', { name: /^Branch gatehouse\// });
const choose = async (app: AppPage, entry: string): Promise<void> => {
  await branch(app).click();
  await app.page.getByRole('menuitem', { name: entry }).click();
};
const dialog = (app: AppPage) => app.page.getByRole('dialog');
/** The notification. The same text is announced to screen readers with a word before it. */
const merged = (app: AppPage) =>
  app.page.getByText(t('worktrees.merge.done', { target: 'main' }), { exact: true }).waitFor();
const read = (stage: Stage) => readFileSync(join(stage.workspace, 'notes.txt'), 'utf8');

describeInBrowser('a worktree in a browser', () => {
  it('is chosen for a new session, committed with a proposed message, and merged', async () => {
    const { stage, app, base } = await openWorktree();
    expect(read(stage)).toBe('beans\n');
    await choose(app, t('worktrees.merge'));
    await dialog(app)
      .getByText(t('worktrees.merge.uncommitted', { count: 1 }))
      .waitFor();
    await expect.poll(() => dialog(app).getByLabel(t('worktrees.merge.message')).inputValue()).toContain('upper case');
    await dialog(app)
      .getByRole('button', { name: t('worktrees.merge.submit'), exact: true })
      .click();
    await merged(app);
    expect(read(stage)).toBe('BEANS\n');
    expect(base.git('log', '--format=%s')).toContain('Write the notes in upper case');
    expect(base.git('status', '--porcelain')).toBe('');
  });

  it('shows a conflict, and completes the merge with what a person wrote', async () => {
    const { stage, app, base } = await openWorktree();
    writeFileSync(join(stage.workspace, 'notes.txt'), 'peas\n');
    base.commit('Peas');
    await choose(app, t('worktrees.merge'));
    await expect.poll(() => dialog(app).getByLabel(t('worktrees.merge.message')).inputValue()).not.toBe('');
    await dialog(app)
      .getByRole('button', { name: t('worktrees.merge.submit'), exact: true })
      .click();
    const result = dialog(app).getByLabel(t('worktrees.conflict.edit', { path: 'notes.txt' }));
    await expect.poll(() => result.inputValue()).toContain('<<<<<<< main\npeas\n=======\nBEANS\n');
    expect(read(stage)).toBe('peas\n');
    await result.fill('peas and BEANS\n');
    await dialog(app)
      .getByRole('button', { name: t('worktrees.conflict.save') })
      .click();
    await dialog(app).getByText(t('worktrees.conflict.resolved')).waitFor();
    await dialog(app)
      .getByRole('button', { name: t('worktrees.conflict.complete') })
      .click();
    await merged(app);
    expect(read(stage)).toBe('peas and BEANS\n');
    expect(base.git('status', '--porcelain')).toBe('');
  });

  it('is discarded and restored, also from the list, on a phone', async () => {
    const { app } = await openWorktree({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await choose(app, t('worktrees.discard'));
    await app.page.getByRole('button', { name: t('controls.undo') }).click();
    await choose(app, t('worktrees.showAll'));
    await app.page.getByRole('heading', { name: t('worktrees.title') }).waitFor();
    await app.page.getByText(t('worktrees.changed', { count: 1 })).waitFor();
    await app.page.getByRole('button', { name: /^Actions for / }).click();
    await app.page.getByRole('menuitem', { name: t('worktrees.discard') }).click();
    await app.page.getByRole('button', { name: /^Restore / }).click();
    await app.page.getByText(t('worktrees.changed', { count: 1 })).waitFor();
  });
});
