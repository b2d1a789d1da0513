// Notifications by the desktop shell: the preload script passes the messages to the main process.
import { createStore } from 'zustand/vanilla';
import type { NoticePermission, NoticeSurface } from './surface.ts';

/** The page message that shows or closes a notification. The preload script has the same name. */
const NOTIFY = 'gatehouse:notify';
/** The message that tells the page which notification the user removed. */
const DISMISSED = 'gatehouse:notification-dismissed';

/** Uses the shell. A click there brings the window to the front and opens the page. */
export function createShellSurface(): NoticeSurface {
  const permission = createStore<{ readonly state: NoticePermission }>(() => ({ state: 'shell' }));
  const send = (message: Readonly<Record<string, unknown>>): void =>
    window.postMessage({ type: NOTIFY, ...message }, window.location.origin);
  return {
    permission,
    request: async () => {},
    show: (notice) => send({ action: 'show', ...notice }),
    close: (id) => send({ action: 'close', id }),
    closeAll: () => send({ action: 'close-all' }),
    onDismiss(listener) {
      window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
        if (source === window && isDismissal(data)) listener(data.id);
      });
    },
  };
}

function isDismissal(data: unknown): data is { readonly type: string; readonly id: string } {
  if (typeof data !== 'object' || data === null) return false;
  const { type, id } = data as { readonly type?: unknown; readonly id?: unknown }; // Checked in the next line.
  return type === DISMISSED && typeof id === 'string';
}
