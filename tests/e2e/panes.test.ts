// Several panes: all can be reached, what can be seen counts as read, and files can be dropped anywhere.
import { afterAll, expect, it } from 'vitest';

import { lastUserText } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Sessions that talked about these things, newest last. */
async function beginMany(things: readonly string[], width = 1440): Promise<AppPage> {
  const { app } = await openReadyApp(
    {
      model: (request) => ({ steps: [{ say: `Answer to: ${lastUserText(request)}` }] }),
    },
    { viewport: { width, height: 900 } },
  );
  for (const [index, thing] of things.entries()) {
    if (index === 0) await app.beginTask(`Talk about ${thing}.`);
    else {
      await app.page.keyboard.press('Alt+n');
      await app.heading(t('sessions.new')).waitFor();
      await app.say(`Talk about ${thing}.`);
    }
    await app.conversation().getByText(`Answer to: Talk about ${thing}.`).waitFor();
  }
  return app;
}

const row = (app: AppPage, name: RegExp) =>
  app.page.getByRole('navigation', { name: t('sessions.title') }).getByRole('link', { name });

/** The edges of the pane with the focused message box, and of the window, px. */
const focusedPane = (app: AppPage) =>
  app.page.evaluate(() => {
    const box = document.activeElement?.closest('section')?.getBoundingClientRect();
    return box === undefined ? undefined : { left: box.left, right: box.right, width: box.width, window: innerWidth };
  });

describeInBrowser('panes', () => {
  it('that are opened one after another are always in view, and list what is not', async () => {
    const app = await beginMany(['apples', 'pears', 'plums', 'figs', 'dates']);
    const strip = app.page.getByRole('navigation', { name: t('sessions.openPanes') });
    for (const name of [/apples/, /pears/, /plums/, /figs/]) {
      await row(app, name).click({ modifiers: ['Control'] });
      await expect
        .poll(async () => {
          const pane = await focusedPane(app);
          return pane !== undefined && pane.left >= 0 && pane.right <= pane.window && pane.width >= 379;
        })
        .toBe(true);
    }
    await strip.getByText(/out of view/).waitFor();
    await strip.getByRole('button', { name: /dates/ }).click();
    await expect.poll(async () => ((await focusedPane(app))?.left ?? -1) >= 0).toBe(true);
    expect(await strip.getByRole('button').count()).toBe(5);
  });

  it('show the agent and its folder below the title when they are narrow', async () => {
    const app = await beginMany(['apples', 'pears'], 1100);
    await row(app, /apples/).click({ modifiers: ['Control'] });
    const places = app.page.locator('header').getByText(/^Main · workspace$/);
    await expect.poll(() => places.filter({ visible: true }).count()).toBe(2);
    expect(await places.first().getAttribute('title')).toMatch(/^Main · \/.*\/workspace$/);
  });

  it('count as read while they are in view, also without the focus', async () => {
    const app = await beginMany(['apples', 'pears']);
    await row(app, /apples/).click({ modifiers: ['Control'] });
    await app.conversation(1).waitFor();
    await app.say('More about pears.', 0);
    await app.composer(1).click();
    await app.conversation(0).getByText('Answer to: More about pears.').waitFor();
    await app.idle(0);
    await expect.poll(() => app.page.getByRole('img', { name: t('sessions.state.unread') }).count()).toBe(0);
    await app.go('Home');
    await app.page.getByRole('heading', { level: 1 }).waitFor();
    expect(await app.heading(t('home.needsYou')).count()).toBe(0);
  });

  it('accept files anywhere, and a file dropped elsewhere does not leave the app', async () => {
    const app = await beginMany(['apples']);
    const drop = (selector: string) =>
      app.page.evaluate(
        ([target = '', data = '']) => {
          const bytes = Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
          const dataTransfer = new DataTransfer();
          dataTransfer.items.add(new File([bytes], 'dot.png', { type: 'image/png' }));
          const element = document.querySelector(target);
          const fire = (type: string) =>
            element?.dispatchEvent(new DragEvent(type, { dataTransfer, bubbles: true, cancelable: true })) === false;
          fire('dragenter');
          const accepted = fire('dragover');
          return { accepted, prevented: fire('drop') };
        },
        [selector, PNG],
      );
    expect(await drop('[role="log"]')).toEqual({ accepted: true, prevented: true });
    await app.page
      .getByRole('list', { name: t('composer.attached') })
      .getByRole('img')
      .waitFor();
    expect(await drop('nav')).toEqual({ accepted: true, prevented: true });
    expect(
      await app.page
        .getByRole('list', { name: t('composer.attached') })
        .getByRole('img')
        .count(),
    ).toBe(1);
  });
});

describeInBrowser('deleted sessions', () => {
  it('are listed with the days left, also after the toast is gone, and can be restored', async () => {
    const app = await beginMany(['apples', 'pears']);
    await app.button(t('sessions.menu')).click();
    await app.page.getByRole('menuitem', { name: t('controls.delete') }).click();
    await row(app, /pears/).waitFor({ state: 'detached' });
    await app.page.reload();
    await app.button(t('sessions.recentlyDeleted')).click();
    const dialog = app.page.getByRole('dialog');
    await dialog.getByText('30 days left').waitFor();
    await dialog.getByRole('button', { name: t('sessions.menu.restore') }).click();
    await dialog.getByText(t('sessions.noneDeleted')).waitFor();
    await app.page.keyboard.press('Escape');
    await row(app, /pears/).click();
    await app.conversation().getByText('Answer to: Talk about pears.').waitFor();
  });

  it('open again where they were when the deletion is undone', async () => {
    const app = await beginMany(['apples', 'pears']);
    await row(app, /apples/).click({ modifiers: ['Control'] });
    await app.conversation(1).waitFor();
    await app.button(t('sessions.menu')).first().click();
    await app.page.getByRole('menuitem', { name: t('controls.delete') }).click();
    await app.conversation(1).waitFor({ state: 'detached' });
    await app.button(t('controls.undo')).click();
    await app.conversation(0).getByText('Answer to: Talk about pears.').waitFor();
    await app.conversation(1).getByText('Answer to: Talk about apples.').waitFor();
  });

  it('say so at their old address, and can be restored there', async () => {
    const app = await beginMany(['apples']);
    const link = app.page.url();
    await app.button(t('sessions.menu')).click();
    await app.page.getByRole('menuitem', { name: t('controls.delete') }).click();
    await row(app, /apples/).waitFor({ state: 'detached' });
    await app.go('Home');
    await app.page.goto(link);
    await app.page.getByText(t('sessions.gone.title')).waitFor();
    expect(await app.composer().count(), 'nothing can be written there').toBe(0);
    await app.button(t('sessions.menu.restore')).click();
    await app.conversation().getByText('Answer to: Talk about apples.').waitFor();
    await app.page.goto(link.replace(/[^:]+$/, 'nowhere'));
    await app.page.getByText(t('sessions.missing.title')).waitFor();
    for (const address of ['/#/schedules', '/schedules']) {
      await app.page.goto(new URL(address, link).href);
      await app.heading(t('app.notFound.title')).waitFor();
    }
  });
});
