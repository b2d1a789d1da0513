// Takes the screenshots in docs/screenshots: every page, desktop and phone, light and dark, from a host with a local model server.
// `npm run screenshots -- [--out folder] [--pages folder] [--only name,name]`
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { launchChromium } from '#tests/support/chromium.ts';
import { openTestEngine, type TestEngine } from '#tests/support/docker-engine.ts';
import { SHOTS, VARIANTS, type Shot, type Variant } from '#tests/support/screenshot-list.ts';
import { startSampleHost, type SampleHost } from '#tests/support/sample-host.ts';
import type { Browser, Page } from 'playwright';

import { ensureBuilt } from './build-if-stale.ts';
import { PROJECT_ROOT } from './project-root.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    pages: { type: 'string' },
    only: { type: 'string' },
    variants: { type: 'string' },
  },
});
const out = values.out ?? join(PROJECT_ROOT, 'docs/screenshots');
const only = values.only?.split(',');
const variants = values.variants?.split(',');

async function main(): Promise<void> {
  if (values.pages === undefined) await ensureBuilt();
  mkdirSync(out, { recursive: true });

  // A short, readable path, because it appears in the screenshots.
  const folder = join(tmpdir(), 'ada');
  rmSync(folder, { recursive: true, force: true });
  const browser = await launchChromium();
  const engine = await openEngine();
  try {
    const fresh = await startSampleHost({ folder: join(folder, 'fresh'), pages: pagesFolder(), day: false });
    await takeAll(
      browser,
      fresh,
      SHOTS.filter((shot) => shot.fresh === true),
    );
    await fresh.stop();
    const host = await startSampleHost({ folder, pages: pagesFolder(), day: true, engine });
    await takeAll(
      browser,
      host,
      SHOTS.filter((shot) => shot.fresh !== true && (shot.needsEngine !== true || engine !== undefined)),
    );
    await host.stop();
  } finally {
    await browser.close();
    await engine?.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function pagesFolder(): string {
  return values.pages ?? join(PROJECT_ROOT, 'out/renderer');
}

/** An engine for the pictures of containers, if one of them is wanted and an engine can be started. */
async function openEngine(): Promise<TestEngine | undefined> {
  const needing = SHOTS.filter(({ needsEngine, name }) => needsEngine === true && isWanted(name));
  if (needing.length === 0) return undefined;
  const engine = await openTestEngine();
  if (typeof engine !== 'string') return engine;
  console.log(`Not taken: ${needing.map(({ name }) => name).join(', ')} (${engine})`);
  return undefined;
}

function isWanted(name: string): boolean {
  return only === undefined || only.includes(name);
}

async function takeAll(browser: Browser, host: SampleHost, possible: readonly Shot[]): Promise<void> {
  const shots = possible.filter(({ name }) => isWanted(name));
  if (shots.length === 0) return;
  for (const variant of VARIANTS.filter((one) => variants === undefined || variants.includes(one.name))) {
    const context = await browser.newContext({
      ...variant.context,
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const page = await context.newPage();
    const problems = watchProblems(page);
    await page.goto(await host.signInUrl());
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    for (const shot of shots) await take(page, host, shot, variant, problems);
    await context.close();
  }
}

async function take(page: Page, host: SampleHost, shot: Shot, variant: Variant, problems: string[]): Promise<void> {
  const name = `${shot.name}-${variant.name}`;
  try {
    await page.evaluate((path) => {
      location.hash = path;
    }, shot.path(host.keys));
    await shot.prepare?.(page, variant.phone);
    await page.evaluate(() => document.fonts.ready);
    await page.waitForTimeout(400);
    await page.screenshot({ path: join(out, `${name}.png`) });
  } catch (error) {
    problems.push(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
    await page.screenshot({ path: join(out, `${name}.failed.png`) });
  }
  if (problems.length > 0) process.exitCode = 1;
  console.log([name, ...problems.splice(0)].join('  '));
}

/** Collects errors of the page, so that no screenshot shows a broken one. */
function watchProblems(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message.slice(0, 160)));
  page.on('console', (message) =>
    message.type() === 'error' ? problems.push(message.text().slice(0, 160)) : undefined,
  );
  return problems;
}

await main();
