// A page of a development server beside the chat: it loads, its socket works, its errors are in the console, and it can't reach the app.
// Proves: N-8, EX-7
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { WebSocketServer } from 'ws';
import { t } from '#messages/translate.ts';
import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

/** What a hostile page tries. Each line must print nothing but "denied". */
const ATTACK = `
  const tries = {
    storage: () => parent.localStorage.length,
    window: () => parent.document.title,
    navigation: () => { top.location.href = 'about:blank'; },
    cookie: () => { if (!document.cookie.includes('gatehouse')) throw new Error('none'); },
  };
  const results = {};
  for (const [name, attempt] of Object.entries(tries)) {
    try { attempt(); results[name] = 'reached'; } catch { results[name] = 'denied'; }
  }
  const app = new URLSearchParams(location.search).get('app');
  fetch(app + '/auth/session', { credentials: 'include' }).then(() => 'reached', () => 'denied').then((answer) => {
    results.fetch = answer;
    const socket = new WebSocket(app.replace('http', 'ws'));
    socket.onopen = () => { results.socket = 'reached'; show(); };
    socket.onerror = () => { results.socket = 'denied'; show(); };
  });
  const show = () => { document.querySelector('#attack').textContent = JSON.stringify(results); };`;

const PAGE = `<!doctype html><html><head><title>Garden</title></head><body>
<h1>Garden</h1><a href="/beans">Beans</a><p id="hot">waiting</p><p id="attack"></p>
<script>
  const socket = new WebSocket(location.origin.replace('http', 'ws') + '/hot');
  socket.onmessage = (event) => { document.querySelector('#hot').textContent = event.data; };
  console.error('the beans are missing');
  if (location.pathname === '/attack') { ${ATTACK} }
</script></body></html>`;

/** A development server with a socket for hot reload. */
async function startSite() {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/favicon.ico') return void response.writeHead(204).end();
    const embedded = `<iframe src="${url.searchParams.get('url') ?? ''}" width="600" height="400"></iframe>`;
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(url.pathname === '/embed' ? embedded : PAGE);
  });
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.send('hot reload works'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    sockets.close();
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function openPort(app: AppPage, port: number) {
  app.watch.expect(/the beans are missing/);
  await app.beginTask('Hello');
  await app.conversation().getByText('Hello yourself.').waitFor();
  const tab = app.page.getByRole('tab', { name: t('sessions.inspector.preview') });
  if (!(await tab.isVisible())) await app.page.keyboard.press('Control+Shift+E');
  await tab.click();
  await app.page.getByLabel(t('preview.port'), { exact: true }).fill(String(port));
  await app.button(t('preview.open')).click();
  return app.page.frameLocator(`iframe[title="${t('preview.frame', { port: String(port) })}"]`);
}

describeInBrowser('the preview pane', () => {
  it('shows a page with its socket, and its errors in the console', async () => {
    const port = await startSite();
    const { app } = await openReadyApp({ model: () => ({ steps: [{ say: 'Hello yourself.' }] }) });
    const frame = await openPort(app, port);
    await frame.getByRole('heading', { name: 'Garden' }).waitFor();
    await frame.getByText('hot reload works').waitFor();
    const path = app.page.getByLabel(t('preview.path'), { exact: true });
    await frame.getByRole('link', { name: 'Beans' }).click();
    await expect.poll(() => path.inputValue()).toBe('/beans');
    await app.button(t('preview.back')).click();
    await expect.poll(() => path.inputValue()).toBe('/');
    await app.page.getByRole('radio', { name: t('preview.width.phone') }).click();
    await expect.poll(async () => frame.locator('body').evaluate(() => innerWidth)).toBe(390);
    await frame.getByText('hot reload works').waitFor();
    await app.page.getByRole('tab', { name: t('sessions.inspector.console') }).click();
    const log = app.page.getByRole('log', { name: t('console.lines') });
    await log.getByText('console.error: the beans are missing').first().waitFor();
    await log
      .getByRole('button', { name: t('console.fix') })
      .first()
      .waitFor();
  });

  it('keeps the page away from the app', async () => {
    const port = await startSite();
    const { app, stage } = await openReadyApp({ model: () => ({ steps: [{ say: 'Hello yourself.' }] }) });
    app.watch.expect(
      /Access to fetch|Failed to load resource|WebSocket connection|Blocked a frame|Unsafe attempt|navigate/,
    );
    const frame = await openPort(app, port);
    await frame.getByRole('heading', { name: 'Garden' }).waitFor();
    const path = app.page.getByLabel(t('preview.path'), { exact: true });
    await path.fill(`/attack?app=${new URL(stage.host().signInUrl).origin}`);
    await path.press('Enter');
    await frame.getByText('"socket"').waitFor();
    expect(JSON.parse((await frame.locator('#attack').textContent()) ?? '')).toEqual({
      storage: 'denied',
      window: 'denied',
      navigation: 'denied',
      cookie: 'denied',
      fetch: 'denied',
      socket: 'denied',
    });
    expect(app.page.url()).toContain('/sessions');
  });

  it('opens in a browser and in a frame of another site, as in the desktop window', async () => {
    const port = await startSite();
    const { app } = await openReadyApp({ model: () => ({ steps: [{ say: 'Hello yourself.' }] }) });
    const frame = await openPort(app, port);
    await frame.getByRole('heading', { name: 'Garden' }).waitFor();
    const opening = app.page.context().waitForEvent('page');
    await app.button(t('preview.browser')).click();
    const popup = await opening;
    await popup.getByText('hot reload works').waitFor();
    const addresses: string[] = [];
    await app.page.exposeFunction('keepAddress', (url: string) => void addresses.push(url));
    await app.page.evaluate(() => {
      window.open = (url) => {
        // The test exposed it.
        (window as unknown as { keepAddress(url: string): void }).keepAddress(String(url));
        return null;
      };
    });
    await app.button(t('preview.browser')).click();
    await expect.poll(() => addresses.length).toBe(1);
    await popup.goto(`http://localhost:${port}/embed?url=${encodeURIComponent(addresses[0] ?? '')}`);
    await popup.frameLocator('iframe').getByText('hot reload works').waitFor();
  });

  it('fits a phone', async () => {
    const port = await startSite();
    const { app } = await openReadyApp({ model: () => ({ steps: [{ say: 'Hello yourself.' }] }) }, PHONE);
    app.watch.expect(/the beans are missing/);
    await app.beginTask('Hello');
    await app.conversation().getByText('Hello yourself.').waitFor();
    await app.page.keyboard.press('Control+Shift+E');
    await app.page.getByRole('tab', { name: t('sessions.inspector.preview') }).click();
    await app.page.getByText(t('preview.noPorts')).waitFor();
    await app.page.getByLabel(t('preview.port'), { exact: true }).fill(String(port));
    await app.button(t('preview.open')).click();
    const frame = app.page.frameLocator(`iframe[title="${t('preview.frame', { port: String(port) })}"]`);
    await frame.getByText('hot reload works').waitFor();
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      PHONE.viewport.width,
    );
  });
});
