// The desktop shell: runs the host in the main process, with a window, a menu and a tray.
import { join } from 'node:path';

import { app, dialog, Menu, protocol, safeStorage, session, shell as desktop } from 'electron';

import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { UpdateSource } from '#core/ports/update-driver.ts';
import { createHost } from '#host/create-host.ts';
import { HostStartError, type Host } from '#host/host-api.ts';
import { productVersion, type ShellSettings } from '#host/shell-settings.ts';
import { activateLanguage, t } from '#messages/translate.ts';

import { appMenu, DEFAULT_MENU_KEYS } from './app-menu.ts';
import { makeAppProtocol } from './app-protocol.ts';
import { followDesktopSettings } from './desktop-settings.ts';
import { serveStatus } from './desktop-status.ts';
import { makeShortcut } from './global-shortcut.ts';
import { connectTray } from './host-client.ts';
import { makeAwakeKeeper } from './keep-awake.ts';
import { setOpenAtLogin } from './login-item.ts';
import { followMenuKeys } from './menu-keys.ts';
import { makeMainWindow } from './main-window.ts';
import { serveNotifications } from './notifications.ts';
import { APP_SCHEME, confineSession, externalUrl } from './page-policy.ts';
import { servePorts } from './port-server.ts';
import { handleQuit } from './quit-flow.ts';
import { safeStorageKey } from './safe-storage-key.ts';
import { makeTray } from './tray.ts';
import { followTray } from './tray-feed.ts';
import { QUIET_TRAY, waitingCount, workingSessions, type TrayState } from './tray-menu.ts';
import { openDesktopUpdates } from './update-driver.ts';

/** The bundle's folder, out/main, next to the pages, preload script and resources. */
const HERE = import.meta.dirname;
const PAGES = join(HERE, '../renderer');
const PRELOAD = join(HERE, '../preload/index.cjs');
const ICON = join(HERE, '../../resources/icon.png');
/** macOS recolors a `Template` image to match its menu bar. */
const TRAY_IMAGE = join(HERE, '../../resources', process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png');

/** How the app starts. */
export interface StartOptions {
  /** The page to open first, as it is when the host has started. */
  readonly page: () => string | undefined;
  /** Shows only the tray icon, if there is one. */
  readonly startsHidden: boolean;
  /** Where reports about crashes are. */
  readonly crashFolder: string;
}

/** Starts the app once Electron is ready; returns the function that brings the window to the front. */
export async function startShell(
  settings: ShellSettings,
  { page, startsHidden, crashFolder }: StartOptions,
): Promise<((page?: string) => void) | undefined> {
  await activateLanguage(undefined, app.getPreferredSystemLanguages());
  const updates = openDesktopUpdates({
    folder: join(settings.home, 'desktop/installers'),
    version: productVersion(),
    quit: () => quit.quit(),
  });
  const host = await startHost(settings, updates.source);
  if (host === undefined) return undefined;
  protocol.handle(APP_SCHEME, makeAppProtocol(PAGES));
  confineSession(session.defaultSession);
  const tray = startTray(host, (path) => window.show(path));
  const quit = handleQuit({
    running: () => workingSessions(tray.state()),
    stop: async () => {
      stopPorts();
      stopNotifications();
      stopDesktop();
      stopMenu();
      tray.stop();
      await host.stop('app quit');
    },
    exit: () => updates.exit(),
  });
  const window = makeMainWindow({
    preload: PRELOAD,
    stateFile: join(settings.home, 'desktop/window.json'),
    icon: ICON,
    openExternal,
    hidesOnClose: () => tray.isShown && !quit.isQuitting(),
  });
  const open = (path?: string): void => window.show(path);
  const stopPorts = servePorts(host);
  const stopNotifications = serveNotifications(open);
  const stopDesktop = serveDesktop(tray, { open, crashFolder });
  const showMenu = (keys = DEFAULT_MENU_KEYS): void =>
    Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(process.platform, { open }, keys)));
  showMenu();
  const stopMenu = followMenuKeys(tray.client, showMenu);
  app.on('activate', () => open());
  app.on('window-all-closed', () => app.quit());
  const firstPage = page();
  if (!startsHidden || !tray.isShown || firstPage !== undefined) open(firstPage);
  return open;
}

