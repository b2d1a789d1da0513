// The built preload script in a real Chromium: it carries a port to the page, on request, passes on its
// notifications, names dropped folders, and exposes nothing else.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { launchChromium, provideChromium } from '#tests/support/chromium.ts';

const BUILT = join(PROJECT_ROOT, 'out/preload/index.cjs');
/** Answered by the test itself: the page needs an origin, as it has one under our own scheme. */
const PAGE = 'http://page.test/';
const missing = await provideChromium().then((install) => (typeof install === 'string' ? install : undefined));

/** The preload with a `require` that knows only Electron's IPC; main's part is a MessageChannel that echoes. */
function preloadScript(): string {
  return `{
    const listeners = new Map();
    const electron = { ipcRenderer: {
      on: (channel, listener) => listeners.set(channel, listener),
      send: (channel, data) => {
        if (channel === 'gatehouse:notify') return globalThis.sent = data;
        if (channel === 'gatehouse:desktop-status') return listeners.get(channel)({}, { shortcut: 'off' });
        globalThis.asked = (globalThis.asked ?? 0) + 1;
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = ({ data }) => port1.postMessage('echo ' + data);
        listeners.get('gatehouse:port')({ ports: [port2] });
      },
    }, webUtils: { getPathForFile: ({ name }) => '/real/' + name } };
    globalThis.dismiss = (id) => listeners.get('gatehouse:notification-dismissed')({}, id);
    const require = (name) => { if (name === 'electron') return electron; throw new Error('no ' + name); };
    const module = { exports: {} };
    (function (require, module, exports) { ${readFileSync(BUILT, 'utf8')}\n })(require, module, module.exports);
  }`;
}

describe('preload', () => {
  let browser: Browser | undefined;
  let page: Page | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return;
    browser = await launchChromium();
    page = await browser.newPage();
    await page.addInitScript(preloadScript());
    await page.route(PAGE, (route) => route.fulfill({ contentType: 'text/html', body: '<p>page</p>' }));
    await page.goto(PAGE);
  });
  afterAll(async () => browser?.close());

  it('gives the page a working port on request', async (context) => {
    if (page === undefined) return context.skip(missing);
    const answer = await page.evaluate(async () => {
      const port = new Promise<MessagePort | undefined>((resolve) => {
        addEventListener('message', (event) => {
          if (event.data === 'gatehouse:port') resolve(event.ports[0]);
        });
      });
      postMessage('gatehouse:request-port', '*');
      const given = await port;
      return new Promise((resolve) => {
        if (given === undefined) return resolve('no port');
        given.addEventListener('message', ({ data }) => resolve(data));
        given.start();
        given.postMessage('hello');
      });
    });
    expect(answer).toBe('echo hello');
  });

  it('ignores requests from frames inside the page', async (context) => {
    if (page === undefined) return context.skip(missing);
    const before = await page.evaluate(() => Reflect.get(globalThis, 'asked') as number);
    await page.evaluate(async () => {
      const frame = document.createElement('iframe');
      frame.srcdoc = '<script>parent.postMessage("gatehouse:request-port", "*")</script>';
      const heard = new Promise((resolve) => addEventListener('message', resolve, { once: true }));
      document.body.append(frame);
      await heard;
    });
    expect(await page.evaluate(() => Reflect.get(globalThis, 'asked') as number)).toBe(before);
  });

  it("passes the page's notifications to the shell, and the user's answer back", async (context) => {
    if (page === undefined) return context.skip(missing);
    const message = { type: 'gatehouse:notify', action: 'close', id: 'approval:1' };
    await page.evaluate((data) => postMessage(data, '*'), message);
    await expect.poll(() => page?.evaluate(() => Reflect.get(globalThis, 'sent') as unknown)).toEqual(message);
    const heard = await page.evaluate(async () => {
      const told = new Promise((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
      (Reflect.get(globalThis, 'dismiss') as (id: string) => void)('approval:1');
      return told;
    });
    expect(heard).toEqual({ type: 'gatehouse:notification-dismissed', id: 'approval:1' });
  });

  it('asks for the state of the app and passes the answer on', async (context) => {
    if (page === undefined) return context.skip(missing);
    const heard = await page.evaluate(async () => {
      const told = new Promise((resolve) =>
        addEventListener('message', ({ data }) => typeof data === 'object' && resolve(data)),
      );
      postMessage('gatehouse:desktop-status', '*');
      return told;
    });
    expect(heard).toEqual({ type: 'gatehouse:desktop-status', status: { shortcut: 'off' } });
  });

  it('names a dropped folder, unless the page takes it itself, and no file', async (context) => {
    if (page === undefined) return context.skip(missing);
    const heard = await page.evaluate(async () => {
      const told: unknown[] = [];
      addEventListener('message', ({ data }) => told.push(data));
      const drop = (name: string, isDirectory: boolean) => {
        const event = new Event('drop', { bubbles: true, cancelable: true });
        const item = { webkitGetAsEntry: () => ({ isDirectory }), getAsFile: () => new File([], name) };
        Object.assign(event, { dataTransfer: { items: [item] } });
        document.body.dispatchEvent(event);
        return event.defaultPrevented;
      };
      const take = (event: Event) => event.preventDefault();
      document.body.addEventListener('drop', take);
      drop('taken', true);
      document.body.removeEventListener('drop', take);
      const isHeld = [drop('notes.txt', false), drop('site', true)];
      await new Promise((done) => setTimeout(done));
      return { told, isHeld };
    });
    // What isn't taken never replaces the page.
    expect(heard).toEqual({ told: [{ type: 'gatehouse:dropped-folder', path: '/real/site' }], isHeld: [true, true] });
  });

  it('adds no global to the page', async (context) => {
    if (page === undefined) return context.skip(missing);
    const names = await page.evaluate(() =>
      Object.keys(globalThis).filter((name) => /electron|ipc|gatehouse|require/i.test(name)),
    );
    expect(names).toEqual([]);
  });
});
