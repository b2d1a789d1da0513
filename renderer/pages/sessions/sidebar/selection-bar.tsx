// Actions on the selected sessions.
import { Archive, Trash2, X } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { ConfirmButton } from '../../../design/dialog.tsx';
import { useServices } from '../../../state/use-client.ts';
import { clearSelection, selectionStore } from './selection.ts';
import { archiveSessions, deleteSessions } from './session-tasks.ts';

/** At the bottom of the sidebar; empty without a selection. */
export function SelectionBar() {
  const services = useServices();
  const { keys } = useStore(selectionStore);
  if (keys.length === 0) return null;
  const rows = keys.flatMap((key) => services.sessions.row(key) ?? []);
  return (
    <div
      role="toolbar"
      aria-label={t('sessions.selection')}
      className="appear flex items-center gap-1 border-t border-line bg-raised px-2.5 py-2"
    >
      <span className="tabular min-w-0 flex-1 truncate text-xs text-ink-soft">
        {t('sessions.selectedCount', { count: rows.length })}
      </span>
      <Button size="sm" look="quiet" icon={Archive} onClick={() => archiveSessions(services, rows)}>
        {t('sessions.menu.archive')}
      </Button>
      <ConfirmButton
        trigger={<Button label={t('sessions.menu.delete')} size="sm" look="danger-quiet" icon={Trash2} />}
        title={t('sessions.deleteTitle', { count: rows.length })}
        description={t('sessions.deleteText')}
        confirmLabel={t('sessions.menu.delete')}
        onConfirm={() => deleteSessions(services, rows)}
      />
      <IconButton icon={X} label={t('sessions.clearSelection')} size="xs" onClick={() => clearSelection()} />
    </div>
  );
}
