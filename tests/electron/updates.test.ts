// The built main bundle with electron-updater, a local update server, and an AppImage that is a shell script: what is asked, what is
// downloaded and kept, and what runs after the app has quit.
// Proves: PK-2
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessagePort } from 'node:worker_threads';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createClient } from '#contract/wire/client.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { REAL_TIMERS } from '../support/real-timers.ts';
import { installElectronDouble } from './electron-double.ts';

const folder = mkdtempSync(join(tmpdir(), 'gatehouse-updates-'));
const home = join(folder, 'home');
const appImage = join(folder, 'Gatehouse.AppImage');
const started = join(folder, 'started');
const OLD = '#!/bin/sh\n# 0.1.0\n';
const NEW = `#!/bin/sh\n# 9.0.0\necho "$APPIMAGE_EXIT_AFTER_INSTALL" > "${started}"\n`;
const isLinux = process.platform === 'linux';
const { record, app, ipcMain } = installElectronDouble();
const requests: { readonly path: string; readonly id: unknown }[] = [];
const feed = { version: '0.1.0', content: NEW, checksum: '' };
let server: Server;
let client: GatewayClient;

beforeAll(async () => {
  if (!isLinux) return;
  server = createServer((request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    requests.push({ path, id: request.headers['x-user-staging-id'] });
    if (path.endsWith('.yml')) response.end(describeFeed());
    else if (path.endsWith('.AppImage')) response.end(feed.content);
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const resources = join(folder, 'resources');
  mkdirSync(resources);
  const { port } = server.address() as AddressInfo;
  const config = `provider: generic\nurl: http://127.0.0.1:${port}/releases\nupdaterCacheDirName: gatehouse-updater\n`;
  writeFileSync(join(resources, 'app-update.yml'), config);
  writeFileSync(appImage, OLD);
  chmodSync(appImage, 0o755);
  Object.assign(process, { resourcesPath: resources });
  const variables = { GATEHOUSE_HOME: home, HOME: folder, XDG_CONFIG_HOME: '', XDG_CACHE_HOME: join(folder, 'cache') };
  for (const [name, value] of Object.entries({ ...variables, GATEHOUSE_PORT: '0', APPIMAGE: appImage }))
    vi.stubEnv(name, value);
  await import(pathToFileURL(join(PROJECT_ROOT, 'out/main/index.js')).href);
  await waitUntil('the window', () => record.windows.length === 1);
  client = await connect();
});

afterAll(async () => {
  if (!isLinux) return;
  client.stop();
  if (record.exitCode === undefined) app.emit('will-quit', { preventDefault: () => {} });
  server.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
});

function describeFeed(): string {
  const sha512 = feed.checksum || createHash('sha512').update(feed.content).digest('base64');
  const name = `Gatehouse-${feed.version}.AppImage`;
  return JSON.stringify({
    version: feed.version,
    files: [{ url: name, sha512, size: feed.content.length }],
    path: name,
    sha512,
    releaseDate: '2026-11-30T00:00:00.000Z',
    releaseNotes: 'Faster panes.',
  });
}

async function connect(): Promise<GatewayClient> {
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

describe.skipIf(!isLinux)('updates of an AppImage', () => {
  it('asks nobody while the setting is off', async () => {
    expect(await client.request('updates.get', {})).toMatchObject({ phase: 'idle', checksAutomatically: false });
    expect(requests).toEqual([]);
  });

  it('finds nothing if the server has the same version, and sends no ID of this installation', async () => {
    expect(await client.request('updates.check', {})).toMatchObject({ phase: 'idle', currentVersion: '0.1.0' });
    expect(requests).toEqual([{ path: '/releases/latest-linux.yml', id: '00000000-0000-0000-0000-000000000000' }]);
    expect((await client.request('update.status', {})).updateAvailable).toBeNull();
  });

  it('lists the server in the outbound ledger, and asks a blocked server for nothing', async () => {
    const { destinations } = await client.request('outbound.list', { period: 'today' });
    expect(destinations).toMatchObject([
      { host: '127.0.0.1', callers: [{ caller: { kind: 'gateway', name: 'updates' } }] },
    ]);
    await client.request('outbound.block', { host: '127.0.0.1' });
    const before = requests.length;
    expect((await client.request('updates.check', {})).problem).toContain('blocked');
    expect(requests).toHaveLength(before);
    await client.request('outbound.unblock', { host: '127.0.0.1' });
  });

  it('rejects a file that is not the one that the server described', async () => {
    Object.assign(feed, { version: '9.0.0', checksum: createHash('sha512').update('other').digest('base64') });
    const state = await client.request('updates.check', {});
    expect(state).toMatchObject({ phase: 'idle', problem: expect.stringContaining('checksum') as string });
    expect(readFileSync(appImage, 'utf8')).toBe(OLD);
  });

  it('downloads a newer version with its notes, and keeps the installer of the current one', async () => {
    Object.assign(feed, { checksum: '' });
    const available = new Promise((resolve) => client.on('update.available', resolve));
    const state = await client.request('updates.check', {});
    expect(state).toMatchObject({ phase: 'ready', version: '9.0.0', notes: 'Faster panes.', installs: 'quit' });
    expect(await available).toMatchObject({ updateAvailable: { currentVersion: '0.1.0', latestVersion: '9.0.0' } });
    const old = state.kept.find(({ version }) => version === '0.1.0');
    expect(readFileSync(old?.file ?? '', 'utf8')).toBe(OLD);
    expect(readFileSync(appImage, 'utf8')).toBe(OLD);
  });

  it('waits for a running agent before it restarts, and installs after the host has stopped', async () => {
    await client.request('setup.choose', { model: 'demo/script' });
    const { key } = await client.request('sessions.create', {});
    await client.request('chat.send', { sessionKey: key, message: 'Show me a command', idempotencyKey: 'update-1' });
    await expect.poll(() => record.badge).toBe(1);
    expect(await client.request('updates.install', { when: 'idle' })).toMatchObject({
      phase: 'ready',
      installs: 'idle',
    });
    expect(record.exitCode).toBeUndefined();
    expect(existsSync(started)).toBe(false);
    await client.request('chat.abort', { sessionKey: key });
    await expect.poll(() => existsSync(started)).toBe(true);
    expect(readFileSync(appImage, 'utf8')).toBe(NEW);
    // The new version runs, so it was started without the option to exit after the installation.
    await expect.poll(() => readFileSync(started, 'utf8')).toBe('\n');
    expect(record.questions).toEqual([]);
  });
});
