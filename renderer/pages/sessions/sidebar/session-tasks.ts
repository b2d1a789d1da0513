// Actions on sessions: pin, archive, delete, rename; with Undo.
import { createStore } from 'zustand/vanilla';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast, type Toast } from '../../../design/toasts.ts';
import type { AppServices } from '../../../state/app-services.ts';
import { closePane, reopenPane, type Layout } from '../../../state/layout.ts';
import { href, navigate, routeStore } from '../../../state/route.ts';
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
export function deleteSession(services: AppServices, row: SessionRow): void {
  const { sessions, layout } = services;
  attempt(t('sessions.deleteFailed'), async () => {
    const reopen = await removeSessions(services, [row]);
    toast({
      title: t('sessions.deleted', { title: sessionTitle(row) }),
      detail: t('sessions.deletedText'),
      action: undo(t('sessions.restoreFailed'), async () => {
        await sessions.restore([row.key]);
        reopen();
        // On a phone, a session is shown only at its own address.
        const isOpen = layout.getState().panes.some((pane) => pane.key === row.key);
        if (isOpen && routeStore.getState().segments[0] === 'sessions') navigate(href('sessions', row.key));
      }),
    });
  });
}

/** Archives or restores several, with one Undo for all, and clears the selection. */
export function archiveSessions({ sessions }: AppServices, rows: readonly SessionRow[], archived = true): void {
  const set = (value: boolean) => sessions.patchMany(toKeys(rows), { archived: value });
  clearSelection();
  attempt(archived ? t('sessions.archiveSomeFailed') : t('sessions.restoreSomeFailed'), async () => {
    await set(archived);
    toast({
      title: t(archived ? 'sessions.archivedCount' : 'sessions.restoredCount', { count: rows.length }),
      action: undo(t('sessions.undoFailed'), () => set(!archived)),
    });
  });
}

/** Deletes several, with one Undo for all, and clears the selection. */
export function deleteSessions(services: AppServices, rows: readonly SessionRow[]): void {
  const { sessions } = services;
  clearSelection();
  attempt(t('sessions.deleteSomeFailed'), async () => {
    const reopen = await removeSessions(services, rows);
    toast({
      title: t('sessions.deletedCount', { count: rows.length }),
      detail: t('sessions.deletedCountText'),
      action: undo(t('sessions.restoreSomeFailed'), async () => {
        await sessions.restore(toKeys(rows));
        reopen();
      }),
    });
  });
}

/** Closes their panes immediately, as their rows disappear; returns the function that opens them again. */
async function removeSessions({ sessions, layout }: AppServices, rows: readonly SessionRow[]): Promise<() => void> {
  layout.setState((state) => rows.reduce(closeSession, state));
  // The last one is opened first, so that each finds its neighbors.
  const closed = layout.getState().closed.filter(({ key }) => rows.some((row) => row.key === key));
  const reopen = (): void => layout.setState((state) => closed.reduce(reopenPane, state));
  try {
    await sessions.remove(toKeys(rows));
  } catch (cause) {
    reopen();
    throw cause;
  }
  return reopen;
}

/** Renames; an empty title restores the automatic one. */
export function renameSession({ sessions }: AppServices, row: SessionRow, title: string): void {
  const label = title.trim();
  if (label === sessionTitle(row)) return;
  attempt(t('sessions.renameFailed'), () => sessions.patch(row.key, { label: label === '' ? null : label }));
}

const toKeys = (rows: readonly SessionRow[]): readonly string[] => rows.map(({ key }) => key);

function undo(failed: string, run: () => Promise<unknown>): NonNullable<Toast['action']> {
  return { label: t('controls.undo'), run: () => attempt(failed, run) };
}

function closeSession(layout: Layout, row: SessionRow): Layout {
  const pane = layout.panes.find((entry) => entry.key === row.key);
  return pane === undefined ? layout : closePane(layout, pane.id);
}
