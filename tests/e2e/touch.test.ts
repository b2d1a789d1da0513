// Fingers: approvals are answered by swiping, every target is large enough, and Back closes what is open before it leaves a page.
// Proves: UI-9, AP-2
import { afterAll, expect, it } from 'vitest';

import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { followRequests } from './open-requests.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const FINGER_PX = 44;

function playAgent(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
  return { steps: [{ call: 'exec', input: { command: 'mkdir -p drafts' } }] };
}

async function begin(): Promise<AppPage> {
  const { app } = await openReadyApp({ model: playAgent }, PHONE);
  await app.page.getByRole('textbox', { name: t('home.task.label') }).fill('Write something.');
  await app.button(t('home.task.start')).click();
  await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
  return app;
}

const show = (app: AppPage, path: string) => app.page.evaluate((target) => void (location.hash = target), path);

/** Moves a finger from the middle of the command by `dx`; returns what the card says before it is lifted. */
async function swipe(app: AppPage, role: 'article' | 'region', dx: number, lifted = true): Promise<string> {
  const card = app.page.getByRole(role, { name: /^Approval:/ });
  const box = await card.boundingBox();
  if (box === null) throw new Error('no card');
  const session = await app.page.context().newCDPSession(app.page);
  const y = box.y + Math.min(60, box.height / 2);
  const from = dx > 0 ? 40 : 350;
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd' | 'touchCancel', x?: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: x === undefined ? [] : [{ x, y }] });
  await touch('touchStart', from);
  for (let step = 1; step <= 10; step += 1) await touch('touchMove', from + (dx * step) / 10);
  const said = (await card.locator('xpath=ancestor::div[contains(@class,"touch-pan-y")]').textContent()) ?? '';
  await touch(lifted ? 'touchEnd' : 'touchCancel');
  return said;
}

async function openInInbox(app: AppPage): Promise<void> {
  await show(app, '/approvals');
  await app.page
    .getByRole('navigation', { name: t('approvals.pending.label') })
    .getByRole('button')
    .click();
  await app.page.getByRole('article', { name: /^Approval:/ }).waitFor();
}

/** Moves a finger down by `dy` from the middle of an element. */
async function pull(app: AppPage, selector: string, dy: number): Promise<void> {
  const box = await app.page.locator(selector).first().boundingBox();
  if (box === null) throw new Error(`no ${selector}`);
  const session = await app.page.context().newCDPSession(app.page);
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
  for (let step = 1; step <= 10; step += 1)
    await session.send('Input.dispatchTouchEvent', {
      type: 'touchMove',
      touchPoints: [{ x, y: y + (dy * step) / 10 }],
    });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

describeInBrowser('a finger', () => {
  it('moves a queued message by its handle', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const model = (): Reply => ({ steps: [{ say: 'Busy.' }, { until: promise }] });
    const { app } = await openReadyApp({ model }, PHONE);
    await app.beginTask('Work.');
    await app.conversation().getByText('Busy.').waitFor();
    for (const text of ['One.', 'Two.']) {
      await app.composer().fill(text);
      await app.button(t('composer.queue')).tap();
    }
    const waiting = app.page.getByRole('list', { name: t('composer.queue.label') });
    const texts = () => waiting.getByRole('listitem').locator('.truncate').allInnerTexts();
    await expect.poll(texts).toEqual(['One.', 'Two.']);
    const handle = await app.page.locator('[data-handle]').first().boundingBox();
    expect(Math.min(handle?.width ?? 0, handle?.height ?? 0)).toBeGreaterThanOrEqual(FINGER_PX);
    await pull(app, '[data-handle]', 140);
    await expect.poll(texts).toEqual(['Two.', 'One.']);
    resolve();
  });
});

describeInBrowser('a swipe on an approval', () => {
  it('allows once from a long distance to the right on, and says so before', async () => {
    const app = await begin();
    await openInInbox(app);
    expect(await swipe(app, 'article', 100)).toContain(t('approvals.allowOnce'));
    expect(await swipe(app, 'article', 260, false)).toContain(t('approvals.swipe.allow'));
    await app.page.getByRole('article', { name: /^Approval:/ }).waitFor();
    await swipe(app, 'article', 260);
    await app.page.getByText(t('approvals.empty.title')).waitFor();
    await show(app, '/approvals/history');
    await app.page.getByText('mkdir -p drafts').first().waitFor();
  });

  it('denies to the left, in the conversation too', async () => {
    const app = await begin();
    expect(await swipe(app, 'region', -260)).toContain(t('approvals.swipe.deny'));
    await app.page.getByRole('region', { name: /^Approval:/ }).waitFor({ state: 'detached' });
    await app.conversation().getByText('Done.').waitFor();
  });
});

