// A newcomer sends one task to three agents on a real repository, answers five approvals, compares, and merges the best result.
// `GATEHOUSE_RECORD_TOUR=1` writes docs/tour.md and its pictures.
// Proves: PP-4, AP-2
import { execFileSync } from 'node:child_process';
import { afterAll, expect, it } from 'vitest';

import { t } from '#messages/translate.ts';
import { initRepository } from '#tests/support/git-repository.ts';
import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { closeBrowser, describeInBrowser, openStage } from './stage.ts';
import { recordTour } from './tour-page.ts';

afterAll(closeBrowser);

const TASK = 'Round prices to whole cents in price.js, and make the tests pass.';
const MODELS = ['claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-4-5'] as const;
const TEST = 'node --test';
const REMOVE = 'rm price.test.js';
const REASON = 'Keep the tests. Fix the code.';
const BUGGY = 'export const total = (prices) => prices.reduce((sum, price) => sum + price, 0);\n';
const CHECK = `import { test } from 'node:test';
import { equal } from 'node:assert';
import { total } from './price.js';

test('adds prices to whole cents', () => equal(total([0.1, 0.2]), 0.3));
test('rounds half a cent up', () => equal(total([1.005]), 1.01));
`;

/** What each model writes, and the command that it wants to execute then. */
const WORK: Readonly<Record<string, { readonly code: string; readonly command: string; readonly answer: string }>> = {
  'claude-sonnet-4-5': {
    code: `/** The sum of prices, rounded to whole cents. */
export function total(prices) {
  const cents = prices.map((price) => Math.round((price + Number.EPSILON) * 100));
  return cents.reduce((sum, cent) => sum + cent, 0) / 100;
}
`,
    command: TEST,
    answer: '`total` now adds whole cents, so rounding errors can’t add up. Both tests pass.',
  },
  'claude-haiku-4-5': {
    code: 'export const total = (prices) => Number(prices.reduce((sum, price) => sum + price, 0).toFixed(2));\n',
    command: REMOVE,
    answer: '`total` rounds its result to two digits with `toFixed`.',
  },
  'claude-opus-4-5': {
    code: 'export const total = (prices) => Math.floor(prices.reduce((sum, price) => sum + price, 0) * 100) / 100;\n',
    command: TEST,
    answer: '`total` cuts off everything after the cents.',
  },
};

function reply(request: ModelRequestRecord): Reply {
  if (request.body.tools === undefined) return { steps: [{ say: 'Add prices in whole cents' }] };
  const work = WORK[request.body.model];
  if (!lastUserText(request).includes('whole cents') || work === undefined) return { steps: [{ say: 'OK' }] };
  const calls = request.body.messages.filter(({ role }) => role === 'assistant').length;
  if (calls === 0)
    return {
      steps: [{ say: 'I’ll change `total`.' }, { call: 'write', input: { path: 'price.js', content: work.code } }],
    };
  if (calls === 1) return { steps: [{ call: 'exec', input: { command: work.command } }] };
  return { steps: [{ say: work.answer }] };
}

