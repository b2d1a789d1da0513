// Measures the time from the arrival of an event of one session in the page to the frame that shows it in its pane.
import type { Locator, Page } from 'playwright';

declare global {
  // Stored in the measured page.
  var onFrame: ((text: string) => void) | undefined;
  var paintTimes: number[] | undefined;
}

/** Makes the frames of the page's sockets visible to the measurement. Call it before the page is opened. */
export async function prepareForPaints(page: Page): Promise<void> {
  await page.addInitScript(wrapSockets);
}

/** Starts measuring the live events of a session, whose transcript is `log`. Call the result to stop. It returns times in ms. */
export async function watchPaints(log: Locator, sessionKey: string): Promise<() => Promise<readonly number[]>> {
  await log.evaluate(beginInPage, JSON.stringify(sessionKey));
  return () => log.page().evaluate(endInPage);
}

function wrapSockets(): void {
  globalThis.WebSocket = class extends WebSocket {
    constructor(...options: ConstructorParameters<typeof WebSocket>) {
      super(...options);
      // Before the listeners of the app.
      this.addEventListener('message', ({ data }) => {
        if (typeof data === 'string') globalThis.onFrame?.(data);
      });
    }
  };
}

function beginInPage(log: Element, sessionKey: string): void {
  const times: number[] = [];
  let arrived: number[] = [];
  let drawn: number[] = [];
  const afterFrame = new MessageChannel();
  afterFrame.port1.addEventListener('message', () => {
    const now = performance.now();
    times.push(...drawn.map((at) => now - at));
    drawn = [];
  });
  afterFrame.port1.start();
  globalThis.paintTimes = times;
  globalThis.onFrame = (text) => {
    if (text.includes('"session.live"') && text.includes(sessionKey)) arrived.push(performance.now());
  };
  new MutationObserver(() => {
    const shown = arrived;
    arrived = [];
    // The next frame contains the change for certain, so this may count one frame too many.
    if (shown.length > 0)
      requestAnimationFrame(() => {
        drawn.push(...shown);
        afterFrame.port2.postMessage(0);
      });
  }).observe(log, { childList: true, characterData: true, subtree: true });
}

function endInPage(): number[] {
  globalThis.onFrame = undefined;
  return globalThis.paintTimes ?? [];
}
