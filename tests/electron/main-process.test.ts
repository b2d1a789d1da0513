// The built main bundle under plain Node, with a small double of the `electron` module: what the shell asks of Electron,
// and a real host with a real terminal behind the port that it hands out.
// Proves: AP-2, UI-3, UI-8, PK-4
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MessagePort } from 'node:worker_threads';

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

import { createClient } from '#contract/wire/client.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { DesktopStatus } from '#contract/types/desktop.ts';
import type { FrameChannel } from '#contract/wire/frames.ts';
import { PROJECT_ROOT } from '#scripts/project-root.ts';

import { TestDevice } from '#tests/protocol/support/device.ts';

import { installElectronDouble, TAKEN_SHORTCUT, type MenuEntry, type WindowDouble } from './electron-double.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { t } from '#messages/translate.ts';
import { REAL_TIMERS } from '../support/real-timers.ts';

const OWN = 'gatehouse-app://app/';
const home = mkdtempSync(join(tmpdir(), 'gatehouse-shell-'));
const { record, app, ipcMain } = installElectronDouble();

beforeAll(async () => {
  vi.stubEnv('GATEHOUSE_HOME', home);
  // What a person's shell runs at its start is no part of this.
  vi.stubEnv('HOME', home);
  vi.stubEnv('XDG_CONFIG_HOME', '');
  vi.stubEnv('GATEHOUSE_PORT', '0');
  await import(pathToFileURL(join(PROJECT_ROOT, 'out/main/index.js')).href);
  await waitUntil('the window', () => record.windows.length === 1);
});

