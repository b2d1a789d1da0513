// A session with 20,000 messages: opening it reads and renders only its end, scrolling up reads earlier parts without a jump, and
// the search in the session covers all of it.
import { afterAll, expect, it } from 'vitest';
import { t } from '#messages/translate.ts';
import { seededSession, seedHome, seedMessages } from '#tests/performance/seed.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const MESSAGES = 20_000;
const KEY = 'agent:main:long';
const NEEDLE = 3;
/** Rows that a screen and its margins can hold. */
const MAX_ROWS = 60;
const MAX_SEARCH_REQUESTS = MESSAGES / 500 + 2;

/** Opens the app on a home with a long session, and counts the requests of its page. */
async function openLong(options?: Parameters<typeof openReadyApp>[1]): Promise<{ app: AppPage; sent: string[] }> {
  const { stage, app } = await openReadyApp({ model: () => ({ steps: [{ say: 'Hello.' }] }) }, options);
  await stage.kill();
  await seedHome(stage.host().home, (sessions) =>
    seedMessages(sessions, seededSession(KEY, 1, { derivedTitle: 'Long session' }), MESSAGES, (index) =>
      index === NEEDLE ? 'The needle is here.' : `Message ${index} with **some** words.`,
    ),
  );
  await stage.restart();
  const sent: string[] = [];
  app.page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const method = /"method":"(sessions\.(?:watch|items))"/.exec(String(payload))?.[1];
      if (method !== undefined) sent.push(method);
    }),
  );
  await app.page.goto(stage.host().signInUrl);
  await app.page.getByRole('heading', { level: 1 }).first().waitFor();
  return { app, sent };
}

async function open(app: AppPage): Promise<void> {
  await app.page.evaluate((key) => {
    location.hash = `/sessions/${encodeURIComponent(key)}`;
  }, KEY);
  await app
    .conversation()
    .getByText(`Message ${MESSAGES - 1} with`)
    .waitFor();
}

const countRows = (app: AppPage) => app.conversation().locator('[data-index]').count();

describeInBrowser('a session with 20,000 messages', () => {
  it('opens with one request, renders only what fits, and keeps its place while earlier parts load', async () => {
    const { app, sent } = await openLong();
    await open(app);
    expect(sent.filter((method) => method === 'sessions.watch')).toHaveLength(1);
    expect(sent).not.toContain('sessions.items');
    expect(await countRows(app)).toBeLessThan(MAX_ROWS);
    // Two windows up, a step at a time, as with a wheel.
    const jumps = await app.conversation().evaluate(async (log) => {
      const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
      const worst: number[] = [];
      for (let step = 0; step < 60; step += 1) {
        log.scrollBy(0, -200);
        await frame();
        const row = [...log.querySelectorAll('[data-index]')].find((one) => one.getBoundingClientRect().top > 100);
        const before = row?.getBoundingClientRect().top ?? 0;
        await frame();
        await frame();
        if (row?.isConnected === true) worst.push(Math.abs(row.getBoundingClientRect().top - before));
      }
      return Math.max(...worst);
    });
    expect(jumps).toBeLessThan(3);
    await expect.poll(() => sent.filter((method) => method === 'sessions.items').length).toBeGreaterThan(0);
    expect(await countRows(app)).toBeLessThan(MAX_ROWS);
  });

  it('is searched to its start with few requests', async () => {
    const { app, sent } = await openLong();
    await open(app);
    await app.composer().click();
    await app.page.keyboard.press('Control+f');
    await app.page.getByRole('searchbox', { name: t('sessions.find.label') }).fill('needle');
    const found = app.page.getByRole('status').filter({ hasText: t('controls.matchCount', { place: 0, count: 1 }) });
    await found.waitFor();
    await app.page.keyboard.press('Enter');
    await app.conversation().getByText('The needle is here.').waitFor();
    expect(sent.filter((method) => method === 'sessions.items').length).toBeLessThanOrEqual(MAX_SEARCH_REQUESTS);
    expect(await countRows(app)).toBeLessThan(MAX_ROWS);
  });
});