const PATHS = [
  '/home',
  '/sessions',
  '/approvals',
  '/approvals/history',
  '/approvals/rules',
  '/all-sessions',
  '/board',
  '/agents',
  '/agents/main',
  '/projects',
  '/channels',
  '/machines',
  '/usage',
  '/outbound',
  '/console',
  '/logs',
  ...['', '/providers', '/agents', '/appearance', '/notifications', '/devices', '/keys', '/gateway'].map(
    (section) => `/settings${section}`,
  ),
];

/** Controls that a finger could miss. Links within text are exempt, and so is what is drawn on a canvas. */
async function smallTargets(app: AppPage): Promise<readonly string[]> {
  return app.page.evaluate((minimum) => {
    const isShown = (element: Element): boolean => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.height > 1 && element.checkVisibility({ visibilityProperty: true });
    };
    const size = (element: Element): readonly [number, number] => {
      // A small mark with its row or label as the target.
      const target = element.closest('label') ?? element;
      const box = target.getBoundingClientRect();
      return [box.width, box.height];
    };
    const controls = document.querySelectorAll(
      'button, summary, input:not([type="hidden"]), select, textarea, [role="tab"], [role="switch"], [role="checkbox"], [role="radio"], [role="option"], nav a',
    );
    return [...controls].flatMap((element) => {
      if (!isShown(element) || element.closest('[aria-hidden="true"], .xterm') !== null) return [];
      const [width, height] = size(element);
      if (width >= minimum - 0.5 && height >= minimum - 0.5) return [];
      return [`${Math.round(width)}x${Math.round(height)} ${element.outerHTML.slice(0, 140)}`];
    });
  }, FINGER_PX);
}

describeInBrowser('targets at phone width', () => {
  it('are at least 44 px in both directions on every page', async () => {
    const app = await begin();
    const requests = followRequests(app.page);
    await app.page.reload();
    const found: Record<string, readonly string[]> = {};
    const session = await app.page.evaluate(() => location.hash.slice(1));
    for (const path of [session, ...PATHS]) {
      await show(app, path);
      await app.page.getByRole('heading', { level: 1 }).waitFor();
      await requests.settled();
      const small = await smallTargets(app);
      if (small.length > 0) found[path] = small;
    }
    expect(found).toEqual({});
  });
});

describeInBrowser('Back on a phone', () => {
  it('closes a dialog, then the panel over a session, then the session', async () => {
    const app = await begin();
    await show(app, '/approvals/rules');
    await app.button(t('approvals.rules.new')).first().click();
    await app.page.getByRole('dialog').waitFor();
    await app.page.goBack();
    await app.page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await app.page.evaluate(() => location.hash)).toBe('#/approvals/rules');

    await show(app, '/sessions');
    await app.page
      .getByRole('link', { name: /Write something/ })
      .first()
      .click();
    const inspector = app.page.getByRole('complementary', { name: t('sessions.inspector') });
    await app.button(t('sessions.inspector')).click();
    await inspector.waitFor();
    await app.page.goBack();
    await inspector.waitFor({ state: 'detached' });
    expect(await app.page.evaluate(() => location.hash)).toContain('#/sessions/agent');
    await app.page.goBack();
    await expect.poll(() => app.page.evaluate(() => location.hash)).toBe('#/sessions');
  });

  it('leads to the page before a dialog that was closed by its button', async () => {
    const app = await begin();
    await show(app, '/home');
    await show(app, '/approvals/rules');
    await app.button(t('approvals.rules.new')).first().click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: t('controls.close') })
      .click();
    await app.page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(() => app.page.evaluate(() => history.state as unknown)).toBeNull();
    await app.page.goBack();
    await expect.poll(() => app.page.evaluate(() => location.hash)).toBe('#/home');
  });
});
