// The application menu: standard roles for editing, view and window, and items for the app's pages.
import type { MenuItemConstructorOptions } from 'electron';
import { t } from '#messages/translate.ts';

/** Actions beyond Electron's standard roles. */
export interface AppMenuActions {
  open(path: string): void;
}

/** The menu bar for a platform. */
export function appMenu(platform: NodeJS.Platform, actions: AppMenuActions): MenuItemConstructorOptions[] {
  const own: MenuItemConstructorOptions[] = platform === 'darwin' ? [{ role: 'appMenu' }] : [];
  return [...own, fileMenu(platform, actions), { role: 'editMenu' }, viewMenu(actions), { role: 'windowMenu' }];
}

function fileMenu(platform: NodeJS.Platform, actions: AppMenuActions): MenuItemConstructorOptions {
  return {
    label: t('shell.menu.file'),
    submenu: [
      { label: t('shell.menu.newSession'), accelerator: 'CmdOrCtrl+N', click: () => actions.open('/sessions/new') },
      { label: t('shell.menu.settings'), accelerator: 'CmdOrCtrl+,', click: () => actions.open('/settings') },
      { type: 'separator' },
      platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function viewMenu(actions: AppMenuActions): MenuItemConstructorOptions {
  return {
    label: t('shell.menu.view'),
    submenu: [
      { label: t('shell.menu.sessions'), accelerator: 'CmdOrCtrl+1', click: () => actions.open('/sessions') },
      { label: t('shell.menu.approvals'), accelerator: 'CmdOrCtrl+2', click: () => actions.open('/approvals') },
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
