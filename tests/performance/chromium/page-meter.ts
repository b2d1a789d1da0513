// Measures a page in the browser: time between frames, long tasks, memory after garbage collection.
import type { CDPSession, Page } from 'playwright';

/** Result of a measurement. */
export interface PageFigures {
  readonly seconds: number;
  /** Times between animation frames, ms. */
  readonly frames: readonly number[];
  /** Tasks over 50 ms on the main thread, ms. */
  readonly longTasks: readonly number[];
  readonly heapGrowthMb: number;
}

interface Meter {
  readonly frames: number[];
  readonly longTasks: number[];
  stop(): void;
}

declare global {
  // Stored in the measured page.
  var pageMeter: Meter | undefined;
}

/** Starts measuring. Call the result to stop. */
export async function measurePage(page: Page): Promise<() => Promise<PageFigures>> {
  const debug = await page.context().newCDPSession(page);
  const heapBefore = await usedHeap(debug);
  const startedAt = performance.now();
  await page.evaluate(beginInPage);
  return async () => {
    const { frames, longTasks } = await page.evaluate(endInPage);
    const seconds = (performance.now() - startedAt) / 1000;
    const heapGrowthMb = ((await usedHeap(debug)) - heapBefore) / 2 ** 20;
    await debug.detach();
    return { seconds, frames, longTasks, heapGrowthMb };
  };
}

/** The heap of the page after garbage collection, MB. */
export async function measureHeap(page: Page): Promise<number> {
  const debug = await page.context().newCDPSession(page);
  const bytes = await usedHeap(debug);
  await debug.detach();
  return bytes / 2 ** 20;
}

async function usedHeap(debug: CDPSession): Promise<number> {
  await debug.send('HeapProfiler.collectGarbage');
  return (await debug.send('Runtime.getHeapUsage')).usedSize;
}

function beginInPage(): void {
  const frames: number[] = [];
  const longTasks: number[] = [];
  const observer = new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((one) => one.duration)));
  observer.observe({ type: 'longtask' });
  let before = performance.now();
  let frame = requestAnimationFrame(function measure(now) {
    frames.push(now - before);
    before = now;
    frame = requestAnimationFrame(measure);
  });
  globalThis.pageMeter = {
    frames,
    longTasks,
    stop: () => {
      observer.disconnect();
      cancelAnimationFrame(frame);
    },
  };
}

function endInPage(): { frames: number[]; longTasks: number[] } {
  const meter = globalThis.pageMeter;
  meter?.stop();
  globalThis.pageMeter = undefined;
  // The first one started before the measurement.
  return { frames: meter?.frames.slice(1) ?? [], longTasks: meter?.longTasks ?? [] };
}
