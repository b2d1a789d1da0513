// The application menu: standard roles for editing, view and window, and items for the app's pages.
import type { MenuItemConstructorOptions } from 'electron';

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
    label: 'File',
    submenu: [
      { label: 'New Session', accelerator: 'CmdOrCtrl+N', click: () => actions.open('/sessions/new') },
      { label: 'Settings …', accelerator: 'CmdOrCtrl+,', click: () => actions.open('/settings') },
      { type: 'separator' },
      platform === 'darwin' ? { role: 'close' } : { role: 'quit' },
    ],
  };
}

function viewMenu(actions: AppMenuActions): MenuItemConstructorOptions {
  return {
    label: 'View',
    submenu: [
      { label: 'Sessions', accelerator: 'CmdOrCtrl+1', click: () => actions.open('/sessions') },
      { label: 'Approvals', accelerator: 'CmdOrCtrl+2', click: () => actions.open('/approvals') },
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
