// The one window: made sandboxed, confined and at its remembered place; closing hides it while a tray stands.
import { BrowserWindow, nativeTheme, screen } from 'electron';

import { confinePage, pageUrl } from './page-policy.ts';
import { readWindowState, writeWindowState } from './window-state.ts';

const FIRST_SIZE = { width: 1280, height: 832 };
const LEAST_SIZE = { minWidth: 360, minHeight: 480 };
/** The page's own background, so that the window does not flash before the first paint. */
const BACKGROUND = { light: '#ffffff', dark: '#101114' };

/** What the window needs to know. */
export interface MainWindowOptions {
  readonly preload: string;
  readonly stateFile: string;
  readonly icon?: string;
  readonly openExternal: (url: string) => void;
  /** Asked when the user closes the window: `true` hides it instead. */
  readonly hidesOnClose: () => boolean;
}

/** The window as the shell uses it. */
export interface MainWindow {
  /** Brings the window to the front, made anew if need be; with `path`, at that page. */
  show(path?: string): void;
}

/** Makes the holder of the window; the window itself appears with the first `show`. */
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
    ...FIRST_SIZE,
    ...state.bounds,
    ...LEAST_SIZE,
    show: false,
    title: 'Gatehouse',
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
  rememberPlace(window, options);
  window.once('ready-to-show', () => {
    if (state.maximized) window.maximize();
    window.show();
  });
  return window;
}

/** The place is written when the window is left, not at every pixel of a move. */
function rememberPlace(window: BrowserWindow, options: MainWindowOptions): void {
  const remember = (): void => {
    writeWindowState(options.stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  };
  window.on('blur', remember);
  window.on('close', (event) => {
    remember();
    if (!options.hidesOnClose()) return;
    event.preventDefault();
    window.hide();
  });
}
