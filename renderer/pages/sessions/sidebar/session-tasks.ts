// What a person does with a session: pin, archive, delete; each with a way back.
import { toast, toastError } from '../../../design/toasts.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { AppServices } from '../../../state/app-services.ts';
import { closePane, type Layout } from '../../../state/layout.ts';
import { sessionTitle } from '../../../state/session-list.ts';

/** Pins or unpins. */
export function togglePin({ sessions }: AppServices, row: SessionRow): void {
  sessions
    .patch(row.key, { pinned: row.pinned !== true })
    .catch((cause: unknown) => toastError('The session could not be pinned', cause));
}

/** Puts it away, or brings it back. */
export function toggleArchive({ sessions }: AppServices, row: SessionRow): void {
  const archived = row.archived !== true;
  const undo = (): void =>
    void sessions
      .patch(row.key, { archived: !archived })
      .catch((cause: unknown) => toastError('It could not be undone', cause));
  sessions.patch(row.key, { archived }).then(
    () =>
      toast({
        title: `${archived ? 'Archived' : 'Brought back'} “${sessionTitle(row)}”`,
        action: { label: 'Undo', run: undo },
      }),
    (cause: unknown) => toastError(`The session could not be ${archived ? 'archived' : 'brought back'}`, cause),
  );
}

/** Deletes; Undo brings it back with its whole history. A run that goes on is stopped by the gateway. */
export function deleteSession({ sessions, layout }: AppServices, row: SessionRow): void {
  const undo = (): void =>
    void sessions.restore(row.key).catch((cause: unknown) => toastError('The session could not be restored', cause));
  sessions.remove(row.key).then(
    () => {
      layout.setState((state) => closeSession(state, row));
      toast({
        title: `Deleted “${sessionTitle(row)}”`,
        detail: 'It can be restored for 30 days.',
        action: { label: 'Undo', run: undo },
      });
    },
    (cause: unknown) => toastError('The session could not be deleted', cause),
  );
}

/** Puts several away, with one Undo for all. */
export async function archiveSessions({ sessions }: AppServices, rows: readonly SessionRow[]): Promise<void> {
  const set = (archived: boolean) => Promise.all(rows.map((row) => sessions.patch(row.key, { archived })));
  const undo = (): void => void set(false).catch((cause: unknown) => toastError('It could not be undone', cause));
  await set(true).then(
    () => toast({ title: `Archived ${rows.length} sessions`, action: { label: 'Undo', run: undo } }),
    (cause: unknown) => toastError('Not all sessions could be archived', cause),
  );
}

/** Deletes several, with one Undo for all. */
export async function deleteSessions({ sessions, layout }: AppServices, rows: readonly SessionRow[]): Promise<void> {
  const undo = (): void =>
    void Promise.all(rows.map((row) => sessions.restore(row.key))).catch((cause: unknown) =>
      toastError('Not all could be restored', cause),
    );
  await Promise.all(rows.map((row) => sessions.remove(row.key))).then(
    () => {
      layout.setState((state) => rows.reduce(closeSession, state));
      toast({
        title: `Deleted ${rows.length} sessions`,
        detail: 'They can be restored for 30 days.',
        action: { label: 'Undo', run: undo },
      });
    },
    (cause: unknown) => toastError('Not all sessions could be deleted', cause),
  );
}

function closeSession(layout: Layout, row: SessionRow): Layout {
  const pane = layout.panes.find((entry) => entry.key === row.key);
  return pane === undefined ? layout : closePane(layout, pane.id);
}

/** Gives it another title; an empty one brings the automatic title back. */
export function renameSession({ sessions }: AppServices, row: SessionRow, title: string): void {
  const label = title.trim();
  if (label === sessionTitle(row)) return;
  sessions
    .patch(row.key, { label: label === '' ? null : label })
    .catch((cause: unknown) => toastError('The session could not be renamed', cause));
}
