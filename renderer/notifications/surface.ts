// Where notifications are shown: by the browser, or by the desktop shell.
import type { StoreApi } from 'zustand/vanilla';

/** Whether notifications can be shown. `shell`: the desktop app shows them, and the system's settings decide. */
export type NoticePermission = 'granted' | 'denied' | 'default' | 'unsupported' | 'shell';

/** A notification to show. One with the same `id` replaces the earlier one. */
export interface ShownNotice {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** The page that a click opens. */
  readonly path: string;
  /** Replaces an earlier one without a sound. */
  readonly silent?: boolean;
}

/** Shows and removes notifications. */
export interface NoticeSurface {
  readonly permission: StoreApi<{ readonly state: NoticePermission }>;
  /** Asks the user for permission; only to be called on a click. */
  request(): Promise<void>;
  show(notice: ShownNotice): void;
  close(id: string): void;
  closeAll(): void;
  /** Called when the user removes a notification. */
  onDismiss(listener: (id: string) => void): void;
}

/** Whether notifications passed to the surface are shown. */
export function canShow(permission: NoticePermission): boolean {
  return permission === 'granted' || permission === 'shell';
}
