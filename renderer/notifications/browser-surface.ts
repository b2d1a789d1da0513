// Notifications of the browser. A click brings the tab to the front and opens the page.
import { createStore } from 'zustand/vanilla';
import { navigate } from '../state/route.ts';
import type { NoticePermission, NoticeSurface, ShownNotice } from './surface.ts';

/** Shown beside the text; Chromium doesn't accept the SVG icon. */
const ICON = '/icon.svg';

/** Uses the Notification API of this page. Nothing is asked before {@link NoticeSurface.request}. */
export function createBrowserSurface(): NoticeSurface {
  const permission = createStore<{ readonly state: NoticePermission }>(() => ({ state: readPermission() }));
  const shown = new Map<string, Notification>();
  const dismissed: ((id: string) => void)[] = [];
  const update = (): void => permission.setState({ state: readPermission() });
  followPermission(update);
  const show = (notice: ShownNotice): void => {
    const notification = openNotification(notice);
    if (notification === undefined) return permission.setState({ state: 'unsupported' });
    shown.set(notice.id, notification);
    notification.addEventListener('click', () => {
      notification.close();
      window.focus();
      navigate(notice.path);
    });
    notification.addEventListener('close', () => {
      // One that was replaced or closed by the app is no longer the current one.
      if (shown.get(notice.id) !== notification) return;
      shown.delete(notice.id);
      for (const listener of dismissed) listener(notice.id);
    });
  };
  const close = (id: string): void => {
    const notification = shown.get(id);
    shown.delete(id);
    notification?.close();
  };
  return {
    permission,
    async request() {
      if (readPermission() === 'default') await Notification.requestPermission();
      update();
    },
    show,
    close,
    closeAll: () => [...shown.keys()].forEach(close),
    onDismiss: (listener) => void dismissed.push(listener),
  };
}

/** Undefined where pages can't show notifications, as in Chrome on Android. */
function openNotification({ id, title, body, silent = false }: ShownNotice): Notification | undefined {
  try {
    return new Notification(title, { body, tag: id, icon: ICON, silent });
  } catch {
    return undefined;
  }
}

function readPermission(): NoticePermission {
  return 'Notification' in window ? Notification.permission : 'unsupported';
}

/** The user can also change the permission in the browser's own settings. */
function followPermission(update: () => void): void {
  window.addEventListener('focus', update);
  navigator.permissions
    ?.query({ name: 'notifications' })
    .then((status) => status.addEventListener('change', update))
    // Then the state is only read again when the user returns to the page.
    .catch(() => undefined);
}
