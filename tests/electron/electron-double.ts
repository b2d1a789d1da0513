// A small double of the `electron` module: enough for the built main bundle to start under plain Node and to be looked at.
import { EventEmitter } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { MessageChannel, type MessagePort } from 'node:worker_threads';

/** Everything that the shell did with its double. */
export interface ElectronRecord {
  readonly windows: WindowDouble[];
  readonly trays: TrayDouble[];
  readonly schemes: unknown[];
  readonly handlers: Map<string, (request: { readonly url: string; readonly method: string }) => Promise<Response>>;
  readonly opened: string[];
  readonly notifications: NotificationDouble[];
  readonly errorBoxes: string[];
  /** Registered key combinations, and what a press does. */
  readonly shortcuts: Map<string, () => void>;
  /** Requests to keep the computer awake. */
  readonly blockers: Set<number>;
  crashUploads: boolean | undefined;
  /** Questions that were asked in a dialog, and the button that answers them. */
  readonly questions: string[];
  answer: number;
  readonly paths: Map<string, string>;
  sandboxed: boolean;
  badge: number;
  exitCode: number | undefined;
  /** The version of the app, as Electron reports it. */
  version: string;
  permissionRequest: (contents: { getURL(): string }, permission: string, decide: (granted: boolean) => void) => void;
  permissionCheck: (contents: null, permission: string, origin: string) => boolean;
  devicePermission: () => boolean;
}

/** A handle to the double: what was recorded, and the emitters that stand for the user and the system. */
export interface ElectronDouble {
  readonly record: ElectronRecord;
  readonly app: EventEmitter;
  readonly ipcMain: EventEmitter;
}

/** A window that exists in memory only. */
export class WindowDouble extends EventEmitter {
  readonly options: { readonly webPreferences: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
  readonly webContents = new ContentsDouble();
  readonly loaded: string[] = [];
  visible = false;
  constructor(options: WindowDouble['options']) {
    super();
    this.options = options;
    record.windows.push(this);
  }
  async loadURL(url: string): Promise<void> {
    this.loaded.push(url);
    this.webContents.url = url;
    this.emit('ready-to-show');
  }
  show(): void {
    this.visible = true;
  }
  hide(): void {
    this.visible = false;
  }
  focus(): void {}
  restore(): void {}
  maximize(): void {}
  isMinimized(): boolean {
    return false;
  }
  isMaximized(): boolean {
    return false;
  }
  getNormalBounds(): object {
    return { x: 10, y: 20, width: 1000, height: 700 };
  }
}

/** A page's contents: keeps its policy handlers for the test to call. */
export class ContentsDouble extends EventEmitter {
  url = '';
  openHandler: (details: { readonly url: string }) => { readonly action: string } = () => ({ action: 'allow' });
  setWindowOpenHandler(handler: ContentsDouble['openHandler']): void {
    this.openHandler = handler;
  }
  getURL(): string {
    return this.url;
  }
  isDestroyed(): boolean {
    return false;
  }
  reloads = 0;
  reload(): void {
    this.reloads += 1;
  }
}

/** An entry of a menu template, as far as tests look at it. */
export interface MenuEntry {
  readonly label?: string;
  readonly submenu?: readonly MenuEntry[];
  readonly click?: () => void;
}

/** A tray icon that keeps its last menu template and tooltip. */
export class TrayDouble extends EventEmitter {
  menu: readonly MenuEntry[] = [];
  tooltip = '';
  readonly image: string;
  constructor(image: string) {
    super();
    this.image = image;
    record.trays.push(this);
  }
  setToolTip(text: string): void {
    this.tooltip = text;
  }
  setContextMenu(menu: TrayDouble['menu']): void {
    this.menu = menu;
  }
  destroy(): void {}
}

/** A notification that records whether it is on the screen. */
export class NotificationDouble extends EventEmitter {
  readonly options: { readonly title: string; readonly body: string; readonly silent?: boolean };
  visible = false;
  constructor(options: NotificationDouble['options']) {
    super();
    this.options = options;
    record.notifications.push(this);
  }
  static isSupported(): boolean {
    return true;
  }
  show(): void {
    this.visible = true;
  }
  close(): void {
    this.visible = false;
    this.emit('close');
  }
}

/** Node's port, dressed as Electron's: events carry `{ data }`. */
class PortDouble extends EventEmitter {
  readonly port: MessagePort;
  constructor(port: MessagePort) {
    super();
    this.port = port;
    port.on('close', () => this.emit('close'));
  }
  postMessage(message: unknown): void {
    this.port.postMessage(message);
  }
  start(): void {
    this.port.on('message', (data) => this.emit('message', { data, ports: [] }));
    this.port.unref();
  }
  close(): void {
    this.port.close();
  }
}

class MessageChannelDouble {
  readonly port1: PortDouble;
  readonly port2: MessagePort;
  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new PortDouble(port1);
    this.port2 = port2;
  }
}

/** Requests over Node's own client, after the session's handler was asked, as Electron does it. */
function netRequest(options: RequestOptions & { readonly session: SessionDouble; readonly redirect?: string }) {
  const { session, redirect: _redirect, ...rest } = options;
  const request = httpRequest(rest);
  const { protocol = 'http:', hostname, port, path = '/' } = rest;
  session.beforeRequest({ url: `${protocol}//${hostname}:${port}${path}` }, ({ cancel = false }) => {
    if (cancel) request.destroy(new Error('net::ERR_BLOCKED_BY_CLIENT'));
  });
  return request;
}

type BeforeRequest = (
  details: { readonly url: string },
  decide: (answer: { readonly cancel?: boolean }) => void,
) => void;

