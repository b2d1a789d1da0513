// `@` in the message box: files, folders, symbols, sessions, agents, and terminals, on Home, in a session, and on a phone.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lastUserText } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;

async function openWithFiles(options?: Parameters<typeof openReadyApp>[1]): Promise<{ stage: Stage; app: AppPage }> {
  const opened = await openReadyApp({ model: () => ({ steps: [{ say: 'Read.' }] }) }, options);
  const { workspace } = opened.stage;
  mkdirSync(join(workspace, 'src/parser'), { recursive: true });
  mkdirSync(join(workspace, 'built'));
  writeFileSync(join(workspace, '.gitignore'), 'built/\n');
  writeFileSync(join(workspace, 'src/parser/read-token.ts'), 'export {};\n');
  writeFileSync(join(workspace, 'built/read-token.js'), '');
  return opened;
}

const list = (app: AppPage) => app.page.getByRole('listbox', { name: t('composer.mention.list') });
const option = (app: AppPage, name: string | RegExp) => list(app).getByRole('option', { name });

/** What the model was asked last. */
function asked({ model }: Stage, part: string): string {
  return model.requests.map(lastUserText).findLast((text) => text.includes(part)) ?? '';
}

describeInBrowser('a mention', () => {
  it('of a file is found by letters in order, except ignored ones, and becomes its path', async () => {
    const { stage, app } = await openWithFiles();
    const box = app.page.getByRole('textbox', { name: t('home.task.label') });
    await box.pressSequentially('Explain @rdtok');
    await option(app, /read-token\.ts/).waitFor();
    expect(await option(app, /read-token\.js/).count()).toBe(0);
    await box.press('Enter');
    await expect.poll(() => box.inputValue()).toBe('Explain `src/parser/read-token.ts` ');
    expect(await list(app).count()).toBe(0);
    await box.pressSequentially('in @src/par');
    await option(app, /Folder/)
      .first()
      .waitFor();
    await box.press('Escape');
    expect(await list(app).count()).toBe(0);
    await box.fill('Explain `src/parser/read-token.ts`');
    await box.press('Enter');
    await app.conversation().getByText('Read.', { exact: true }).waitFor();
    expect(asked(stage, 'Explain')).toContain('`src/parser/read-token.ts`');
  });

  it('of a symbol becomes its place in the text, and its code goes with the message', async () => {
    const { stage, app } = await openWithFiles();
    const code = 'def count_pods(plants):\n    return sum(plants)\n\n\ndef unrelated():\n    pass\n';
    writeFileSync(join(stage.workspace, 'src/pods.py'), `import garden\n\n${code}`);
    const home = app.page.getByRole('textbox', { name: t('home.task.label') });
    await home.pressSequentially('Explain @count_p');
    await option(app, new RegExp(`count_pods.*src/pods\\.py:3.*${t('composer.mention.function')}`)).click();
    await expect.poll(() => home.inputValue()).toBe('Explain `src/pods.py:3` ');
    const chips = app.page.getByRole('list', { name: t('composer.mention.chips') });
    await chips.getByText('count_pods').waitFor();
    await home.press('Enter');
    await app.conversation().getByText('Read.', { exact: true }).waitFor();
    // In a new session, the line of the declaration.
    expect(asked(stage, 'Explain')).toContain(
      '“count_pods” is a function in src/pods.py, line 3:\n```\ndef count_pods(plants):\n```',
    );
    await app.idle();
    const box = app.composer();
    await box.pressSequentially('Rewrite @count_p');
    await option(app, /count_pods/).click();
    await chips.getByText('count_pods').waitFor();
    await box.press('Enter');
    await expect.poll(() => asked(stage, 'Rewrite')).toContain('def count_pods(plants):\n    return sum(plants)\n```');
    expect(asked(stage, 'Rewrite')).not.toContain('unrelated');
  });

  it('of a session, an agent, and a terminal becomes a chip, and the model gets what it says', async () => {
    const { stage, app } = await openWithFiles();
    await app.beginTask('Plan the beans.');
    await app.idle();
    await app.page.keyboard.press('Alt+n');
    await app.heading(t('sessions.new')).waitFor();
    await app.say('Second session.');
    await app.conversation().getByText('Read.', { exact: true }).waitFor();
    await app.idle();
    await app.page.keyboard.press('Control+`');
    const terminal = app.page.locator('.xterm-helper-textarea');
    await terminal.waitFor();
    await terminal.pressSequentially("printf 'sprout%s\\n' 42\r");
    await app.page.locator('.xterm-rows').getByText('sprout42', { exact: true }).waitFor();
    const box = app.composer();
    await box.click();
    await box.pressSequentially('Use @beans');
    await option(app, /beans/).first().click();
    const chips = app.page.getByRole('list', { name: t('composer.mention.chips') });
    await chips.getByRole('listitem').first().waitFor();
    await box.pressSequentially('@');
    await option(app, new RegExp(`${t('composer.mention.terminal')}$`))
      .first()
      .click();
    await expect.poll(() => chips.getByRole('listitem').count()).toBe(2);
    await box.pressSequentially('@');
    await option(app, new RegExp(`${t('composer.mention.agent')}$`))
      .first()
      .click();
    await expect.poll(() => chips.getByRole('listitem').count()).toBe(3);
    await chips.getByRole('button').first().click();
    await app.page.getByRole('dialog').getByText('> User: Plan the beans.').waitFor();
    await app.page.keyboard.press('Escape');
    await box.press('Control+Enter');
    await expect.poll(() => asked(stage, 'Use @')).toContain('> User: Plan the beans.');
    const text = asked(stage, 'Use @');
    expect(text).toContain('sprout42');
    expect(text).toMatch(/” is the agent with the ID main/);
    expect(await chips.count()).toBe(0);
  });

  it('can be chosen by touch on a phone', async () => {
    const { app } = await openWithFiles(PHONE);
    const box = app.page.getByRole('textbox', { name: t('home.task.label') });
    await box.tap();
    await box.pressSequentially('See @token');
    const row = option(app, /read-token\.ts/);
    await row.waitFor();
    expect((await row.boundingBox())?.height).toBeGreaterThanOrEqual(44);
    await row.tap();
    await expect.poll(() => box.inputValue()).toBe('See `src/parser/read-token.ts` ');
  });
});
