// Connects the notifier to the stores of the app.
import type { AppServices } from '../state/app-services.ts';
import { afterMs } from '../state/timers.ts';
import { followAttention } from './attention.ts';
import { takeTurns } from './leadership.ts';
import { currentNotices } from './notice.ts';
import { Notifier } from './notifier.ts';

/** The width below which only one pane is visible: `max-md` in the classes. */
const isNarrow = (): boolean => matchMedia('(width < 48rem)').matches;

/** `08:30` */
function localTime(now: Date): string {
  return [now.getHours(), now.getMinutes()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** Shows notifications for as long as the page is open. */
export function startNotifications(services: AppServices): void {
  const { approvals, questions, paused, sessions, preferences, layout, notices: surface } = services;
  const notifier = new Notifier({
    surface,
    attention: followAttention(layout, isNarrow),
    read() {
      const [rows, pending] = [sessions.store.getState(), approvals.store.getState()];
      if (rows.status !== 'ready' || pending.status !== 'ready') return undefined;
      return currentNotices({
        approvals: pending.pending,
        questions: questions.getState().pending,
        paused: paused.getState().paused,
        rows: rows.rows,
        preferences: preferences.store.getState(),
        time: localTime(new Date()),
      });
    },
    subscribe(changed) {
      for (const store of [approvals.store, questions, paused, sessions.store, preferences.store])
        store.subscribe(changed);
    },
    after: afterMs,
  });
  // `locks` is missing in pages that aren't secure.
  takeTurns(navigator.locks as LockManager | undefined, () => notifier.lead());
  window.addEventListener('pagehide', surface.closeAll);
}
