// Moves a card: what can be done is done, and can be undone; otherwise a notification says why.
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { toggleArchive } from '../sessions/sidebar/session-tasks.ts';
import type { BoardColumn, Move } from './board-columns.ts';

/** Does a planned move. */
export function moveCard(services: AppServices, row: SessionRow, to: BoardColumn, move: Move): void {
  switch (move.kind) {
    case 'archive':
    case 'restore':
      return toggleArchive(services, row);
    case 'first':
      return startNext(services, row);
    case 'refused':
      toast({ title: t('board.refused', { column: t(`board.column.${to}`) }), detail: t(move.reason) });
  }
}

/** A queued run goes to the front: it starts when the next slot is free. */
function startNext({ runQueue }: AppServices, row: SessionRow): void {
  const queued = runQueue.store.getState().runs.find(({ sessionKey }) => sessionKey === row.key);
  if (queued === undefined) return;
  attempt(t('board.moveFailed'), async () => {
    await runQueue.move(queued.runId, 'front');
    toast({ title: t('board.startsNext', { title: sessionTitle(row) }) });
  });
}
