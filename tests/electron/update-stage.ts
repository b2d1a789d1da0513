// The built main bundle with electron-updater, a local update server, and an AppImage that is a shell script.
import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessagePort } from 'node:worker_threads';

import { afterAll, beforeAll, vi } from 'vitest';

import { createClient } from '#contract/wire/client.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { REAL_TIMERS } from '../support/real-timers.ts';
import { installElectronDouble } from './electron-double.ts';

/** What the update server has. */
export interface UpdateFeed {
  version: string;
  content: string;
  /** Instead of that of the content. */
  checksum: string;
  /** The signatures of some metadata; undefined if the server has none. */
  sign: ((name: string, content: string) => string) | undefined;
}

/** The content of the AppImage that runs. */
export const OLD_APP = '#!/bin/sh\n# 0.1.0\n';

/** Updates work like this on Linux only. */
export const isLinux = process.platform === 'linux';

/** Starts the app for the tests of a file, as a build with these update keys. */
export function useUpdateStage(keys?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'gatehouse-updates-'));
  const home = join(folder, 'home');
  const appImage = join(folder, 'Gatehouse.AppImage');
  const started = join(folder, 'started');
  const { record, app, ipcMain } = installElectronDouble();
  const requests: { readonly path: string; readonly id: unknown }[] = [];
  const newApp = `#!/bin/sh\n# 9.0.0\necho "$APPIMAGE_EXIT_AFTER_INSTALL" > "${started}"\n`;
  const feed: UpdateFeed = { version: '0.1.0', content: newApp, checksum: '', sign: undefined };
  let server: Server;
  let client: GatewayClient | undefined;

  beforeAll(async () => {
    if (!isLinux) return;
    server = createServer((request, response) => {
      const path = request.url?.split('?')[0] ?? '';
      requests.push({ path, id: request.headers['x-user-staging-id'] });
      const name = path.split('/').at(-1) ?? '';
      if (name.endsWith('.yml')) response.end(describeFeed(feed));
      else if (name.endsWith('.yml.sig') && feed.sign !== undefined)
        response.end(feed.sign(name.replace(/\.sig$/, ''), describeFeed(feed)));
      else if (name.endsWith('.AppImage')) response.end(feed.content);
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const resources = join(folder, 'resources');
    mkdirSync(resources);
    const { port } = server.address() as AddressInfo;
    const config = `provider: generic\nurl: http://127.0.0.1:${port}/releases\nupdaterCacheDirName: gatehouse-updater\n`;
    writeFileSync(join(resources, 'app-update.yml'), config);
    if (keys !== undefined) writeFileSync(join(resources, 'update-keys.txt'), keys);
    writeFileSync(appImage, OLD_APP);
    chmodSync(appImage, 0o755);
    Object.assign(process, { resourcesPath: resources });
    const variables = {
      GATEHOUSE_HOME: home,
      HOME: folder,
      XDG_CONFIG_HOME: '',
      XDG_CACHE_HOME: join(folder, 'cache'),
    };
    for (const [name, value] of Object.entries({ ...variables, GATEHOUSE_PORT: '0', APPIMAGE: appImage }))
      vi.stubEnv(name, value);
    await import(pathToFileURL(join(PROJECT_ROOT, 'out/main/index.js')).href);
    await waitUntil('the window', () => record.windows.length === 1);
    client = await connect({ ipcMain });
  });

  afterAll(async () => {
    if (!isLinux) return;
    client?.stop();
    if (record.exitCode === undefined) app.emit('will-quit', { preventDefault: () => {} });
    server.close();
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  });

  return {
    record,
    requests,
    feed,
    appImage,
    /** Exists once the new version was started. */
    started,
    client: (): GatewayClient => client ?? raise(),
  };
}

function raise(): never {
  throw new Error('The app is not connected.');
}

function describeFeed({ version, content, checksum }: UpdateFeed): string {
  const sha512 = checksum || createHash('sha512').update(content).digest('base64');
  const name = `Gatehouse-${version}.AppImage`;
  return JSON.stringify({
    version,
    files: [{ url: name, sha512, size: content.length }],
    path: name,
    sha512,
    releaseDate: '2026-11-30T00:00:00.000Z',
    releaseNotes: 'Faster panes.',
  });
}

type Double = ReturnType<typeof installElectronDouble>;

async function connect({ ipcMain }: Pick<Double, 'ipcMain'>): Promise<GatewayClient> {
  const opened = createClient({
    open: async () => {
      let port: MessagePort | undefined;
      const url = 'gatehouse-app://app/';
      const frame = {
        url,
        postMessage: (_channel: string, _message: unknown, ports: MessagePort[]) => ([port] = ports),
      };
      ipcMain.emit('gatehouse:request-port', { senderFrame: frame, sender: { mainFrame: frame } });
      if (port === undefined) throw new Error('no port');
      const own: MessagePort = port;
      return {
        send: (text) => (own.postMessage(text), 0),
        bufferedBytes: () => 0,
        close: () => own.close(),
        onMessage: (listener) => own.on('message', (text: string) => listener(text)),
        onClose: (listener) => own.on('close', () => listener(1006, 'closed')),
      };
    },
    identity: { id: 'gateway-client', mode: 'ui', version: '0.0.0', platform: 'linux' },
    scopes: ['operator.admin'],
    caps: [],
    timers: REAL_TIMERS,
  });
  opened.start();
  await waitUntil('the connection', () => opened.state().kind === 'connected');
  return opened;
}
