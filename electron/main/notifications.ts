// Shows system notifications for our own page only. A click opens the page that a notification names.
import { ipcMain, Notification, type IpcMainEvent, type WebContents } from 'electron';

import { isOwnPage } from './page-policy.ts';

/** IPC channels; the preload script uses the same names. */
const NOTIFY_CHANNEL = 'gatehouse:notify';
const DISMISSED_CHANNEL = 'gatehouse:notification-dismissed';
/** The page collapses many into one, so more at once are a mistake. */
const MAX_SHOWN = 20;
/** Longest text of a field, characters. */
const MAX_LENGTH = 2_048;

/** Serves the page's messages; `open` shows a page. Returns the function that stops it and closes all notifications. */
export function serveNotifications(open: (path: string) => void): () => void {
  const shown = new Map<string, Notification>();
  const close = (id: string): void => {
    const notification = shown.get(id);
    shown.delete(id);
    notification?.close();
  };
  const closeAll = (): void => [...shown.keys()].forEach(close);
  const show = (message: ShowMessage, page: WebContents): void => {
    const { id, title, body, path, silent } = message;
    close(id);
    if (shown.size >= MAX_SHOWN || !Notification.isSupported()) return;
    const notification = new Notification({ title, body, silent });
    shown.set(id, notification);
    notification.on('click', () => {
      close(id);
      open(path);
    });
    notification.on('close', () => {
      // Not if it was replaced, or closed by the page.
      if (shown.get(id) !== notification) return;
      shown.delete(id);
      if (!page.isDestroyed()) page.send(DISMISSED_CHANNEL, id);
    });
    notification.show();
  };
  const serve = (event: IpcMainEvent, data: unknown): void => {
    const frame = event.senderFrame;
    if (frame === null || frame !== event.sender.mainFrame || !isOwnPage(frame.url)) return;
    const message = readMessage(data);
    if (message?.action === 'show') show(message, event.sender);
    else if (message?.action === 'close') close(message.id);
    else if (message?.action === 'close-all') closeAll();
  };
  ipcMain.on(NOTIFY_CHANNEL, serve);
  return () => {
    ipcMain.off(NOTIFY_CHANNEL, serve);
    closeAll();
  };
}

interface ShowMessage {
  readonly action: 'show';
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly path: string;
  readonly silent: boolean;
}

type Message = ShowMessage | { readonly action: 'close'; readonly id: string } | { readonly action: 'close-all' };

/** Undefined for anything that the page doesn't send. */
function readMessage(data: unknown): Message | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const { action, id, title, body, path, silent } = data as Readonly<Record<string, unknown>>; // Checked below.
  if (action === 'close-all') return { action };
  if (!isText(id)) return undefined;
  if (action === 'close') return { action, id };
  if (action !== 'show' || !isText(title) || !isText(body) || !isText(path) || !path.startsWith('/')) return undefined;
  return { action, id, title, body, path, silent: silent === true };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_LENGTH;
}
