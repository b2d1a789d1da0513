// Actions on sessions: pin, archive, delete, rename; with Undo.
import { createStore } from 'zustand/vanilla';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast, type Toast } from '../../../design/toasts.ts';
import type { AppServices } from '../../../state/app-services.ts';
import { closePane, type Layout } from '../../../state/layout.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { clearSelection } from './selection.ts';

/** The key of the session that is being renamed in the sidebar, if any. */
export const renameStore = createStore<{ readonly key: string | undefined }>(() => ({ key: undefined }));

/** Pins or unpins. */
export function togglePin({ sessions }: AppServices, row: SessionRow): void {
  attempt(t('sessions.pinFailed'), () => sessions.patch(row.key, { pinned: row.pinned !== true }));
}

/** Archives or restores. */
export function toggleArchive({ sessions }: AppServices, row: SessionRow): void {
  const archived = row.archived !== true;
  const title = sessionTitle(row);
  attempt(archived ? t('sessions.archiveFailed') : t('sessions.restoreFailed'), async () => {
    await sessions.patch(row.key, { archived });
    toast({
      title: archived ? t('sessions.archived', { title }) : t('sessions.restored', { title }),
      action: undo(t('sessions.undoFailed'), () => sessions.patch(row.key, { archived: !archived })),
    });
  });
}

/** Deletes; Undo restores it with its history. The gateway stops an active run. */
export function deleteSession({ sessions, layout }: AppServices, row: SessionRow): void {
  attempt(t('sessions.deleteFailed'), async () => {
    await sessions.remove(row.key);
    layout.setState((state) => closeSession(state, row));
    toast({
      title: t('sessions.deleted', { title: sessionTitle(row) }),
      detail: t('sessions.deletedText'),
      action: undo(t('sessions.restoreFailed'), () => sessions.restore(row.key)),
    });
  });
}

/** Archives several, with one Undo for all, and clears the selection. */
export function archiveSessions({ sessions }: AppServices, rows: readonly SessionRow[]): void {
  const set = (archived: boolean) => Promise.all(rows.map((row) => sessions.patch(row.key, { archived })));
  clearSelection();
  attempt(t('sessions.archiveSomeFailed'), async () => {
    await set(true);
    toast({
      title: t('sessions.archivedCount', { count: rows.length }),
      action: undo(t('sessions.undoFailed'), () => set(false)),
    });
  });
}

/** Deletes several, with one Undo for all, and clears the selection. */
export function deleteSessions({ sessions, layout }: AppServices, rows: readonly SessionRow[]): void {
  clearSelection();
  attempt(t('sessions.deleteSomeFailed'), async () => {
    await Promise.all(rows.map((row) => sessions.remove(row.key)));
    layout.setState((state) => rows.reduce(closeSession, state));
    toast({
      title: t('sessions.deletedCount', { count: rows.length }),
      detail: t('sessions.deletedCountText'),
      action: undo(t('sessions.restoreSomeFailed'), () => Promise.all(rows.map((row) => sessions.restore(row.key)))),
    });
  });
}

/** Renames; an empty title restores the automatic one. */
export function renameSession({ sessions }: AppServices, row: SessionRow, title: string): void {
  const label = title.trim();
  if (label === sessionTitle(row)) return;
  attempt(t('sessions.renameFailed'), () => sessions.patch(row.key, { label: label === '' ? null : label }));
}

function undo(failed: string, run: () => Promise<unknown>): NonNullable<Toast['action']> {
  return { label: t('controls.undo'), run: () => attempt(failed, run) };
}

function closeSession(layout: Layout, row: SessionRow): Layout {
  const pane = layout.panes.find((entry) => entry.key === row.key);
  return pane === undefined ? layout : closePane(layout, pane.id);
}
