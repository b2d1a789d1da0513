// What can be done with a session in its details: summarize, start over, read earlier conversations, export, archive, delete.
import { Archive, ArchiveRestore, Download, History, RotateCcw, Shrink, Trash2 } from 'lucide-react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Menu } from '../../../design/menu.tsx';
import { toast, useAction } from '../../../design/toasts.ts';
import { useServices } from '../../../state/use-client.ts';
import { earlierStore } from '../sidebar/earlier-dialog.tsx';
import { deleteSession, toggleArchive } from '../sidebar/session-tasks.ts';
import { EXPORT_FORMATS, exportSessions, type ExportFormat } from './export-sessions.ts';

interface SheetActionsProps {
  readonly row: SessionRow;
  /** Closes the sheet, for actions that open another dialog. */
  readonly onClose: () => void;
}

/** An archived session can be read, exported, restored, and deleted. */
export function SheetActions({ row, onClose }: SheetActionsProps) {
  const services = useServices();
  const exporting = useAction(t('sessions.exportFailed'));
  const isArchived = row.archived === true;
  const save = (format: ExportFormat): void => exporting.run(() => exportSessions(services.client, [row], format));
  const showEarlier = (): void => {
    onClose();
    earlierStore.setState({ key: row.key });
  };
  const remove = (): void => {
    onClose();
    deleteSession(services, row);
  };
  return (
    <div className="flex flex-wrap gap-2">
      {!isArchived && <ConversationActions row={row} />}
      <Button size="sm" icon={History} label={t('sessions.earlier')} onClick={showEarlier} />
      <Menu
        entries={EXPORT_FORMATS.map((format) => ({
          kind: 'item',
          label: t(`sessions.export.${format}`),
          run: () => save(format),
        }))}
      >
        <Button size="sm" icon={Download} busy={exporting.busy} label={t('sessions.export')} />
      </Menu>
      <Button
        size="sm"
        icon={isArchived ? ArchiveRestore : Archive}
        label={isArchived ? t('sessions.menu.restore') : t('sessions.menu.archive')}
        onClick={() => toggleArchive(services, row)}
      />
      <Button size="sm" look="danger-quiet" icon={Trash2} label={t('controls.delete')} onClick={remove} />
    </div>
  );
}

function ConversationActions({ row: { key } }: { readonly row: SessionRow }) {
  const { client } = useServices();
  const compacting = useAction(t('sessions.details.compactFailed'));
  const resetting = useAction(t('sessions.details.startOverFailed'));
  const compact = async (): Promise<void> => {
    const { compacted } = await client.request('sessions.compact', { key });
    toast({ title: compacted ? t('sessions.details.compacted') : t('sessions.details.notCompacted') });
  };
  const startOver = async (): Promise<void> => {
    await client.request('sessions.reset', { key });
    toast({ title: t('sessions.details.startedOver'), detail: t('sessions.details.startedOverText') });
  };
  return (
    <>
      <Button
        size="sm"
        icon={Shrink}
        busy={compacting.busy}
        label={t('sessions.details.compact')}
        onClick={() => compacting.run(compact)}
      />
      <Button
        size="sm"
        icon={RotateCcw}
        busy={resetting.busy}
        label={t('sessions.details.startOver')}
        onClick={() => resetting.run(startOver)}
      />
    </>
  );
}
