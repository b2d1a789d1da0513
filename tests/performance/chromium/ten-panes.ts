// Ten sessions stream into ten panes, each with a long history, next to a terminal with constant output.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import type { Page } from 'playwright';

import { launchChromium, SOFTWARE_OPENGL } from '#tests/support/chromium.ts';
import { startRunningHost } from '#tests/support/running-host.ts';
import { t } from '#messages/translate.ts';

import { BenchClient } from '../bench-client.ts';
import { makeHome } from '../world.ts';
import { measurePage, type PageFigures } from './page-meter.ts';
import { watchPaints } from './paint-meter.ts';
import { closeAll, listen, openPanes, reopenAll, startNoise, VIEWPORT, writeHistories } from './panes-page.ts';
import { traceSwitches, traceTyping, type TracedSwitches, type TracedTyping } from './traced-panes.ts';
import { DELTAS_PER_SECOND, startStreamModel, streamPrompt, streamText } from './stream-model.ts';

/** Size of the test. */
export interface TenPanesPlan {
  readonly panes: number;
  /** Messages of each session before the stream starts. */
  readonly history: number;
  readonly seconds: number;
  /** Also trace the work of the main thread, for this time, s. */
  readonly traceSeconds?: number;
}

/** Work of the main thread with ten panes, each while somebody types, and while sessions are switched in one pane. */
export interface TracedPanes {
  readonly idle: TracedTyping;
  readonly streaming: TracedTyping;
  readonly switches: TracedSwitches;
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
  /** Work of the main thread, if the plan asks for it. */
  readonly traced: TracedPanes | undefined;
  /** Console errors and uncaught errors. */
  readonly complaints: readonly string[];
}

/** Default rendering without a graphics card: pages are composed without OpenGL, which would cost two cores. */
const BROWSER_ARGUMENTS = ['--disable-gpu-compositing'];
/** Time of the stream before the measurements, s. */
const WARM_SECONDS = 2;

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
    const trace = plan.traceSeconds === undefined ? undefined : await traceTen(page, client, keys, plan.traceSeconds);
    const closedHeapMb = { before, after: await closeAll(page, keys) };
    const traced = trace && { ...trace, switches: await traceOne(page, keys) };
    await page.close();
    return {
      ...result,
      traced,
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

/** Ten open panes: idle, then streaming. */
async function traceTen(
  page: Page,
  client: BenchClient,
  keys: readonly string[],
  seconds: number,
): Promise<Omit<TracedPanes, 'switches'>> {
  const idle = await traceTyping(page, () => delay(seconds * 1000));
  const streaming = await traceTyping(page, () =>
    Promise.all(keys.map((key, index) => client.say(key, streamPrompt(2 * keys.length + index, seconds)))),
  );
  return { idle, streaming };
}

/** One pane, without the terminal. */
async function traceOne(page: Page, keys: readonly string[]): Promise<TracedSwitches> {
  await page.keyboard.press('Control+Shift+L');
  await page.keyboard.press('Alt+PageDown');
  await page.getByRole('log', { name: t('transcript.label') }).waitFor();
  return traceSwitches(page, keys.length);
}

async function stream(
  page: Page,
  client: BenchClient,
  keys: readonly string[],
  { seconds, firstSeed }: { readonly seconds: number; readonly firstSeed: number },
): Promise<Omit<TenPanesResult, 'complaints' | 'bare' | 'closedHeapMb' | 'traced'>> {
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
