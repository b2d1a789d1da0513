// The application menu: standard roles for editing, view and window, and items for the app's pages.
import type { MenuItemConstructorOptions } from 'electron';
import { t } from '#messages/translate.ts';

/** Actions beyond Electron's standard roles. */
export interface AppMenuActions {
  open(path: string): void;
}

/** The accelerators of the menu's own items; undefined: none. */
export interface MenuKeys {
  readonly newSession: string | undefined;
  readonly settings: string | undefined;
  readonly sessions: string | undefined;
  readonly approvals: string | undefined;
}

/** Those of the page's key map. */
export const DEFAULT_MENU_KEYS: MenuKeys = {
  newSession: 'CmdOrCtrl+N',
  settings: 'CmdOrCtrl+,',
  sessions: undefined,
  approvals: 'CmdOrCtrl+Shift+A',
};

/** The menu bar for a platform. */
export function appMenu(
  platform: NodeJS.Platform,
  actions: AppMenuActions,
  keys: MenuKeys = DEFAULT_MENU_KEYS,
): MenuItemConstructorOptions[] {
  const own: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return [
    ...own,
    fileMenu(platform, actions, keys),
    { role: 'editMenu' },
    viewMenu(actions, keys),
    { role: 'windowMenu' },
  ];
}

/** An item that opens a page. Electron rejects an accelerator that is undefined. */
function pageItem(label: string, accelerator: string | undefined, click: () => void): MenuItemConstructorOptions {
  return { label, ...(accelerator !== undefined && { accelerator }), click };
}

function fileMenu(platform: NodeJS.Platform, actions: AppMenuActions, keys: MenuKeys): MenuItemConstructorOptions {
  return {
    label: t('shell.menu.file'),
    submenu: [
      pageItem(t('shell.menu.newSession'), keys.newSession, () => actions.open('/sessions/new')),
      pageItem(t('shell.menu.settings'), keys.settings, () => actions.open('/settings')),
      { type: 'separator' },
      platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function viewMenu(actions: AppMenuActions, keys: MenuKeys): MenuItemConstructorOptions {
  return {
    label: t('shell.menu.view'),
    submenu: [
      pageItem(t('shell.menu.sessions'), keys.sessions, () => actions.open('/sessions')),
      pageItem(t('shell.menu.approvals'), keys.approvals, () => actions.open('/approvals')),
      { type: 'separator' },
      { role: 'reload' },
      { role: 'toggleDevTools' },
      { type: 'separator' },
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { type: 'separator' },
      { role: 'togglefullscreen' },
    ],
  };
}
