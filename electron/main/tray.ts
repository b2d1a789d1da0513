// The tray icon: shows pending requests and running sessions, and answers requests without the window.
import { existsSync } from 'node:fs';

import { Menu, Tray } from 'electron';

import { QUIET_TRAY, trayMenu, trayTooltip, type TrayActions, type TrayState } from './tray-menu.ts';

/** The tray icon as the shell uses it. */
export interface TrayIcon {
  show(state: TrayState): void;
  destroy(): void;
}

/** Shows the icon; `undefined` if the desktop has no tray or the image is missing. */
export function makeTray(image: string, actions: TrayActions): TrayIcon | undefined {
  const tray = existsSync(image) ? tryTray(image) : undefined;
  if (tray === undefined) return undefined;
  const show = (state: TrayState): void => {
    tray.setToolTip(trayTooltip(state));
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu(state, actions)));
  };
  tray.on('click', () => actions.open('/'));
  show(QUIET_TRAY);
  return { show, destroy: () => tray.destroy() };
}

function tryTray(image: string): Tray | undefined {
  try {
    return new Tray(image);
  } catch {
    // Some Linux desktops have no tray; closing the window then quits the app.
    return undefined;
  }
}
