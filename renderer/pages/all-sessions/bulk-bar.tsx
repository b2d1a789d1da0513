// What can be done with the selected sessions.
import { Archive, ArchiveRestore, Download, FolderInput, MailOpen, Trash2, X } from 'lucide-react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { ConfirmButton } from '../../design/dialog.tsx';
import { Menu } from '../../design/menu.tsx';
import { attempt, useAction } from '../../design/toasts.ts';
import { useServices } from '../../state/use-client.ts';
import { EXPORT_FORMATS, exportSessions, type ExportFormat } from '../sessions/details/export-sessions.ts';
import { groupStore } from '../sessions/sidebar/group-dialog.tsx';
import { archiveSessions, deleteSessions } from '../sessions/sidebar/session-tasks.ts';

interface BulkBarProps {
  readonly rows: readonly SessionRow[];
  readonly onClear: () => void;
}

/** Empty without a selection. */
export function BulkBar({ rows, onClear }: BulkBarProps) {
  const services = useServices();
  const { client, sessions } = services;
  const exporting = useAction(t('sessions.exportFailed'));
  if (rows.length === 0) return null;
  const isArchived = rows.every(({ archived }) => archived === true);
  const markRead = (): void =>
    attempt(t('sessions.markFailed'), () =>
      sessions.patchMany(
        rows.map(({ key }) => key),
        { unread: false },
      ),
    );
  const save = (format: ExportFormat): void => exporting.run(() => exportSessions(client, rows, format));
  return (
    <div
      role="toolbar"
      aria-label={t('sessions.selection')}
      className="appear flex shrink-0 flex-wrap items-center gap-1 border-t border-line bg-raised px-5 py-2 max-md:px-3"
    >
      <span role="status" className="tabular min-w-24 flex-1 truncate text-xs text-ink-soft">
        {t('sessions.selectedCount', { count: rows.length })}
      </span>
      <Button size="sm" look="quiet" icon={MailOpen} label={t('allSessions.markRead')} onClick={markRead} />
      <Button
        size="sm"
        look="quiet"
        icon={FolderInput}
        label={t('sessions.move')}
        onClick={() => groupStore.setState({ rows })}
      />
      <Menu
        side="top"
        align="end"
        entries={EXPORT_FORMATS.map((format) => ({
          kind: 'item',
          label: t(`sessions.export.${format}`),
          run: () => save(format),
        }))}
      >
        <Button size="sm" look="quiet" icon={Download} busy={exporting.busy} label={t('sessions.export')} />
      </Menu>
      <Button
        size="sm"
        look="quiet"
        icon={isArchived ? ArchiveRestore : Archive}
        label={isArchived ? t('sessions.menu.restore') : t('sessions.menu.archive')}
        onClick={() => archiveSessions(services, rows, !isArchived)}
      />
      <ConfirmButton
        trigger={<Button label={t('controls.delete')} size="sm" look="danger-quiet" icon={Trash2} />}
        title={t('sessions.deleteTitle', { count: rows.length })}
        description={t('sessions.deleteText')}
        confirmLabel={t('controls.delete')}
        onConfirm={() => deleteSessions(services, rows)}
      />
      <IconButton icon={X} label={t('sessions.clearSelection')} size="xs" onClick={onClear} />
    </div>
  );
}
