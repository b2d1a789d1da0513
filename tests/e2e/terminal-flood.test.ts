// A program that prints without end in a terminal of the app: what the page holds is bounded, and Ctrl+C works.
// Proves: TF-1
import { afterAll, expect, it } from 'vitest';
import { WINDOW_CHARS } from '#gateway/terminals/viewer.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

/** Output of the flood, characters. The page must hold only a small part of it. */
const FLOOD_CHARS = 16 * 1024 * 1024;
const PART_CHARS = 2 * 1024 * 1024;
const MOST_HEAP_GROWTH = 24 * 1024 * 1024;
/** What the kernel, the host, and a frame may hold beyond the window when the flood ends, characters. */
const ON_ITS_WAY = 256 * 1024;

/** Offsets of terminal output in the page. */
interface Traffic {
  received: number;
  acknowledged: number;
  mostOpen: number;
  atInterrupt: number;
}

declare global {
  // Stored in the page under test.
  var terminalTraffic: Traffic;
}

describeInBrowser('endless output in a terminal', () => {
  it('keeps the memory of the page bounded and ends with Ctrl+C', { timeout: 300_000 }, async () => {
    // Where the pointer is a finger, xterm draws with elements, so the text can be read.
    const { app } = await openReadyApp(
      { model: () => ({ steps: [{ say: 'Here I am.' }] }) },
      { hasTouch: true, isMobile: true },
    );
    await app.beginTask('Hello.');
    await app.conversation().getByText('Here I am.').waitFor();
    await app.page.addInitScript(watchTraffic);
    await app.page.reload();
    await app.conversation().getByText('Here I am.').waitFor();
    await app.page.keyboard.press('Control+j');
    await app.page.locator('.xterm-screen').click();
    // What is typed before the shell is ready isn't displayed in one piece.
    await expect.poll(() => lastLine(app)).toMatch(/[#$]$/);
    await type(app, "PS1='rea''dy> '");
    await expect.poll(() => lastLine(app)).toBe('ready>');
    const before = await usedHeap(app);
    await type(app, 'yes 0123456789012345678901234567890123456789');
    // Each part has a separate time limit: how fast a page without a graphics card draws depends on the machine.
    for (let part = PART_CHARS; part <= FLOOD_CHARS; part += PART_CHARS) await receive(app, part);
    expect((await usedHeap(app)) - before).toBeLessThan(MOST_HEAP_GROWTH);
    await app.page.keyboard.press('Control+c');
    await expect.poll(() => lastLine(app)).toBe('ready>');
    const { mostOpen, received, atInterrupt } = await traffic(app);
    expect(mostOpen).toBeGreaterThan(0);
    expect(mostOpen).toBeLessThan(WINDOW_CHARS + ON_ITS_WAY);
    expect(received - atInterrupt).toBeLessThan(WINDOW_CHARS + ON_ITS_WAY);
    await type(app, 'echo still-$((40+2))');
    await expect.poll(() => screenText(app)).toContain('still-42');
  });
});

/** Records in the page what it receives and acknowledges. */
function watchTraffic(): void {
  const found: Traffic = { received: 0, acknowledged: 0, mostOpen: 0, atInterrupt: 0 };
  globalThis.terminalTraffic = found;
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      this.addEventListener('message', ({ data }) => {
        const seq = /^\{"type":"event","event":"terminal\.data","payload":\{"sessionId":"[^"]*","seq":(\d+)/.exec(
          String(data).slice(0, 300),
        )?.[1];
        if (seq === undefined) return;
        found.received = Number(seq);
        found.mostOpen = Math.max(found.mostOpen, found.received - found.acknowledged);
      });
    }

    override send(data: string): void {
      if (data.includes('"terminal.ack"')) found.acknowledged = Number(/"seq":(\d+)/.exec(data)?.[1]);
      if (data.includes(String.raw`"data":"\u0003"`)) found.atInterrupt = found.received;
      super.send(data);
    }
  };
}

/** Waits until the page has got so many characters. The page itself looks, so that looking doesn't slow it down. */
async function receive({ page }: AppPage, chars: number): Promise<void> {
  const hasReceived = (wanted: number): boolean => globalThis.terminalTraffic.received > wanted;
  await page.waitForFunction(hasReceived, chars, { polling: 250, timeout: MAX_WAIT_MS });
}

const traffic = (app: AppPage): Promise<Traffic> => app.page.evaluate(() => globalThis.terminalTraffic);

async function usedHeap(app: AppPage): Promise<number> {
  const debug = await app.page.context().newCDPSession(app.page);
  await debug.send('HeapProfiler.collectGarbage');
  const { usedSize } = await debug.send('Runtime.getHeapUsage');
  await debug.detach();
  return usedSize;
}

async function type(app: AppPage, line: string): Promise<void> {
  await app.page.keyboard.type(line);
  await app.page.keyboard.press('Enter');
}

async function screenText(app: AppPage): Promise<string> {
  return (await app.page.locator('.xterm-rows').allInnerTexts()).join('\n').replaceAll('\u00A0', ' ');
}

async function lastLine(app: AppPage): Promise<string | undefined> {
  const lines = (await screenText(app)).split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '');
}
