// Actions on sessions: pin, archive, delete, rename; with Undo.
import { toast, toastError } from '../../../design/toasts.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import type { AppServices } from '../../../state/app-services.ts';
import { closePane, type Layout } from '../../../state/layout.ts';
import { sessionTitle } from '../../../state/session-list.ts';

/** Pins or unpins. */
export function togglePin({ sessions }: AppServices, row: SessionRow): void {
  sessions
    .patch(row.key, { pinned: row.pinned !== true })
    .catch((cause: unknown) => toastError(t('sessions.pinFailed'), cause));
}

/** Archives or restores. */
export function toggleArchive({ sessions }: AppServices, row: SessionRow): void {
  const archived = row.archived !== true;
  const title = sessionTitle(row);
  const undo = (): void =>
    void sessions
      .patch(row.key, { archived: !archived })
      .catch((cause: unknown) => toastError(t('sessions.undoFailed'), cause));
  sessions.patch(row.key, { archived }).then(
    () =>
      toast({
        title: archived ? t('sessions.archived', { title }) : t('sessions.restored', { title }),
        action: { label: t('controls.undo'), run: undo },
      }),
    (cause: unknown) => toastError(archived ? t('sessions.archiveFailed') : t('sessions.restoreFailed'), cause),
  );
}

/** Deletes; Undo restores it with its history. The gateway stops an active run. */
export function deleteSession({ sessions, layout }: AppServices, row: SessionRow): void {
  const undo = (): void =>
    void sessions.restore(row.key).catch((cause: unknown) => toastError(t('sessions.restoreFailed'), cause));
  sessions.remove(row.key).then(
    () => {
      layout.setState((state) => closeSession(state, row));
      toast({
        title: t('sessions.deleted', { title: sessionTitle(row) }),
        detail: t('sessions.deletedText'),
        action: { label: t('controls.undo'), run: undo },
      });
    },
    (cause: unknown) => toastError(t('sessions.deleteFailed'), cause),
  );
}

/** Archives several, with one Undo for all. */
export async function archiveSessions({ sessions }: AppServices, rows: readonly SessionRow[]): Promise<void> {
  const set = (archived: boolean) => Promise.all(rows.map((row) => sessions.patch(row.key, { archived })));
  const undo = (): void => void set(false).catch((cause: unknown) => toastError(t('sessions.undoFailed'), cause));
  await set(true).then(
    () =>
      toast({
        title: t('sessions.archivedCount', { count: rows.length }),
        action: { label: t('controls.undo'), run: undo },
      }),
    (cause: unknown) => toastError(t('sessions.archiveSomeFailed'), cause),
  );
}

/** Deletes several, with one Undo for all. */
export async function deleteSessions({ sessions, layout }: AppServices, rows: readonly SessionRow[]): Promise<void> {
  const undo = (): void =>
    void Promise.all(rows.map((row) => sessions.restore(row.key))).catch((cause: unknown) =>
      toastError(t('sessions.restoreSomeFailed'), cause),
    );
  await Promise.all(rows.map((row) => sessions.remove(row.key))).then(
    () => {
      layout.setState((state) => rows.reduce(closeSession, state));
      toast({
        title: t('sessions.deletedCount', { count: rows.length }),
        detail: t('sessions.deletedCountText'),
        action: { label: t('controls.undo'), run: undo },
      });
    },
    (cause: unknown) => toastError(t('sessions.deleteSomeFailed'), cause),
  );
}

function closeSession(layout: Layout, row: SessionRow): Layout {
  const pane = layout.panes.find((entry) => entry.key === row.key);
  return pane === undefined ? layout : closePane(layout, pane.id);
}

/** Renames; an empty title restores the automatic one. */
export function renameSession({ sessions }: AppServices, row: SessionRow, title: string): void {
  const label = title.trim();
  if (label === sessionTitle(row)) return;
  sessions
    .patch(row.key, { label: label === '' ? null : label })
    .catch((cause: unknown) => toastError(t('sessions.renameFailed'), cause));
}
