// The app as an installed one: its service worker, what it stores, how it opens without the gateway, and the offer to install it.
// Proves: UI-9
import { afterAll, expect, it } from 'vitest';

import { t } from '#messages/translate.ts';

import type { AppPage } from './app-page.ts';
import { closeBrowser, describeInBrowser, openReadyApp } from './stage.ts';

afterAll(closeBrowser);

const PHONE = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
  serviceWorkers: 'allow',
} as const;

/** Waits until the worker controls the page, and returns the paths of all that is stored, by cache. */
async function storedPaths(app: AppPage): Promise<Readonly<Record<string, readonly string[]>>> {
  return app.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller === null)
      await new Promise((done) => navigator.serviceWorker.addEventListener('controllerchange', done, { once: true }));
    const found: Record<string, string[]> = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      found[name] = requests.map(({ url }) => new URL(url).pathname);
    }
    return found;
  });
}

describeInBrowser('the installed app', () => {
  it('stores its own files only, and none of an earlier version', async () => {
    const { app } = await openReadyApp({}, PHONE);
    await storedPaths(app);
    await app.page.evaluate(async () => {
      await (await caches.open('gatehouse-shell-0')).put('/', new Response('old'));
      await (await navigator.serviceWorker.ready).unregister();
    });
    await app.page.reload();
    await app.page.getByRole('heading', { level: 1 }).waitFor();
    await expect
      .poll(async () => Object.keys(await storedPaths(app)))
      .toEqual([expect.stringMatching(/^gatehouse-shell-\w{16}$/)]);
    await app.page.evaluate(() => (location.hash = '/usage'));
    await app.page.getByRole('heading', { level: 1, name: t('usage.title') }).waitFor();
    const [paths = []] = Object.values(await storedPaths(app));
    expect(paths).toContain('/');
    expect(paths.filter((path) => !/^\/(?:assets\/.+|app\.webmanifest|icon[\w-]*\.\w+)?$/.test(path))).toEqual([]);
  });

  it('opens while the gateway is stopped, says so, and connects again on Retry', async () => {
    const { stage, app } = await openReadyApp({}, PHONE);
    await storedPaths(app);
    await stage.kill();
    app.watch.expect(/Failed to load resource|ERR_FAILED/);
    await app.page.reload();
    const retry = app.button(t('app.connection.retryNow'));
    await retry.waitFor();
    await stage.restart();
    await retry.click();
    await retry.waitFor({ state: 'detached' });
    await app.page.getByRole('heading', { level: 1 }).waitFor();
  });

  it('passes the criteria of the browser', async () => {
    const { app } = await openReadyApp({}, PHONE);
    await storedPaths(app);
    const session = await app.page.context().newCDPSession(app.page);
    const { errors, data } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const manifest = JSON.parse(data ?? '{}') as {
      icons: readonly { src: string; sizes: string; purpose?: string }[];
      shortcuts: readonly { url: string }[];
    };
    expect(manifest.icons.map(({ sizes }) => sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
    expect(manifest.icons.some(({ purpose }) => purpose === 'maskable')).toBe(true);
    const sizes = await app.page.evaluate(
      (icons) =>
        Promise.all(
          icons.map(async ({ src }) => {
            const image = new Image();
            image.src = src;
            await image.decode();
            return `${image.naturalWidth}x${image.naturalHeight}`;
          }),
        ),
      manifest.icons.filter(({ src }) => src.endsWith('.png')),
    );
    expect(sizes).toEqual(['192x192', '512x512', '512x512']);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    expect(installabilityErrors).toEqual([]);
  });

  it('is offered in the settings when the browser can install it', async () => {
    const { app } = await openReadyApp({}, PHONE);
    await app.page.evaluate(() => (location.hash = '/settings/devices'));
    await app.page.getByText(t('install.menu')).waitFor();
    await app.page.evaluate(() => {
      const offer = new Event('beforeinstallprompt', { cancelable: true });
      Object.assign(offer, { prompt: async () => {}, userChoice: Promise.resolve({ outcome: 'accepted' }) });
      window.dispatchEvent(offer);
    });
    await app.button(t('install.install')).click();
    await app.page.getByText(t('install.done'), { exact: true }).waitFor();
  });
});
