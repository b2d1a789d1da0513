// The main window: sandboxed, confined, and restored to its last position. Closing it hides it while there is a tray icon.
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { t } from '#messages/translate.ts';

import { confinePage, pageUrl } from './page-policy.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

const DEFAULT_SIZE = { width: 1280, height: 832 };
const MIN_SIZE = { minWidth: 360, minHeight: 480 };
/** The page's background, so that the window doesn't flash before the first paint. */
const BACKGROUND = { light: '#ffffff', dark: '#101114' };

/** Options of the window. */
export interface MainWindowOptions {
  readonly preload: string;
  readonly stateFile: string;
  readonly icon?: string;
  readonly openExternal: (url: string) => void;
  /** Called when the user closes the window: `true` hides it instead. */
  readonly hidesOnClose: () => boolean;
}

/** The window as the shell uses it. */
export interface MainWindow {
  /** Brings the window to the front, creating it if necessary; with `path`, at that page. */
  show(path?: string): void;
}

/** Prepares the window, which is created by the first `show`. */
export function makeMainWindow(options: MainWindowOptions): MainWindow {
  let window: BrowserWindow | undefined;
  const open = (path: string): BrowserWindow => {
    const created = createWindow(options);
    created.on('closed', () => (window = undefined));
    void created.loadURL(pageUrl(path));
    return created;
  };
  return {
    show(path) {
      if (window === undefined) {
        window = open(path ?? '/');
        return;
      }
      if (path !== undefined) void window.loadURL(pageUrl(path));
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
  };
}

function createWindow(options: MainWindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea);
  const state = readWindowState(options.stateFile, screens);
  const window = new BrowserWindow({
    ...DEFAULT_SIZE,
    ...state.bounds,
    ...MIN_SIZE,
    show: false,
    title: t('app.name'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    ...(options.icon === undefined ? {} : { icon: options.icon }),
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: true,
    },
  });
  confinePage(window.webContents, options.openExternal);
  saveStateOnChange(window, options);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  return window;
}

/** Saves the state when the window loses focus or closes, not during every move. */
function saveStateOnChange(window: BrowserWindow, options: MainWindowOptions): void {
  const save = (): void => {
    writeWindowState(options.stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  window.on('blur', save);
  window.on('close', (event) => {
    save();
    if (!options.hidesOnClose()) return;
    event.preventDefault();
    window.hide();
  });
}
