// The sessions in the order of the sidebar, for the keys that step and jump.
import type { SessionRow } from '#contract/types/sessions.ts';
import type { AppServices } from '../../../state/app-services.ts';
import { readGrouping, groupSessions } from './session-groups.ts';

/** Without those in folded groups. */
export function listedSessions({ sessions, approvals, questions, preferences }: AppServices): readonly SessionRow[] {
  const waiting = new Set(
    [...approvals.store.getState().pending, ...questions.getState().pending].map(({ sessionKey }) => sessionKey),
  );
  const by = readGrouping(preferences.store.getState()['sessionGroups']);
  const groups = groupSessions(sessions.store.getState().rows, { query: '', waiting, nowMs: Date.now(), by });
  return groups.flatMap((group) => (group.folded ? [] : group.rows));
}