afterAll(async () => {
  if (record.exitCode === undefined) app.emit('will-quit', { preventDefault: () => {} });
  await waitUntil('the exit', () => record.exitCode === 0);
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function theWindow(): WindowDouble {
  const [window] = record.windows;
  if (window === undefined) throw new Error('no window');
  return window;
}

/** Emits a cancellable event and tells whether it was cancelled. */
function cancelled(emitter: { emit(name: string, event: object): boolean }, name: string, url = ''): boolean {
  let prevented = false;
  emitter.emit(name, { url, preventDefault: () => (prevented = true) });
  return prevented;
}

/** Asks for a port as a frame at `url` would; `undefined` when none was handed out. */
function askForPort(url: string, options: { readonly subFrame?: boolean } = {}): MessagePort | undefined {
  let port: MessagePort | undefined;
  const frame = { url, postMessage: (_channel: string, _message: unknown, ports: MessagePort[]) => ([port] = ports) };
  const mainFrame = options.subFrame === true ? { url: OWN } : frame;
  ipcMain.emit('gatehouse:request-port', { senderFrame: frame, sender: { mainFrame } });
  return port;
}

function channelOver(port: MessagePort): FrameChannel {
  return {
    send: (text) => {
      port.postMessage(text);
      return 0;
    },
    bufferedBytes: () => 0,
    close: () => port.close(),
    onMessage: (listener) => port.on('message', (text: string) => listener(text)),
    onClose: (listener) => port.on('close', () => listener(1006, 'closed')),
  };
}

/** Sends a message about notifications as a frame at `url` would; returns what the page hears later. */
function notify(message: object, url = OWN): readonly unknown[] {
  const heard: unknown[] = [];
  const frame = { url };
  const sender = { mainFrame: frame, isDestroyed: () => false, send: (...told: unknown[]) => heard.push(...told) };
  ipcMain.emit('gatehouse:notify', { senderFrame: frame, sender }, { type: 'gatehouse:notify', ...message });
  return heard;
}

const visibleNotifications = (): readonly string[] =>
  record.notifications.filter(({ visible }) => visible).map(({ options }) => options.title);

async function connect(): Promise<GatewayClient> {
  const client = createClient({
    open: async () => {
      const port = askForPort(OWN);
      if (port === undefined) throw new Error('no port was handed out');
      return channelOver(port);
    },
    identity: { id: 'gateway-client', mode: 'ui', version: '0.0.0', platform: 'linux' },
    scopes: ['operator.admin'],
    caps: [],
    timers: REAL_TIMERS,
  });
  client.start();
  await expect.poll(() => client.state().kind).toBe('connected');
  return client;
}

/** Asks for the state of the app as a frame at `url` would; returns what the page hears. */
function followStatus(url = OWN): readonly DesktopStatus[] {
  const heard: DesktopStatus[] = [];
  const frame = { url };
  const send = (channel: string, status: DesktopStatus) => channel === 'gatehouse:desktop-status' && heard.push(status);
  ipcMain.emit('gatehouse:desktop-status', {
    senderFrame: frame,
    sender: { mainFrame: frame, isDestroyed: () => false, send },
  });
  return heard;
}

async function configure(client: GatewayClient, desktop: object): Promise<void> {
  const { hash } = await client.request('config.get', {});
  await client.request('config.patch', { raw: JSON.stringify({ desktop }), baseHash: hash });
}

function trayEntry(label: string): MenuEntry | undefined {
  return record.trays[0]?.menu.find((candidate) => candidate.label === label);
}

describe('desktop shell', () => {
  it('isolates and sandboxes its page', () => {
    expect(record.sandboxed).toBe(true);
    expect(theWindow().options.webPreferences).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
    });
    expect(theWindow().options.webPreferences['preload']).toMatch(/out[\\/]preload[\\/]index\.cjs$/);
  });

  it('loads its pages from its own protocol, with a content policy', async () => {
    expect(theWindow().loaded).toEqual([`${OWN}#/`]);
    expect(record.schemes).toMatchObject([{ scheme: 'gatehouse-app', privileges: { standard: true, secure: true } }]);
    const answer = await record.handlers.get('gatehouse-app')?.({ url: OWN, method: 'GET' });
    expect(answer?.status).toBe(200);
    expect(answer?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer?.text()).toContain('<div id=');
  });

  it('blocks navigation, web views, and new windows, and opens web links in the browser', () => {
    const { webContents } = theWindow();
    for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate']) {
      expect(cancelled(webContents, name, 'https://example.org/'), name).toBe(true);
      expect(cancelled(webContents, name, 'file:///etc/passwd'), name).toBe(true);
      expect(cancelled(webContents, name, `${OWN}settings`), name).toBe(false);
    }
    expect(cancelled(webContents, 'will-attach-webview')).toBe(true);
    for (const url of ['https://example.org/', 'file:///etc/passwd', 'javascript:alert(1)', 'vscode://x']) {
      expect(webContents.openHandler({ url })).toEqual({ action: 'deny' });
    }
    expect(record.opened).toEqual(['https://example.org/']);
  });

  it('grants only clipboard writes, and only to its own pages', () => {
    const asked = (url: string, permission: string): boolean => {
      let granted = true;
      record.permissionRequest({ getURL: () => url }, permission, (answer) => (granted = answer));
      return granted;
    };
    expect(asked(OWN, 'clipboard-sanitized-write')).toBe(true);
    expect(asked('https://example.org', 'clipboard-sanitized-write')).toBe(false);
    for (const permission of [
      'media',
      'geolocation',
      'notifications',
      'clipboard-read',
      'openExternal',
      'hid',
      'usb',
    ]) {
      expect(asked(OWN, permission), permission).toBe(false);
      expect(record.permissionCheck(null, permission, OWN), permission).toBe(false);
    }
    expect(record.devicePermission()).toBe(false);
  });

  it('passes a port only to the main frame of its own page', () => {
    expect(askForPort('https://example.org/')).toBeUndefined();
    expect(askForPort('gatehouse-app://evil/')).toBeUndefined();
    expect(askForPort(OWN, { subFrame: true })).toBeUndefined();
    const port = askForPort(OWN);
    expect(port).toBeDefined();
    port?.close();
  });

  it('shows the notifications of its page, and opens the page that a clicked notification links to', () => {
    const show = {
      action: 'show',
      id: 'approval:1',
      title: 'Tidy up',
      body: 'Needs your approval',
      path: '/approvals',
    };
    notify(show, 'https://example.org/');
    notify({ ...show, path: 'https://example.org/' });
    notify({ ...show, title: undefined });
    expect(visibleNotifications()).toEqual([]);
    notify(show);
    notify({ ...show, id: 'question:2', title: 'Other', path: '/sessions/agent:main:x' });
    expect(visibleNotifications()).toEqual(['Tidy up', 'Other']);
    notify({ action: 'close', id: 'approval:1' });
    expect(visibleNotifications()).toEqual(['Other']);
    record.notifications.at(-1)?.emit('click');
    expect(visibleNotifications()).toEqual([]);
    expect(theWindow().loaded.at(-1)).toBe(`${OWN}#/sessions/agent:main:x`);
  });

  it('tells the page which notification the user removed, but not those that the page closes', () => {
    const show = { action: 'show', id: 'run:1', title: 'Removed', body: 'Finished', path: '/home' };
    const heard = notify(show);
    record.notifications.at(-1)?.close();
    expect(heard).toEqual(['gatehouse:notification-dismissed', 'run:1']);
    const quiet = notify(show);
    notify({ action: 'close-all' });
    expect(quiet).toEqual([]);
    expect(visibleNotifications()).toEqual([]);
  });

  it('serves the whole protocol over that port, including terminals', async () => {
    const client = await connect();
    const created = await client.request('sessions.create', {});
    let seen = '';
    client.on('terminal.data', ({ data }) => (seen += data));
    const { sessionId } = await client.request('terminal.open', { sessionKey: created.key, cols: 80, rows: 24 });
    await client.request('terminal.input', { sessionId, data: 'echo from-$((40 + 2))\r' });
    await expect.poll(() => seen).toContain('from-42');
    await client.request('terminal.close', { sessionId });
    client.stop();
  });

  it('shows a tray with a menu that opens the window and quits', () => {
    const [tray] = record.trays;
    const labels = tray?.menu.map(({ label }) => label);
    expect(labels).toContain(t('shell.tray.open'));
    expect(labels).toContain(t('shell.tray.noneWaiting'));
    expect(tray?.tooltip).toContain('Gatehouse');
  });

  it('answers an approval from the tray and asks before quitting during a run', async () => {
    const client = await connect();
    await client.request('setup.choose', { model: 'demo/script' });
    const { key } = await client.request('sessions.create', {});
    await client.request('chat.send', { sessionKey: key, message: 'Show me a command', idempotencyKey: 'tray-1' });
    const waiting = await waitUntil('the entry in the tray', () => trayEntry('mkdir -p gatehouse-demo'));
    expect(record.badge).toBe(1);
    await expect.poll(() => record.trays[0]?.tooltip).toContain(t('shell.tray.running', { count: 1 }));

    expect(cancelled(app, 'before-quit')).toBe(true);
    await expect.poll(() => record.questions).toHaveLength(1);
    expect(record.exitCode).toBeUndefined();

    waiting.submenu?.find(({ label }) => label === t('approvals.allowOnce'))?.click?.();
    await expect.poll(() => record.badge).toBe(0);
    const { approvals } = await client.request('approvals.list', { status: 'resolved' });
    expect(approvals[0]).toMatchObject({ outcome: 'allow-once' });
    await expect.poll(() => record.trays[0]?.tooltip).not.toContain('running');
    client.stop();
  });

  it('answers an access request from the tray', async () => {
    const client = await connect();
    const { url } = await client.request('browsers.link', {});
    const { origin } = new URL(url);
    const ask = () =>
      new TestDevice().connect(origin.replace('http', 'ws'), {
        client: { displayName: 'Tablet' },
        auth: { token: readFileSync(join(home, 'token'), 'utf8').trim() },
        headers: { Origin: origin },
      });
    expect((await ask()).answer.error?.details).toMatchObject({ code: 'PAIRING_REQUIRED' });
    const first = await waitUntil('the entry in the tray', () => trayEntry('Tablet'));
    expect(record.badge).toBe(1);
    first.submenu?.find(({ label }) => label === t('access.approve'))?.click?.();
    await expect.poll(() => record.badge).toBe(0);
    expect((await client.request('device.pair.list', {})).paired).toMatchObject([{ displayName: 'Tablet' }]);
    await ask();
    const second = await waitUntil('the entry in the tray', () => trayEntry('Tablet'));
    second.submenu?.find(({ label }) => label === t('access.deny'))?.click?.();
    await expect.poll(() => record.badge).toBe(0);
    const { pending, paired } = await client.request('device.pair.list', {});
    expect([pending.length, paired.length]).toEqual([0, 1]);
    client.stop();
  });

  it('hides to the tray when closed, keeps its position, and reopens for a second instance', () => {
    const window = theWindow();
    expect(cancelled(window, 'close')).toBe(true);
    expect(window.visible).toBe(false);
    expect(JSON.parse(readFileSync(join(home, 'desktop/window.json'), 'utf8'))).toMatchObject({
      bounds: { width: 1000 },
    });
    app.emit('second-instance', {}, ['/usr/bin/gatehouse']);
    expect(window.visible).toBe(true);
  });

  it('opens the session of a link and ignores other links', () => {
    const window = theWindow();
    app.emit('second-instance', {}, ['/usr/bin/gatehouse', 'gatehouse://session/agent:main:main']);
    expect(window.loaded.at(-1)).toBe(`${OWN}#/sessions/agent%3Amain%3Amain`);
    const before = window.loaded.length;
    app.emit('second-instance', {}, ['/usr/bin/gatehouse', 'gatehouse://session/agent:main:main?send=hello']);
    app.emit('open-url', { preventDefault: () => {} }, 'gatehouse://settings');
    expect(window.loaded).toHaveLength(before);
    app.emit('open-url', { preventDefault: () => {} }, 'gatehouse://approvals');
    expect(window.loaded.at(-1)).toBe(`${OWN}#/approvals`);
  });

  it('opens a folder as a project, from its icon and from the command line', () => {
    const window = theWindow();
    const page = `${OWN}#/projects?folder=${encodeURIComponent(home)}`;
    app.emit('open-file', { preventDefault: () => {} }, home);
    expect(window.loaded.at(-1)).toBe(page);
    app.emit('second-instance', {}, ['/usr/bin/gatehouse', 'gatehouse://approvals'], '/');
    app.emit('second-instance', {}, ['/usr/bin/gatehouse', '.'], home);
    expect(window.loaded.at(-1)).toBe(page);
    const before = window.loaded.length;
    app.emit('open-file', { preventDefault: () => {} }, join(home, 'token'));
    app.emit('second-instance', {}, ['/usr/bin/gatehouse', '--flag'], home);
    expect(window.loaded).toHaveLength(before);
  });

  it('applies its settings: a shortcut for a new session, opening at login', async () => {
    const client = await connect();
    const autostart = join(home, '.config/autostart/gatehouse.desktop');
    const heard = followStatus();
    const shortcutState = () => heard.at(-1)?.shortcut;
    await configure(client, { shortcut: 'CommandOrControl+Shift+G', openAtLogin: true });
    await expect.poll(shortcutState).toBe('active');
    record.shortcuts.get('CommandOrControl+Shift+G')?.();
    expect(theWindow().loaded.at(-1)).toBe(`${OWN}#/sessions/new`);
    await expect.poll(() => existsSync(autostart)).toBe(true);
    expect(readFileSync(autostart, 'utf8')).toMatch(/^Exec=".+" --hidden$/m);
    await configure(client, { shortcut: TAKEN_SHORTCUT });
    await expect.poll(shortcutState).toBe('taken');
    await configure(client, { shortcut: 'no keys!' });
    await expect.poll(shortcutState).toBe('invalid');
    await configure(client, { shortcut: '', openAtLogin: false });
    await expect.poll(shortcutState).toBe('off');
    expect(record.shortcuts.size).toBe(0);
    await expect.poll(() => existsSync(autostart)).toBe(false);
    expect(followStatus('https://example.org/')).toEqual([]);
    client.stop();
  });

  it('keeps the computer awake while an agent works, unless that is switched off', async () => {
    const client = await connect();
    const { key } = await client.request('sessions.create', {});
    await client.request('chat.send', { sessionKey: key, message: 'Show me a command', idempotencyKey: 'awake-1' });
    await expect.poll(() => record.blockers.size).toBe(1);
    await configure(client, { keepAwake: false });
    await expect.poll(() => record.blockers.size).toBe(0);
    await configure(client, { keepAwake: true });
    await expect.poll(() => record.blockers.size).toBe(1);
    await client.request('chat.abort', { sessionKey: key });
    await expect.poll(() => record.blockers.size).toBe(0);
    client.stop();
  });

  it('reports crashes to a local folder only, and reloads a window that crashed, once', () => {
    expect(record.crashUploads).toBe(false);
    const { webContents } = theWindow();
    const crash = () => app.emit('render-process-gone', {}, webContents, { reason: 'crashed', exitCode: 11 });
    crash();
    crash();
    app.emit('child-process-gone', {}, { type: 'GPU', reason: 'oom', exitCode: 1 });
    app.emit('child-process-gone', {}, { type: 'Utility', reason: 'clean-exit', exitCode: 0 });
    expect(webContents.reloads).toBe(1);
    const folder = join(home, 'desktop/crashes');
    const reports = readdirSync(folder).filter((name) => name.endsWith('.json'));
    const found = reports.map((name) => String(JSON.parse(readFileSync(join(folder, name), 'utf8')).process));
    expect(found.toSorted()).toEqual(['GPU', 'window', 'window']);
  });

  it('keeps its files in the home folder', () => {
    expect(record.paths.get('userData')).toBe(join(home, 'desktop/chromium'));
  });

  it('stops the host before it quits', async () => {
    expect(cancelled(app, 'before-quit')).toBe(false);
    expect(cancelled(theWindow(), 'close')).toBe(false);
    expect(cancelled(app, 'will-quit')).toBe(true);
    await expect.poll(() => record.exitCode).toBe(0);
  });
});