interface DesktopParts {
  readonly open: (path: string) => void;
  readonly crashFolder: string;
}

/** Applies the settings of the desktop app, and tells the page how that went. Returns the function that stops it. */
function serveDesktop(tray: RunningTray, { open, crashFolder }: DesktopParts): () => void {
  const status = serveStatus({ shortcut: 'off', crashFolder });
  const shortcut = makeShortcut(() => open('/sessions/new'));
  const awake = makeAwakeKeeper();
  let keepsAwake = true;
  const updateAwake = (): void => awake.update({ enabled: keepsAwake, running: workingSessions(tray.state()).length });
  let opensAtLogin: boolean | undefined;
  const applyLogin = async (enabled: boolean): Promise<void> => {
    if (enabled === opensAtLogin) return;
    opensAtLogin = enabled;
    const place = { platform: process.platform, environment: process.env, executable: process.execPath };
    status.change({ loginProblem: await setOpenAtLogin(enabled, place) });
  };
  const stopFollowing = followDesktopSettings(tray.client, (settings) => {
    status.change({ shortcut: shortcut.set(settings.shortcut) });
    keepsAwake = settings.keepAwake;
    updateAwake();
    void applyLogin(settings.openAtLogin);
  });
  const stopListening = tray.onChange(updateAwake);
  return () => {
    stopFollowing();
    stopListening();
    shortcut.stop();
    awake.stop();
    status.stop();
  };
}

/** Starts the host. On failure, shows the reason in a dialog and quits. */
async function startHost(settings: ShellSettings, updates: UpdateSource): Promise<Host | undefined> {
  const host = createHost({
    ...settings,
    version: productVersion(),
    pages: PAGES,
    updates,
    environment: process.env,
    ...(await sealingKeyOptions(settings.home)),
  });
  try {
    await host.start();
    return host;
  } catch (error) {
    if (!(error instanceof HostStartError)) throw error;
    dialog.showErrorBox(t('shell.startFailed'), error.message);
    app.exit(1);
    return undefined;
  }
}

/** Uses the system's keychain if it is secure; otherwise the host uses its owner-only key file, as Settings shows. */
async function sealingKeyOptions(home: string): Promise<{ readonly sealingKey?: { load(): Promise<Uint8Array> } }> {
  const key = await safeStorageKey(safeStorage, join(home, 'desktop/sealing-key'));
  if ('reason' in key) {
    process.stderr.write(`gatehouse: secrets are encrypted with a key file because ${key.reason}\n`);
    return {};
  }
  return { sealingKey: { load: async () => key } };
}

/** The tray and its state, which is kept even if the desktop shows no icon. */
interface RunningTray {
  readonly isShown: boolean;
  readonly client: GatewayClient;
  state(): TrayState;
  /** Calls a function after each change of the state. Returns the function that stops it. */
  onChange(listener: () => void): () => void;
  stop(): void;
}

function startTray(host: Host, open: (path?: string) => void): RunningTray {
  const client = connectTray(host, productVersion());
  const icon = makeTray(TRAY_IMAGE, {
    open,
    decide: (id, decision) => {
      // Already answered elsewhere, or disconnected; the tray's next state shows it.
      void client.request('approvals.resolve', { id, decision }).catch(() => {});
    },
    answerDevice: (requestId, answer) => {
      // As above, or the request expired.
      void client.request(`device.pair.${answer}`, { requestId }).catch(() => {});
    },
    stop: (sessionKey) => {
      // It has ended meanwhile.
      void client.request('chat.abort', { sessionKey }).catch(() => {});
    },
    quit: () => app.quit(),
  });
  let state = QUIET_TRAY;
  const listeners = new Set<() => void>();
  const stopFollowing = followTray(client, (next) => {
    state = next;
    icon?.show(next);
    app.setBadgeCount(waitingCount(next));
    for (const listener of listeners) listener();
  });
  return {
    isShown: icon !== undefined,
    client,
    state: () => state,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stop() {
      stopFollowing();
      client.stop();
      icon?.destroy();
    },
  };
}

function openExternal(url: string): void {
  const allowed = externalUrl(url);
  // If the browser can't be started, there is nothing else to do.
  if (allowed !== undefined) void desktop.openExternal(allowed).catch(() => {});
}
