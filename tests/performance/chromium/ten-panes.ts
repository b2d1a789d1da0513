// Ten sessions stream into ten panes, each with a long history, next to a terminal with constant output.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Page } from 'playwright';

import { launchChromium, SOFTWARE_OPENGL } from '#tests/support/chromium.ts';
import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';
import { t } from '#messages/translate.ts';

import { BenchClient } from '../bench-client.ts';
import { makeHome } from '../world.ts';
import { measureHeap, measurePage, type PageFigures } from './page-meter.ts';
import { prepareForPaints, watchPaints } from './paint-meter.ts';
import { DELTAS_PER_SECOND, startStreamModel, streamPrompt, streamText } from './stream-model.ts';

/** Size of the test. */
export interface TenPanesPlan {
  readonly panes: number;
  /** Messages of each session before the stream starts. */
  readonly history: number;
  readonly seconds: number;
}

/** Result of the test. */
export interface TenPanesResult extends PageFigures {
  /** Times from the arrival of an event of the first pane to the frame that shows it, ms. */
  readonly paints: readonly number[];
  /** The heap without panes, after all were closed: before the streams and after them, MB. */
  readonly closedHeapMb: { readonly before: number; readonly after: number };
  /** Sessions whose text did not arrive completely. */
  readonly incomplete: readonly string[];
  /** Baseline: a page that only puts the same deltas into plain elements. */
  readonly bare: PageFigures;
  /** Console errors and uncaught errors. */
  readonly complaints: readonly string[];
}

/** A monitor on which ten panes fit, so that none is behind a tab. */
const VIEWPORT = { width: 2560, height: 1440 };
const PANES_PER_ROW = 4;
/** Default rendering without a graphics card: pages are composed without OpenGL, which would cost two cores. */
const BROWSER_ARGUMENTS = ['--disable-gpu-compositing'];
/** About 800 lines per second. */
const NOISE = 'while :; do ls -l /usr/bin | head -40; sleep 0.05; done';

/** Time between messages, ms. */
const APART_MS = 100;

/** Runs the test once. */
export async function playTenPanes(plan: TenPanesPlan): Promise<TenPanesResult> {
  const home = makeHome();
  const workspace = mkdtempSync(join(tmpdir(), 'gatehouse-bench-work-'));
  const model = await startStreamModel();
  const host = await startRunningHost({
    home,
    env: { ANTHROPIC_API_KEY: 'bench-key', ANTHROPIC_BASE_URL: model.url, OLLAMA_HOST: 'http://127.0.0.1:1' },
  });
  const browser = await launchChromium([...SOFTWARE_OPENGL, ...BROWSER_ARGUMENTS]);
  const client = await BenchClient.connect(host.port, host.token);
  try {
    await client.request('setup.choose', { workspace, done: true });
    const keys = await writeHistories(client, plan);
    const page = await browser.newPage({ viewport: VIEWPORT });
    const complaints = listen(page);
    await openPanes(page, host, keys);
    await startNoise(page);
    // All code has run once before the heap is measured: most of the heap is compiled code.
    await stream(page, client, keys, { seconds: WARM_SECONDS, firstSeed: keys.length });
    const before = await closeAll(page, keys);
    await reopenAll(page, keys);
    const result = await stream(page, client, keys, { seconds: plan.seconds, firstSeed: 0 });
    const closedHeapMb = { before, after: await closeAll(page, keys) };
    await page.close();
    return {
      ...result,
      closedHeapMb,
      complaints,
      bare: await measureBare(await browser.newPage({ viewport: VIEWPORT }), plan),
    };
  } finally {
    client.close();
    await browser.close();
    await host.dispose();
    await model.close();
    for (const folder of [home, workspace])
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function writeHistories(client: BenchClient, { panes, history }: TenPanesPlan): Promise<readonly string[]> {
  const keys = Array.from({ length: panes }, (_, index) => `agent:main:pane-${index}`);
  const write = async (key: string): Promise<void> => {
    await client.request('sessions.create', { key });
    await client.watch(key);
    // Each turn is two messages.
    for (let turn = 0; turn < history / 2; turn += 1) await client.turn(key, { tag: 'past', deltas: 1, everyMs: 0 });
  };
  await Promise.all(keys.map(write));
  return keys;
}

function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => (message.type() === 'error' ? complaints.push(message.text()) : undefined));
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** The layout as stored by the browser: rows of panes, and the terminal next to them. */
async function openPanes(page: Page, host: RunningHost, keys: readonly string[]): Promise<void> {
  const rows = Array.from({ length: Math.ceil(keys.length / PANES_PER_ROW) }, (_, row) =>
    keys.slice(row * PANES_PER_ROW, (row + 1) * PANES_PER_ROW),
  );
  const split = (direction: 'row' | 'column', trees: readonly unknown[]) => ({
    direction,
    parts: trees.map((tree) => ({ tree, share: 1 / trees.length })),
  });
  const layout = {
    panes: keys.map((key) => ({ id: key, key })),
    tree: split(
      'column',
      rows.map((row) => split('row', row)),
    ),
    focused: keys[0],
    sidebarOpen: true,
    inspectorOpen: true,
    inspectorTab: 'terminal',
    inspectorWidth: 420,
  };
  await page.addInitScript((kept) => localStorage.setItem('gatehouse.layout', kept), JSON.stringify(layout));
  await prepareForPaints(page);
  await page.goto(host.signInUrl);
  await page.getByRole('textbox', { name: t('home.task.label') }).waitFor();
  await page.evaluate((key) => (location.hash = `/sessions/${encodeURIComponent(key)}`), keys[0] ?? '');
  await page
    .getByRole('log', { name: t('transcript.label') })
    .nth(keys.length - 1)
    .waitFor();
}

async function startNoise(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('terminal.open'), exact: true }).click();
  await page.locator('.xterm-screen').waitFor();
  await page.locator('.xterm-screen').click();
  await page.keyboard.type(`${NOISE}\n`);
  await page.waitForTimeout(1_000);
}