class SessionDouble {
  beforeRequest: BeforeRequest = (_details, decide) => decide({});
  readonly webRequest = { onBeforeRequest: (handler: BeforeRequest) => void (this.beforeRequest = handler) };
}
const partitions = new Map<string, SessionDouble>();

class AppDouble extends EventEmitter {
  readonly isPackaged = true;
  getVersion(): string {
    return record.version;
  }
  getName(): string {
    return 'Gatehouse';
  }
  getPath(name: string): string {
    return record.paths.get(name) ?? '';
  }
  setName(): void {}
  setAsDefaultProtocolClient(): void {}
  getLoginItemSettings(): object {
    return { wasOpenedAtLogin: false };
  }

  getPreferredSystemLanguages(): string[] {
    return ['en-US'];
  }
  setPath(name: string, path: string): void {
    record.paths.set(name, path);
  }
  enableSandbox(): void {
    record.sandboxed = true;
  }
  requestSingleInstanceLock(): boolean {
    return true;
  }
  async whenReady(): Promise<void> {}
  setBadgeCount(count: number): void {
    record.badge = count;
  }
  /** As Electron does it: windows close after `before-quit`, and `will-quit` may still hold the end back. */
  quit(): void {
    let held = false;
    this.emit('before-quit', { preventDefault: () => (held = true) });
    if (!held) this.emit('will-quit', { preventDefault: () => {} });
  }
  exit(code: number): void {
    record.exitCode = code;
  }
}

const record: ElectronRecord = {
  windows: [],
  trays: [],
  schemes: [],
  handlers: new Map(),
  opened: [],
  notifications: [],
  errorBoxes: [],
  shortcuts: new Map(),
  blockers: new Set(),
  crashUploads: undefined,
  questions: [],
  answer: 1,
  paths: new Map(),
  sandboxed: false,
  badge: 0,
  exitCode: undefined,
  version: '0.1.0',
  permissionRequest: (_contents, _permission, decide) => decide(true),
  permissionCheck: () => true,
  devicePermission: () => true,
};

const app = new AppDouble();
const ipcMain = new EventEmitter();

/** A combination that another program uses. */
export const TAKEN_SHORTCUT = 'Alt+Space';

const electron = {
  globalShortcut: {
    register(keys: string, press: () => void): boolean {
      if (!/^[\w+]+$/.test(keys)) throw new TypeError('conversion failure');
      if (keys !== TAKEN_SHORTCUT) record.shortcuts.set(keys, press);
      return keys !== TAKEN_SHORTCUT;
    },
    unregisterAll: () => record.shortcuts.clear(),
  },
  powerSaveBlocker: {
    start(): number {
      const id = record.blockers.size + 1;
      record.blockers.add(id);
      return id;
    },
    stop: (id: number) => void record.blockers.delete(id),
  },
  crashReporter: {
    start: ({ uploadToServer }: { readonly uploadToServer: boolean }) => (record.crashUploads = uploadToServer),
  },
  app,
  net: { request: netRequest },
  autoUpdater: new EventEmitter(),
  ipcMain,
  Notification: NotificationDouble,
  BrowserWindow: WindowDouble,
  Tray: TrayDouble,
  MessageChannelMain: MessageChannelDouble,
  Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: () => {} },
  powerMonitor: new EventEmitter(),
  dialog: {
    showErrorBox: (title: string, text: string) => record.errorBoxes.push(`${title}: ${text}`),
    showMessageBox: async (question: { readonly detail: string }) => {
      record.questions.push(question.detail);
      return { response: record.answer };
    },
  },
  nativeTheme: { shouldUseDarkColors: false },
  screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
  shell: { openExternal: async (url: string) => void record.opened.push(url) },
  protocol: {
    registerSchemesAsPrivileged: (schemes: readonly unknown[]) => record.schemes.push(...schemes),
    handle: (scheme: string, handler: NonNullable<ReturnType<ElectronRecord['handlers']['get']>>) =>
      record.handlers.set(scheme, handler),
  },
  session: {
    fromPartition(name: string) {
      const found = partitions.get(name) ?? new SessionDouble();
      partitions.set(name, found);
      return found;
    },
    defaultSession: {
      setPermissionRequestHandler: (handler: ElectronRecord['permissionRequest']) =>
        (record.permissionRequest = handler),
      setPermissionCheckHandler: (handler: ElectronRecord['permissionCheck']) => (record.permissionCheck = handler),
      setDevicePermissionHandler: (handler: ElectronRecord['devicePermission']) => (record.devicePermission = handler),
    },
  },
  safeStorage: {
    isAsyncEncryptionAvailable: async () => true,
    getSelectedStorageBackend: () => 'gnome_libsecret',
    encryptStringAsync: async (text: string) => Buffer.from(text).reverse(),
    decryptStringAsync: async (sealed: Buffer) => ({ result: Buffer.from(sealed).reverse().toString() }),
  },
};

/** Makes `import … from 'electron'` give the double in this process, from now on. */
export function installElectronDouble(): ElectronDouble {
  Object.assign(globalThis, { electronDouble: electron });
  const names = Object.keys(electron).join(', ');
  // A file, because `require` can't load data URLs. Bundled CommonJS modules require Electron.
  const file = join(mkdtempSync(join(tmpdir(), 'gatehouse-double-')), 'electron.mjs');
  writeFileSync(file, `export const { ${names} } = globalThis.electronDouble;`);
  process.on('exit', () => rmSync(dirname(file), { recursive: true, force: true }));
  const url = pathToFileURL(file).href;
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'electron' ? { url, shortCircuit: true, format: 'module' } : next(specifier, context),
  });
  return { record, app, ipcMain };
}