describeInBrowser('tour', () => {
  it('leads from the start to the merged result of one of three agents', async () => {
    const stage = await openStage({ model: reply, models: MODELS });
    const base = await initRepository(stage.workspace);
    await base.put('package.json', '{ "name": "shop", "type": "module" }\n');
    await base.put('price.js', BUGGY);
    await base.put('price.test.js', CHECK);
    base.commit('Add up prices');
    const tour = recordTour(
      'Tour: one task, three agents',
      'Three minutes from the first start to a merged change. A test follows these steps on every run and recorded the pictures. The agents’ answers come from a local model server.',
    );
    const app = await stage.openTab({ viewport: { width: 1280, height: 800 } });
    const { page } = app;

    await app.signIn(stage.host().signInUrl);
    await app.heading(t('setup.model.title')).waitFor();
    await tour.step(
      page,
      'Connect a model',
      'When it first starts, Gatehouse looks for API keys and local models. Here it found a key; click once to use it.',
    );
    await app.button(/Anthropic key found/).click();
    await app.heading(t('setup.workspace.title')).waitFor();
    await page.getByLabel('Folder', { exact: true }).fill(stage.workspace);
    await app.button(t('setup.useFolder')).click();
    await app.heading(t('setup.task.title')).waitFor();
    await page.getByRole('textbox', { name: t('home.task.label') }).fill(TASK);
    await tour.step(
      page,
      'Describe the task',
      'Choose a repository folder, then describe the task. Press Enter to start one agent. To start several, choose “Send to several…”.',
    );

    await app.button(t('compare.several')).click();
    const several = page.getByRole('dialog');
    await several.getByRole('button', { name: t('compare.several.add') }).click();
    for (const [index, model] of MODELS.entries()) {
      const row = several.getByRole('listitem', { name: t('compare.several.row', { number: index + 1 }) });
      await row.getByRole('combobox', { name: t('compare.several.model') }).click();
      await page.getByRole('option', { name: model }).click();
    }
    await tour.step(
      page,
      'Choose three agents',
      'Each agent gets its own model, session, and worktree of the repository, so the agents don’t see or disturb each other’s work.',
    );
    await several.getByRole('button', { name: t('compare.several.submit', { count: 3 }) }).click();
    const results = page.getByRole('list', { name: t('compare.results') }).locator('> li');
    await expect.poll(() => results.count()).toBe(3);

    const comparePage = page.url();
    await app.go('Approvals');
    const pending = page.getByRole('navigation', { name: t('approvals.pending.label') }).getByRole('button');
    const article = page.getByRole('article', { name: /^Approval:/ });
    await expect.poll(() => pending.filter({ hasText: 'Write price.js' }).count()).toBe(3);
    await article.waitFor();
    await tour.step(
      page,
      'Answer the approvals',
      'Nothing is written or executed before you allow it. The inbox shows what each agent wants to do, where, and why it needs your approval. Press Y to allow it once; J and K move through the list. Here, Y allows three changes to a file.',
    );
    await expect
      .poll(async () => {
        if (await article.filter({ hasText: 'Write price.js' }).isVisible()) await page.keyboard.press('y');
        return pending.filter({ hasText: 'Write price.js' }).count();
      })
      .toBe(0);

    await pending.filter({ hasText: REMOVE }).click();
    await article.filter({ hasText: REMOVE }).waitFor();
    await page.keyboard.press('n');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('approvals.reason.label')).fill(REASON);
    await tour.step(
      page,
      'Deny with a reason',
      'One agent wants to remove the tests. Press N to deny that. The agent reads your reason and continues without running the command.',
    );
    await dialog.getByRole('button', { name: t('approvals.deny'), exact: true }).click();
    await dialog.waitFor({ state: 'detached' });

    await pending.filter({ hasText: TEST }).first().click();
    await article.filter({ hasText: TEST }).waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press('a');
        return dialog.isVisible();
      })
      .toBe(true);
    await dialog.getByText(t('rules.proposal.scope.agent'), { exact: true }).click();
    await tour.step(
      page,
      'Always allow a command',
      'Running the tests is always fine, so press A to create a rule for this agent. You can edit the rule first and see which earlier commands it would have allowed. The rule also answers the other agent’s identical request.',
    );
    await dialog.getByRole('button', { name: t('approvals.always.always'), exact: true }).click();
    await page.getByText(t('approvals.empty.title')).waitFor();

    await page.goto(comparePage);
    await expect.poll(() => results.getByText(t('compare.files', { count: 1 })).count()).toBe(3);
    await page.getByText(t('compare.kind.all'), { exact: true }).waitFor();
    await tour.step(
      page,
      'Compare the results',
      'The answers appear side by side, with the changed files, time, and cost of each.',
    );
    await page.getByRole('button', { name: /^price\.js/ }).click();
    await page
      .getByText(t('compare.part.some', { count: 1, total: 3 }), { exact: true })
      .first()
      .waitFor();
    await tour.step(page, 'Read the differences', 'Lines that only one agent wrote are marked.');

    await app.button(t('compare.test')).click();
    await dialog.getByLabel(t('compare.test.command')).fill(TEST);
    await dialog.getByRole('button', { name: t('compare.test.run'), exact: true }).click();
    const passed = results.filter({ hasText: t('compare.test.passed') });
    await passed.waitFor();
    await expect.poll(() => results.filter({ hasText: t('compare.test.failed') }).count()).toBe(2);
    await tour.step(
      page,
      'Run the tests of the project',
      'One command runs in all worktrees, on each session’s machine and under its rules. One result passes.',
    );

    await passed.getByRole('button', { name: /^Keep the result of / }).click();
    await expect.poll(() => dialog.getByLabel(t('worktrees.merge.message')).inputValue()).not.toBe('');
    await tour.step(
      page,
      'Keep the best',
      'Its branch is merged. The other sessions are archived and their worktrees removed; you can restore them for 30 days.',
    );
    await dialog.getByRole('button', { name: t('compare.keep.submit') }).click();
    await page.getByText(t('compare.archive.done', { count: 2 }), { exact: true }).waitFor();
    await tour.step(page, 'Done', 'The repository contains the change, and its tests pass.');
    expect(await base.read('price.js')).toBe(WORK[MODELS[0]]?.code);
    execFileSync(process.execPath, ['--test'], { cwd: stage.workspace, stdio: 'pipe' });
    const { recorded, stored } = tour.finish();
    expect(stored, 'Write the page with GATEHOUSE_RECORD_TOUR=1').toBe(recorded);
  });
});
