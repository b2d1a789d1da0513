// Connects the notifier to the stores of the app.
import { isNarrow } from '../design/use-narrow.ts';
import { toLocalTime } from '#contract/types/quiet-hours.ts';
import type { AppServices } from '../state/app-services.ts';
import { afterMs } from '../state/timers.ts';
import { followAttention } from './attention.ts';
import { reportAttention } from './report-attention.ts';
import { takeTurns } from './leadership.ts';
import { currentNotices } from './notice.ts';
import { Notifier } from './notifier.ts';

/** Shows notifications for as long as the page is open. */
export function startNotifications(services: AppServices): void {
  const { client, approvals, questions, paused, sessions, preferences, layout, notices: surface } = services;
  const attention = followAttention(layout, isNarrow);
  const elsewhere = reportAttention(client, attention, surface);
  const notifier = new Notifier({
    surface,
    attention,
    elsewhere,
    read() {
      const [rows, pending] = [sessions.store.getState(), approvals.store.getState()];
      if (rows.status !== 'ready' || pending.status !== 'ready') return undefined;
      return currentNotices({
        approvals: pending.pending,
        questions: questions.getState().pending,
        paused: paused.getState().paused,
        rows: rows.rows,
        preferences: preferences.store.getState(),
        time: toLocalTime(new Date()),
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
