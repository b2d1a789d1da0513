// "Recently deleted": the sessions that can be restored, and for how long.
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { CardList, CardRow } from '../../../design/page.tsx';
import { RequestStatus } from '../../../design/states.tsx';
import { useAction } from '../../../design/toasts.ts';
import { useNow } from '../../../design/use-now.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { useCommand, useServices } from '../../../state/use-client.ts';
import { countDaysLeft, sortDeleted, useDeletedSessions } from './deleted-sessions.ts';

/** The button below the list, and its dialog. */
export function RecentlyDeleted() {
  const [open, setOpen] = useState(false);
  useCommand('session.deleted', () => setOpen(true));
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen(true)}
        className="flex h-8 shrink-0 items-center gap-2 border-t border-line px-4 text-xs text-ink-faint outline-offset-[-2px] hover:bg-hover hover:text-ink"
      >
        <Trash2 size={13} aria-hidden />
        {t('sessions.recentlyDeleted')}
      </button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        title={t('sessions.recentlyDeleted')}
        description={t('sessions.recentlyDeletedText')}
      >
        <DeletedList />
      </Dialog>
    </>
  );
}

function DeletedList() {
  const list = useDeletedSessions();
  if (list.data === undefined)
    return <RequestStatus read={list} rows={4} loading={t('sessions.loading')} failed={t('sessions.loadFailed')} />;
  return (
    <CardList
      rows={sortDeleted(list.data.sessions).map((row) => (
        <DeletedRow key={row.key} row={row} onRestored={() => void list.reload()} />
      ))}
      empty={t('sessions.noneDeleted')}
    />
  );
}

function DeletedRow({ row, onRestored }: { readonly row: SessionRow; readonly onRestored: () => void }) {
  const { sessions } = useServices();
  const now = useNow(undefined);
  const { busy, run } = useAction(t('sessions.restoreFailed'));
  const restore = async (): Promise<void> => {
    await sessions.restore([row.key]);
    onRestored();
  };
  return (
    <CardRow
      title={sessionTitle(row)}
      facts={t('sessions.daysLeft', { days: countDaysLeft(row.deletedAt ?? now, now) })}
    >
      <Button label={t('sessions.menu.restore')} size="sm" busy={busy} onClick={() => run(restore)} />
    </CardRow>
  );
}
