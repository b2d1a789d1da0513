// Terminals of a session in a browser: several, side by side, named, and with their output after the host was killed.
// Proves: TF-1
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator } from 'playwright';
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp, type Stage } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** A session with an open terminal that waits for input. */
async function openTerminal(options: BrowserContextOptions = {}): Promise<{ stage: Stage; app: AppPage }> {
  const { stage, app } = await openReadyApp({ model: () => ({ steps: [{ say: 'Here I am.' }] }) }, options);
  writeFileSync(join(stage.workspace, 'plan.md'), '# Plan\n\nOne\nTwo\n');
  await app.beginTask('Hello.');
  await app.conversation().getByText('Here I am.').waitFor();
  await app.page.keyboard.press('Control+j');
  await ready(app);
  return { stage, app };
}

/** Waits for the shell, and gives it a prompt that doesn't depend on the machine. */
async function ready(app: AppPage, at = 0): Promise<void> {
  await screens(app).nth(at).locator('.xterm-screen').click();
  await expect.poll(() => textOf(screens(app).nth(at))).toMatch(/[#$]\s*$/);
  await type(app, "PS1='rea''dy> '");
  await expect.poll(() => textOf(screens(app).nth(at))).toMatch(/ready>\s*$/);
}

const screens = (app: AppPage): Locator => app.page.locator('.xterm:visible');
const tab = (app: AppPage, name: string): Locator =>
  app.page.getByRole('list', { name: t('terminal.list') }).getByRole('button', { name, exact: true });
const text = (app: AppPage): Promise<string> => textOf(screens(app));

async function textOf(found: Locator): Promise<string> {
  return (await found.locator('.xterm-rows').allInnerTexts()).join('\n').replaceAll('\u00A0', ' ');
}

async function type(app: AppPage, line: string): Promise<void> {
  await app.page.keyboard.type(line);
  await app.page.keyboard.press('Enter');
}

/** Dispatches a paste, as the browser does for Ctrl+V. */
async function paste(app: AppPage, pasted: string): Promise<void> {
  await app.page
    .locator('.xterm-helper-textarea:visible')
    .first()
    .evaluate((element, value) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', value);
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, pasted);
}

describeInBrowser('terminals in a browser', () => {
  it('show their output after the host was killed, and start a new shell on request', async () => {
    const { stage, app } = await openTerminal();
    await app.page.keyboard.press('Control+Shift+e');
    await app.page.getByLabel(t('terminal.name')).fill('builds');
    await app.page.keyboard.press('Enter');
    await tab(app, 'builds').waitFor();
    await type(app, 'echo kept-$((40+2))');
    await expect.poll(() => text(app)).toContain('kept-42');
    const folder = join(stage.host().home, 'terminals');
    const saved = () =>
      readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), 'utf8'))
        .join('');
    await expect.poll(saved).toContain('kept-42');
    await stage.killAndRestart();
    await app.page.getByText(/This shell ended when Gatehouse stopped/).waitFor();
    expect(await text(app)).toContain('kept-42');
    await app.page.reload();
    await app.page.getByText(/This shell ended when Gatehouse stopped/).waitFor();
    await expect.poll(() => text(app)).toContain('kept-42');
    await app.button(t('terminal.newHere')).click();
    await app.page.getByText(/This shell ended when Gatehouse stopped/).waitFor({ state: 'detached' });
    await ready(app);
    await type(app, 'echo new-$((40+3))');
    await expect.poll(() => text(app)).toMatch(/kept-42[\s\S]*new-43/);
    await app.page.getByRole('button', { name: t('terminal.close', { title: 'builds' }) }).click();
    await app.page.getByText(t('terminal.none')).waitFor();
    await expect.poll(() => readdirSync(folder)).toEqual([]);
  });

  it('are split and selected with the keyboard, and stay side by side after a reload below the session', async () => {
    const { app } = await openTerminal({ viewport: { width: 1440, height: 900 } });
    await app.page.keyboard.press('Control+Shift+j');
    await app.page.getByRole('separator', { name: t('terminal.height') }).waitFor();
    await expect.poll(() => text(app)).toMatch(/ready>\s*$/);
    await screens(app).locator('.xterm-screen').click();
    await app.page.keyboard.press('Control+Shift+d');
    await expect.poll(() => screens(app).count()).toBe(2);
    await ready(app, 1);
    await type(app, 'echo right-$((1+1))');
    await expect.poll(() => textOf(screens(app).nth(1))).toContain('right-2');
    const [left, right] = await Promise.all([0, 1].map((at) => screens(app).nth(at).boundingBox()));
    expect([left?.y, (left?.x ?? 0) < (right?.x ?? 0)]).toEqual([right?.y, true]);
    await app.page.keyboard.press('Control+Alt+ArrowLeft');
    await type(app, 'echo left-$((2+2))');
    await expect.poll(() => textOf(screens(app).first())).toContain('left-4');
    await app.page.reload();
    await expect.poll(() => screens(app).count()).toBe(2);
    await expect.poll(() => text(app)).toMatch(/left-4[\s\S]*right-2/);
    await screens(app).nth(1).locator('.xterm-screen').click();
    await app.page.keyboard.press('Control+Shift+x');
    await expect.poll(() => screens(app).count()).toBe(1);
    await expect.poll(() => text(app)).toContain('left-4');
  });

  it('ask before several lines or control characters are pasted, and paste nothing if canceled', async () => {
    const { app } = await openTerminal();
    await paste(app, 'echo one-$((1+1))\necho two\u001b[31m\n');
    const dialog = app.page.getByRole('dialog');
    await dialog.getByText('echo two␛[31m').waitFor();
    await dialog.getByRole('button', { name: t('controls.cancel') }).click();
    await dialog.waitFor({ state: 'detached' });
    await paste(app, 'echo three-$((1+2))');
    await screens(app).locator('.xterm-screen').click();
    await app.page.keyboard.press('Enter');
    await expect.poll(() => text(app)).toContain('three-3');
    expect(await text(app)).not.toContain('one');
    await paste(app, 'echo four-$((2+2))\necho five-$((2+3))\n');
    await dialog.getByRole('button', { name: t('terminal.paste'), exact: true }).click();
    await screens(app).locator('.xterm-screen').click();
    await app.page.keyboard.press('Enter');
    await expect.poll(() => text(app)).toMatch(/four-4[\s\S]*five-5/);
  });

  it('find text, open files at a line, and add a selection to the message', async () => {
    const { app } = await openTerminal();
    await type(app, 'clear; echo "plan.md:4: needle"');
    await expect.poll(() => text(app)).toMatch(/plan\.md:4: needle\s+ready>/);
    await app.page.keyboard.press('Control+Shift+f');
    await app.page.getByRole('searchbox', { name: t('terminal.find') }).fill('needle');
    // The search selects what it finds.
    await app.page.keyboard.press('Enter');
    await app.button(t('controls.closeSearch')).click();
    await app.button(t('terminal.addToChat')).click();
    await expect.poll(() => app.composer().inputValue()).toMatch(/```\nneedle\n```/);
    const box = await screens(app).locator('.xterm-rows > div').first().boundingBox();
    await app.page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 8);
    await app.page.locator('.cm-activeLine', { hasText: 'Two' }).waitFor();
  });

  it('upload files that are dropped on them, and insert their quoted paths', async () => {
    const { stage, app } = await openTerminal();
    const dropped = await app.page.evaluateHandle(() => {
      const data = new DataTransfer();
      data.items.add(new File(['picture'], 'my shot.png', { type: 'image/png' }));
      return data;
    });
    await screens(app).locator('.xterm-screen').dispatchEvent('drop', { dataTransfer: dropped });
    await expect.poll(async () => (await text(app)).replaceAll('\n', '')).toContain("my shot.png'");
    expect(readFileSync(join(stage.workspace, '.gatehouse-uploads/my shot.png'), 'utf8')).toBe('picture');
    await screens(app).locator('.xterm-screen').click();
    await app.page.keyboard.press('Control+a');
    await app.page.keyboard.type('wc -c < ');
    await app.page.keyboard.press('Enter');
    await expect.poll(() => text(app)).toMatch(/^\s*7\s*$/m);
  });
});

describeInBrowser('a terminal on a phone', () => {
  it('has the keys that its keyboard lacks', async () => {
    const { app } = await openTerminal(PHONE);
    const keys = app.page.getByRole('toolbar', { name: t('terminal.keys') });
    await app.page.keyboard.type('echo ready | tr r R');
    await keys.getByRole('button', { name: t('terminal.keyCap.control') }).click();
    await app.page.keyboard.type('c');
    await expect.poll(() => text(app)).toMatch(/\^C\s+ready>\s*$/);
    await app.page.keyboard.type('echo up-$((3+4)) ');
    await keys.getByRole('button', { name: t('terminal.key.pipe') }).click();
    await app.page.keyboard.type(' cat');
    await app.page.keyboard.press('Enter');
    await expect.poll(() => text(app)).toContain('up-7');
    await keys.getByRole('button', { name: t('terminal.key.up') }).click();
    await expect.poll(() => text(app)).toMatch(/ready> echo up-\$\(\(3\+4\)\) \| cat\s*$/);
  });
});
