// Measures the time from a key to the page's reaction in the DOM, while the page does other work.
import type { Page } from 'playwright';

declare global {
  // Stored in the measured page.
  var keyTimes: number[] | undefined;
}

/** Time between keys: a fast typist, ms. */
const BETWEEN_KEYS_MS = 100;
/** Characters of a word and the space after it. */
const WORD = 'gatehouse ';

/** Starts measuring the keys that are typed into the page. Call the result to stop. It returns times in ms. */
export async function watchKeys(page: Page): Promise<() => Promise<readonly number[]>> {
  await page.evaluate(beginInPage);
  return () => page.evaluate(() => globalThis.keyTimes ?? []);
}

/** Types into the focused field until `signal` aborts, then removes what it typed. */
export async function typeUntil(page: Page, signal: AbortSignal): Promise<void> {
  for (let typed = 0; !signal.aborted; typed += 1) {
    await page.keyboard.press(WORD[typed % WORD.length] === ' ' ? 'Space' : (WORD[typed % WORD.length] ?? 'x'));
    await page.waitForTimeout(BETWEEN_KEYS_MS);
  }
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
}

function beginInPage(): void {
  const times: number[] = [];
  let pressedAt: number | undefined;
  globalThis.keyTimes = times;
  // The time when the browser received the key, before it waited for the main thread.
  window.addEventListener('keydown', ({ timeStamp }) => (pressedAt = timeStamp), { capture: true });
  window.addEventListener('input', () => {
    const since = pressedAt;
    pressedAt = undefined;
    // React commits at the end of the event, in a microtask that is queued before this one's successor.
    if (since !== undefined) queueMicrotask(() => queueMicrotask(() => times.push(performance.now() - since)));
  });
}