/** Time of the stream before the measurements, s. */
const WARM_SECONDS = 2;
/** A closed session is still followed for a moment. */
const SETTLED_MS = 2_000;

/** Closes the panes by keyboard; returns the heap of the page, MB. */
async function closeAll(page: Page, keys: readonly string[]): Promise<number> {
  await page
    .getByRole('textbox', { name: t('composer.message'), exact: true })
    .first()
    .click();
  for (let left = keys.length - 1; left >= 0; left -= 1) {
    await page.keyboard.press('Alt+w');
    await page.waitForFunction((count) => document.querySelectorAll('[data-pane]').length === count, left);
  }
  await page.waitForTimeout(SETTLED_MS);
  return measureHeap(page);
}

/** Reopens the panes by keyboard, each where it was. */
async function reopenAll(page: Page, keys: readonly string[]): Promise<void> {
  for (let open = 1; open <= keys.length; open += 1) {
    await page.keyboard.press('Alt+Shift+t');
    await page.waitForFunction((count) => document.querySelectorAll('[data-pane]').length === count, open);
  }
  const logs = page.getByRole('log', { name: t('transcript.label') });
  await logs.nth(keys.length - 1).waitFor();
  await page.locator('.xterm-screen').waitFor();
}

async function stream(
  page: Page,
  client: BenchClient,
  keys: readonly string[],
  { seconds, firstSeed }: { readonly seconds: number; readonly firstSeed: number },
): Promise<Omit<TenPanesResult, 'complaints' | 'bare' | 'closedHeapMb'>> {
  const log = page.getByRole('log', { name: t('transcript.label') }).first();
  const stopPaints = await watchPaints(log, keys[0] ?? '');
  const stop = await measurePage(page);
  // The gateway reports the end of the runs. Polling the page would cost more than the streams.
  const begin = async (key: string, index: number) => {
    await delay(index * APART_MS);
    return client.say(key, streamPrompt(firstSeed + index, seconds));
  };
  const turns = await Promise.all(keys.map(begin));
  const figures = await stop();
  const paints = await stopPaints();
  const incomplete: string[] = [];
  for (const [index, key] of keys.entries()) {
    const whole =
      turns[index]?.final === streamText(firstSeed + index, seconds) && turns[index]?.streamed === turns[index]?.final;
    const end = page.getByText(`end-of-stream-${firstSeed + index}`, { exact: true });
    const shown = await end.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (!whole || !shown) incomplete.push(key);
  }
  return { ...figures, paints, incomplete };
}

/** Time of the baseline, s. It doesn't slow down over time. */
const BARE_SECONDS = 5;

async function measureBare(page: Page, { panes, seconds }: TenPanesPlan): Promise<PageFigures> {
  const stop = await measurePage(page);
  const ms = Math.min(seconds, BARE_SECONDS) * 1000;
  await page.evaluate(streamIntoElements, { panes, ms, everyMs: 1000 / DELTAS_PER_SECOND });
  return stop();
}

/** Runs in the baseline page. */
async function streamIntoElements(plan: { panes: number; ms: number; everyMs: number }): Promise<void> {
  const elements = Array.from({ length: plan.panes }, () => document.body.appendChild(document.createElement('p')));
  const timers = elements.map((element) => setInterval(() => element.append('word '), plan.everyMs));
  await new Promise((resolve) => setTimeout(resolve, plan.ms));
  for (const timer of timers) clearInterval(timer);
}
