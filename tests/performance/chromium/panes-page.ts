// A page with a pane for each session, next to a terminal with constant output.
import type { Page } from 'playwright';

import { t } from '#messages/translate.ts';
import type { RunningHost } from '#tests/support/running-host.ts';

import type { BenchClient } from '../bench-client.ts';
import { measureHeap } from './page-meter.ts';
import { prepareForPaints } from './paint-meter.ts';

/** A monitor on which ten panes fit, so that none is behind a tab. */
export const VIEWPORT = { width: 2560, height: 1440 };
const PANES_PER_ROW = 4;
/** About 800 lines per second. */
const NOISE = 'while :; do ls -l /usr/bin | head -40; sleep 0.05; done';

/** Creates sessions with `history` messages each; returns their keys. */
export async function writeHistories(
  client: BenchClient,
  { panes, history }: { readonly panes: number; readonly history: number },
): Promise<readonly string[]> {
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

/** Collects the errors of a page. */
export function listen(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on('console', (message) => (message.type() === 'error' ? complaints.push(message.text()) : undefined));
  page.on('pageerror', (error) => complaints.push(error.message));
  return complaints;
}

/** The layout as stored by the browser: rows of panes, and the terminal next to them. */
export async function openPanes(page: Page, host: RunningHost, keys: readonly string[]): Promise<void> {
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

/** Starts the output of the terminal. */
export async function startNoise(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('terminal.open'), exact: true }).click();
  await page.locator('.xterm-screen').waitFor();
  await page.locator('.xterm-screen').click();
  await page.keyboard.type(`${NOISE}\n`);
  await page.waitForTimeout(1_000);
}

/** A closed session is still followed for a moment. */
const SETTLED_MS = 2_000;

/** Closes the panes by keyboard; returns the heap of the page, MB. */
export async function closeAll(page: Page, keys: readonly string[]): Promise<number> {
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
export async function reopenAll(page: Page, keys: readonly string[]): Promise<void> {
  for (let open = 1; open <= keys.length; open += 1) {
    await page.keyboard.press('Alt+Shift+t');
    await page.waitForFunction((count) => document.querySelectorAll('[data-pane]').length === count, open);
  }
  const logs = page.getByRole('log', { name: t('transcript.label') });
  await logs.nth(keys.length - 1).waitFor();
  await page.locator('.xterm-screen').waitFor();
}
