// Every page in three themes looks as it did when its picture was stored. `GATEHOUSE_UPDATE_VISUALS=1` stores new pictures.
// Proves: UI-1
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, onTestFinished } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { startSampleHost } from '#tests/support/sample-host.ts';
import { SHOTS } from '#tests/support/screenshot-list.ts';
import { browser, closeBrowser, describeInBrowser } from './stage.ts';
import { comparePicture, THEMES } from './visual-page.ts';

afterAll(closeBrowser);

/** Pictures of the list that aren't used: they show what a run is doing at the moment, or facts about the machine. */
const UNSTEADY =
  /^setup-|working|queued|terminal|console|server|logs|search|gateway|clients|machines|containers|sandbox/;
const SHOWN = SHOTS.filter(
  ({ fresh, needsEngine, name }) => fresh !== true && needsEngine !== true && !UNSTEADY.test(name),
);
/** Half of the size: small files, and insensitive to the edges of letters. */
const CONTEXT = { viewport: { width: 1280, height: 800 }, deviceScaleFactor: 0.5, reducedMotion: 'reduce' } as const;

describeInBrowser('the pages', () => {
  it('look the same in light, dark, and high contrast', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gatehouse-visual-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
    const host = await startSampleHost({ folder, pages: join(PROJECT_ROOT, 'out/renderer'), day: true });
    onTestFinished(() => host.stop());
    const context = await (await browser()).newContext(CONTEXT);
    onTestFinished(() => context.close());
    const page = await context.newPage();
    // Each page starts with the same panes, whatever the picture before it has opened.
    await page.addInitScript(() => {
      for (const storage of [localStorage, sessionStorage]) storage.removeItem('gatehouse.layout');
    });
    await page.goto(await host.signInUrl());
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const problems: string[] = [];
    for (const shot of SHOWN) {
      await page.emulateMedia(THEMES.light);
      await page.evaluate((path) => (location.hash = path), shot.path(host.keys));
      await shot.prepare?.(page, false);
      await page.evaluate(() => document.fonts.ready);
      for (const [theme, media] of Object.entries(THEMES)) {
        await page.emulateMedia(media);
        const problem = await comparePicture(page, `${shot.name}-${theme}`);
        if (problem !== undefined) problems.push(problem);
      }
      // Texts were replaced.
      await page.reload();
    }
    expect(problems).toEqual([]);
  });
});
