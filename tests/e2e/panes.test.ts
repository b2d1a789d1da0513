// Several panes: all can be reached, what can be seen counts as read, and files can be dropped anywhere.
import type { Locator } from 'playwright';
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

const panes = (app: AppPage): Locator => app.page.locator('section[data-pane]');

const paneWidths = (app: AppPage) =>
  panes(app).evaluateAll((all) => all.map((pane) => Math.round(pane.getBoundingClientRect().width)));

/** The title of each pane, and the sides of the area that it touches, unless it touches both. */
const arrangement = (app: AppPage): Promise<readonly string[]> =>
  panes(app).evaluateAll((all) => {
    const boxes = all.map((pane) => pane.getBoundingClientRect());
    const near = (one: number, other: number) => Math.abs(one - other) < 3;
    const sides = (at: number, start: 'left' | 'top', end: 'right' | 'bottom') => {
      const first = near(boxes[at]?.[start] ?? 0, Math.min(...boxes.map((box) => box[start])));
      const last = near(boxes[at]?.[end] ?? 0, Math.max(...boxes.map((box) => box[end])));
      return first === last ? [] : [first ? start : end];
    };
    return all.map((pane, at) => {
      const title = (pane.querySelector('h1')?.textContent ?? '').replace(/^Talk about (\w+)\.?$/, '$1');
      return [title, ...sides(at, 'left', 'right'), ...sides(at, 'top', 'bottom')].join(' ');
    });
  });

