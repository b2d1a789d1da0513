// Tells our own page, and no other, the state of the desktop app.
import { ipcMain, type IpcMainEvent, type WebContents } from 'electron';
import type { DesktopStatus } from '#contract/types/desktop.ts';
import { isOwnPage } from './page-policy.ts';

/** The IPC channel in both directions; the preload script uses the same name. */
const STATUS_CHANNEL = 'gatehouse:desktop-status';

/** The status as the shell changes it. */
export interface StatusFeed {
  change(part: Partial<DesktopStatus>): void;
  stop(): void;
}

/** Answers requests, and tells the page that asked last about changes. */
export function serveStatus(first: DesktopStatus): StatusFeed {
  let status = first;
  let page: WebContents | undefined;
  const tell = (): void => {
    if (page?.isDestroyed() === false) page.send(STATUS_CHANNEL, status);
  };
  const serve = (event: IpcMainEvent): void => {
    const frame = event.senderFrame;
    if (frame === null || frame !== event.sender.mainFrame || !isOwnPage(frame.url)) return;
    page = event.sender;
    tell();
  };
  ipcMain.on(STATUS_CHANNEL, serve);
  return {
    change(part) {
      status = { ...status, ...part };
      tell();
    },
    stop: () => void ipcMain.off(STATUS_CHANNEL, serve),
  };
}
