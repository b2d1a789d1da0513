// Follows the requests of a page, so that a test can wait until everything that the page asked for is there.
import type { Page } from 'playwright';
import { expect } from 'vitest';

/** Follows the connections that the page opens from now on. */
export function followRequests(page: Page): { readonly settled: () => Promise<void> } {
  const open = new Set<string>();
  page.on('websocket', (socket) => {
    open.clear();
    socket.on('framesent', ({ payload }) => {
      const { type, id } = readFrame(payload);
      if (type === 'req') open.add(String(id));
    });
    socket.on('framereceived', ({ payload }) => {
      const { type, id } = readFrame(payload);
      if (type === 'res') open.delete(String(id));
    });
  });
  return {
    /** Resolves once every request is answered and the answers are on the screen. */
    settled: async () => {
      await expect.poll(() => open.size).toBe(0);
      await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    },
  };
}

function readFrame(payload: string | Buffer): { readonly type?: unknown; readonly id?: unknown } {
  return JSON.parse(payload.toString());
}
