// The work of the main thread while panes stream and somebody types, and while sessions are switched; each with an idle control.
import { setTimeout as delay } from 'node:timers/promises';

import type { Page } from 'playwright';

import { t } from '#messages/translate.ts';

import { typeUntil, watchKeys } from './key-meter.ts';
import { traceMainThread, type MainThreadWork } from './main-thread-trace.ts';

/** Work of the main thread, and times from keys to the DOM, ms. */
export interface TracedTyping {
  readonly work: MainThreadWork;
  readonly keys: readonly number[];
}

/** Work of the main thread for one switch of sessions, ms. */
export interface TracedSwitches {
  readonly perSwitch: number;
  /** Work in the same time without a switch. */
  readonly idle: number;
  readonly longestTask: number;
}

/** Traces the page while `during` runs and somebody types into the first pane. */
export async function traceTyping(page: Page, during: () => Promise<unknown>): Promise<TracedTyping> {
  await page
    .getByRole('textbox', { name: t('composer.message'), exact: true })
    .first()
    .click();
  const stopKeys = await watchKeys(page);
  const stopTrace = await traceMainThread(page);
  const done = new AbortController();
  const typing = typeUntil(page, done.signal);
  await during();
  const work = await stopTrace();
  const keys = await stopKeys();
  done.abort();
  await typing;
  return { work, keys };
}

/** Time for a switch and everything that follows it, ms. */
const SWITCH_MS = 700;

/** Switches through sessions by keyboard, in the only pane, without a terminal. */
export async function traceSwitches(page: Page, switches: number): Promise<TracedSwitches> {
  const next = async (): Promise<void> => {
    await page.keyboard.press('Alt+PageDown');
    await delay(SWITCH_MS);
  };
  // Every session has been open before.
  for (let warm = 0; warm < switches; warm += 1) await next();
  const idle = await traceMainThread(page);
  await delay(SWITCH_MS * switches);
  const control = await idle();
  const stop = await traceMainThread(page);
  for (let done = 0; done < switches; done += 1) await next();
  const work = await stop();
  return { perSwitch: work.total / switches, idle: control.total / switches, longestTask: work.longestTask };
}