describeInBrowser('panes', () => {
  it('that are opened one after another are always in view, and share places as tabs', async () => {
    const app = await beginMany(['apples', 'pears', 'plums', 'figs', 'dates']);
    for (const name of [/apples/, /pears/, /plums/, /figs/]) {
      await row(app, name).click({ modifiers: ['Control'] });
      await expect
        .poll(async () => {
          const pane = await focusedPane(app);
          return pane !== undefined && pane.left >= 0 && pane.right <= pane.window && pane.width >= 379;
        })
        .toBe(true);
    }
    // 1440 px hold two panes next to the sidebar.
    await expect.poll(() => app.page.getByRole('tab').count()).toBe(5);
    const tab = app.page.getByRole('tab', { name: /dates/ });
    await tab.click();
    await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true');
    await app.conversation(0).getByText('Answer to: Talk about dates.').waitFor();
    expect(await panes(app).count()).toBe(2);
    await app.page.setViewportSize({ width: 2600, height: 900 });
    await expect.poll(() => panes(app).count()).toBe(5);
    expect(await app.page.getByRole('tab').count()).toBe(0);
  });

  it('are split, moved, maximized, closed, and reopened by keyboard, and come back after a reload', async () => {
    const app = await beginMany(['apples', 'pears']);
    const press = (keys: string) => app.page.keyboard.press(keys);
    await press('Control+d');
    await expect.poll(() => arrangement(app)).toEqual(['pears left', 'New session right']);
    await row(app, /apples/).click();
    await expect.poll(() => arrangement(app)).toEqual(['pears left', 'apples right']);
    await press('Control+Shift+d');
    await expect.poll(() => arrangement(app)).toEqual(['pears left', 'apples right top', 'New session right bottom']);
    await app.page.getByText('Pane opened. 3 panes.').waitFor({ state: 'attached' });
    await press('Control+Alt+ArrowUp');
    await press('Control+Alt+Shift+ArrowLeft');
    await expect.poll(() => arrangement(app)).toEqual(['apples left', 'pears right top', 'New session right bottom']);
    await press('Control+Shift+Enter');
    await expect.poll(() => arrangement(app)).toEqual(['apples']);
    await press('Control+Alt+ArrowRight');
    await expect.poll(() => panes(app).count()).toBe(3);
    await press('Alt+w');
    await expect.poll(() => arrangement(app)).toEqual(['apples left', 'New session right']);
    await press('Alt+Shift+t');
    await expect.poll(() => arrangement(app)).toEqual(['apples left', 'pears right top', 'New session right bottom']);
    const divider = app.page.getByRole('separator', { name: t('sessions.paneWidth') });
    const before = Number(await divider.getAttribute('aria-valuenow'));
    await divider.focus();
    for (let step = 0; step < 3; step += 1) await press('ArrowRight');
    await expect.poll(async () => Number(await divider.getAttribute('aria-valuenow'))).toBeGreaterThan(before);
    const widths = await paneWidths(app);
    await app.page.reload();
    await expect.poll(() => arrangement(app)).toEqual(['apples left', 'pears right top', 'New session right bottom']);
    expect(await paneWidths(app)).toEqual(widths);
  });

  it('are arranged by dragging their headers, sessions of the sidebar, and dividers', async () => {
    const app = await beginMany(['apples', 'pears', 'plums']);
    const header = (index: number) => panes(app).nth(index).locator('header h1');
    const drag = async (source: Locator, index: number, x: number, y: number, label: string): Promise<void> => {
      await source.hover();
      await app.page.mouse.down();
      const box = await panes(app).nth(index).boundingBox();
      if (box === null) expect.fail('no pane to drop at');
      const point = [box.x + box.width * x, box.y + box.height * y] as const;
      await app.page.mouse.move(...point, { steps: 4 });
      await app.page.locator('[data-drop-session]').waitFor();
      await app.page.mouse.move(point[0] + 1, point[1] + 1);
      await app.page.getByText(label, { exact: true }).waitFor();
      await app.page.mouse.up();
      await app.page.locator('[data-drop-session]').waitFor({ state: 'detached' });
    };
    await drag(row(app, /apples/), 0, 0.1, 0.5, t('sessions.drop.left'));
    await expect.poll(() => arrangement(app)).toEqual(['apples left', 'plums right']);
    await drag(row(app, /pears/), 1, 0.5, 0.5, t('sessions.drop.here'));
    await expect.poll(() => arrangement(app)).toEqual(['apples left', 'pears right']);
    await drag(row(app, /plums/), 1, 0.5, 0.85, t('sessions.drop.bottom'));
    await expect.poll(() => arrangement(app)).toEqual(['apples left', 'pears right top', 'plums right bottom']);
    await drag(header(0), 2, 0.5, 0.5, t('sessions.drop.swap'));
    await expect.poll(() => arrangement(app)).toEqual(['plums left', 'pears right top', 'apples right bottom']);
    await drag(header(0), 2, 0.5, 0.2, t('sessions.drop.top'));
    await expect.poll(() => arrangement(app)).toEqual(['pears top', 'plums', 'apples bottom']);
    const divider = app.page.getByRole('separator', { name: t('sessions.paneHeight') }).first();
    const before = await panes(app).first().boundingBox();
    await divider.hover();
    await app.page.mouse.down();
    await app.page.mouse.move(900, 400, { steps: 3 });
    await app.page.mouse.up();
    await expect.poll(async () => (await panes(app).first().boundingBox())?.height).not.toBe(before?.height);
  });

  it('are saved as named layouts, which are opened, updated, renamed, and deleted', async () => {
    const app = await beginMany(['apples', 'pears']);
    const { page } = app;
    const run = async (query: string): Promise<void> => {
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: t('app.palette.label') }).fill(query);
      await page.getByRole('option', { name: query }).first().click();
    };
    const dialog = page.getByRole('dialog');
    await row(app, /apples/).click({ modifiers: ['Control'] });
    await run(t('layouts.save'));
    await page.getByLabel(t('layouts.name')).fill('Fruit');
    await page.getByLabel(t('layouts.name')).press('Enter');
    await page.getByText(t('layouts.saved', { name: 'Fruit' }), { exact: true }).waitFor();
    await page.keyboard.press('Alt+w');
    await expect.poll(() => arrangement(app)).toEqual(['pears']);
    await app.go('Home');
    await run(t('layouts.openNamed', { name: 'Fruit' }));
    await expect.poll(() => arrangement(app)).toEqual(['pears left', 'apples right']);
    await page.getByText(t('layouts.applied', { name: 'Fruit' }), { exact: true }).waitFor();
    await page.keyboard.press('Control+Shift+d');
    await expect.poll(() => panes(app).count()).toBe(3);
    await app.button(t('sessions.paneMenu')).first().click();
    await page.getByRole('menuitem', { name: t('layouts.manage') }).click();
    await dialog.getByRole('button', { name: t('layouts.updateNamed', { name: 'Fruit' }) }).click();
    await dialog.getByText('3 panes · current').waitFor();
    await dialog.getByRole('button', { name: t('layouts.renameNamed', { name: 'Fruit' }) }).click();
    await dialog.getByLabel(t('layouts.name')).fill('Orchard');
    await dialog.getByRole('button', { name: t('layouts.rename'), exact: true }).click();
    await dialog.getByRole('button', { name: t('layouts.deleteNamed', { name: 'Orchard' }) }).click();
    await dialog.getByText(t('layouts.none')).waitFor();
    // Escape would close the message with Undo first.
    await dialog.getByRole('button', { name: t('controls.close') }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(t('layouts.deleted', { name: 'Orchard' }), { exact: true }).waitFor();
    await app.button(t('controls.undo')).last().click();
    await page.reload();
    await app.button(t('sessions.paneMenu')).first().click();
    const entry = page.getByRole('menuitem', { name: 'Orchard' });
    await entry.getByLabel(t('controls.selected')).waitFor();
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
