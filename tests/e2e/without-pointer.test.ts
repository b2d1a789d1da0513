// The way from the first start over an approval and a review to a merge, without a pointer: only with keys, and only by what the
// accessibility tree contains.
// Proves: AP-2, PP-3
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';

import { t } from '#messages/translate.ts';
import { initRepository } from '#tests/support/git-repository.ts';
import { lastToolResults, lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { keyboardHands, treeHands, type Hands } from './hands.ts';
import { closeBrowser, describeInBrowser, openStage } from './stage.ts';

afterAll(closeBrowser);

function reply(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'It is done.' }] };
  if (!lastUserText(request).includes('upper case')) return { steps: [{ say: 'Write the notes in upper case' }] };
  return { steps: [{ call: 'write', input: { path: 'notes.txt', content: 'BEANS\n' } }] };
}

const WAYS: readonly { readonly way: string; readonly open: (page: Page) => Promise<Hands> }[] = [
  { way: 'with keys only', open: (page) => Promise.resolve(keyboardHands(page)) },
  { way: 'by the accessibility tree only', open: treeHands },
];

describeInBrowser('without a pointer', () => {
  it.each(WAYS)('a first task is started, approved, reviewed, and merged $way', async ({ open }) => {
    const stage = await openStage({ model: reply });
    const base = await initRepository(stage.workspace);
    await base.put('notes.txt', 'beans\n');
    base.commit('First commit');
    const { page } = await stage.openTab();
    await page.goto(stage.host().signInUrl);
    const hands = await open(page);

    await hands.press('button', /Anthropic key found/);
    await hands.see(t('setup.workspace.title'));
    await hands.fill(/^Folder$/, stage.workspace);
    await hands.press('button', t('setup.useFolder'));
    await hands.see(t('setup.task.title'));

    await hands.press('button', t('worktrees.place.location', { place: t('worktrees.place.inPlace') }));
    await hands.press('menuitem', t('worktrees.place.newWorktree'));
    await hands.fill(t('home.task.label'), 'Use upper case.');
    await page.keyboard.press('Enter');

    await hands.press('button', /^Allow once/);
    await hands.see('It is done.');
    expect(await base.read('notes.txt')).toBe('beans\n');

    await page.keyboard.press('Control+Shift+E');
    await hands.press('radio', t('files.changes'));
    await page.getByRole('region', { name: t('diff.changesIn', { path: 'notes.txt' }) }).waitFor();
    await hands.press('button', t('changes.acceptAll'));
    await hands.see(t('changes.empty.session'));

    await hands.press('button', /^Branch gatehouse\//);
    await hands.press('menuitem', t('worktrees.merge'));
    await hands.see(t('worktrees.merge.uncommitted', { count: 1 }));
    await expect.poll(() => page.getByLabel(t('worktrees.merge.message')).inputValue()).not.toBe('');
    await hands.press('button', new RegExp(`^${t('worktrees.merge.submit')}$`));
    await expect.poll(() => readFileSync(join(stage.workspace, 'notes.txt'), 'utf8')).toBe('BEANS\n');
    await expect.poll(() => base.git('status', '--porcelain')).toBe('');
  });
});
