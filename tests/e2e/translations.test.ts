// The translations on real pages: nothing is wider than a phone, and Arabic is written and laid out from right to left.
// Proves: N-15
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright';
import { afterAll, expect, it } from 'vitest';

import { lastToolResults, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } as const;
const DESKTOP = { viewport: { width: 1280, height: 800 } } as const;
const PATHS = [
  '/home',
  '/sessions/new',
  '/approvals',
  '/approvals/rules',
  '/board',
  '/usage',
  '/agents/main',
  '/settings/appearance',
  '/settings/providers',
  '/settings/notifications',
];
/** `GATEHOUSE_PICTURES=<folder>` keeps a picture of each page. */
const PICTURES = process.env['GATEHOUSE_PICTURES'];

function playAgent(request: ModelRequestRecord): Reply {
  if (lastToolResults(request).length > 0) return { steps: [{ say: 'Done.' }] };
  return { steps: [{ say: 'I try it.' }, { call: 'exec', input: { command: 'echo hi > it.txt' } }] };
}

async function choose(page: Page, language: string): Promise<void> {
  await page.addInitScript((tag) => {
    localStorage.setItem('gatehouse.preferences', JSON.stringify({ language: tag }));
  }, language);
  await page.reload();
  await expect.poll(() => page.evaluate(() => document.documentElement.lang)).toBe(language);
}

/** Opens each page and the session; calls back when it is there. */
async function visit({ page }: AppPage, session: string, look: (path: string) => Promise<void>): Promise<void> {
  for (const path of [...PATHS, session]) {
    await page.evaluate((hash) => (location.hash = hash), path);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.waitForLoadState('networkidle');
    await look(path);
  }
}

/** English sentences on the page, from the gateway, in the direction of the page: their full stop would be at their start. */
async function misplacedStops(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement, textContent } = node;
      const text = textContent?.trim() ?? '';
      if (parentElement === null || !/^[A-Z][ -~]* [ -~]*\.$/.test(text) || !parentElement.checkVisibility()) continue;
      if (parentElement.closest('[role="log"], script, style') !== null) continue;
      if (getComputedStyle(parentElement).direction === 'rtl') found.push(text);
    }
    return found;
  });
}

async function takePicture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name.replaceAll(/\W+/g, '-')}.png`) });
}

describeInBrowser('a translation', () => {
  it.each(['de', 'ar'])('fits on a phone: %s', { timeout: 180_000 }, async (language) => {
    const { app } = await openReadyApp({ model: playAgent }, PHONE);
    await app.beginTask('Please run it');
    await app.page.getByRole('region', { name: /^Approval:/ }).waitFor();
    const session = new URL(app.page.url()).hash.slice(1);
    await choose(app.page, language);
    const wide: string[] = [];
    await visit(app, session, async (path) => {
      const excess = await app.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (excess > 0) wide.push(`${path}: ${excess} px`);
      await takePicture(app.page, `${language}-phone-${path.slice(0, 30)}`);
    });
    expect(wide).toEqual([]);
  });

  it(
    'mirrors the app in a language that is written from right to left, but not code',
    { timeout: 180_000 },
    async () => {
      const { app } = await openReadyApp({ model: playAgent }, DESKTOP);
      const { page } = app;
      await app.beginTask('Please run it');
      await page.getByRole('region', { name: /^Approval:/ }).waitFor();
      const session = new URL(page.url()).hash.slice(1);
      await choose(page, 'ar');
      const rail = page.getByRole('navigation').first();
      const misplaced: Record<string, readonly string[]> = {};
      await visit(app, session, async (path) => {
        await takePicture(page, `ar-desktop-${path.slice(0, 30)}`);
        expect((await rail.boundingBox())?.x, `the rail on ${path}`).toBeGreaterThan(DESKTOP.viewport.width / 2);
        const stops = await misplacedStops(page);
        if (stops.length > 0) misplaced[path] = stops;
      });
      expect(await page.evaluate(() => document.documentElement.dir)).toBe('rtl');
      expect(misplaced).toEqual({});
      const direction = (text: string, inside: Locator = page.locator('body')) =>
        inside
          .getByText(text)
          .first()
          .evaluate((element) => getComputedStyle(element).direction);
      expect(await direction('echo hi > it.txt')).toBe('ltr');
      expect(await direction('Please run it', page.getByRole('log').first())).toBe('ltr');
    },
  );
});
