// Versions of an agent file: each is compared with the current one and can be restored.
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AgentFileName, AgentFileVersion } from '#contract/types/agent-files.ts';
import { formatBytes, formatDateTime } from '#messages/format.ts';
import { unifiedDiff } from '#contract/types/unified-diff.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../../design/badge.tsx';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { Dialog } from '../../../design/dialog.tsx';
import { DiffView } from '../../../design/diff-view.tsx';
import { EmptyState, RequestStatus } from '../../../design/states.tsx';
import { toast, useAction } from '../../../design/toasts.ts';
import { useClient, useRequest } from '../../../state/use-client.ts';
import type { OpenFile } from '../../files/open-file.ts';

interface HistoryDialogProps {
  readonly agentId: string;
  readonly name: AgentFileName;
  readonly file: OpenFile;
  readonly onClose: () => void;
}

/** Restoring creates a new version, so nothing is lost. */
export function HistoryDialog({ agentId, name, file, onClose }: HistoryDialogProps) {
  const read = useRequest('agents.files.history', { agentId, name }, ['settings.changed']);
  const [chosen, setChosen] = useState<number | undefined>();
  const versions = read.data?.versions ?? [];
  const shown = versions.find(({ id }) => id === chosen) ?? versions[0];
  return (
    <Dialog open onClose={onClose} title={t('agents.history.title', { name })} size="lg">
      {read.data === undefined && <RequestStatus read={read} rows={4} loading={t('agents.history.loading')} />}
      {read.data !== undefined && shown === undefined && (
        <EmptyState title={t('agents.history.empty')} text={t('agents.history.emptyText')} />
      )}
      {shown !== undefined && (
        <div className="grid grid-cols-[14rem_1fr] gap-4 max-md:grid-cols-1">
          <ul
            aria-label={t('agents.history.versions')}
            className="flex max-h-96 flex-col gap-0.5 overflow-y-auto max-md:max-h-40"
          >
            {versions.map((version) => (
              <li key={version.id}>
                <VersionButton
                  version={version}
                  isNow={version.hash === read.data?.hash}
                  isChosen={version.id === shown.id}
                  onChoose={() => setChosen(version.id)}
                />
              </li>
            ))}
          </ul>
          <VersionView key={shown.id} agentId={agentId} name={name} file={file} version={shown} onRestored={onClose} />
        </div>
      )}
    </Dialog>
  );
}

interface VersionButtonProps {
  readonly version: AgentFileVersion;
  readonly isNow: boolean;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

function VersionButton({ version, isNow, isChosen, onChoose }: VersionButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={cx(
        'w-full rounded-md px-2.5 py-1.5 text-start text-xs',
        isChosen ? 'bg-active text-ink' : 'text-ink-soft hover:bg-hover',
      )}
    >
      <span className="tabular flex items-center gap-1.5">
        {formatDateTime(version.savedAtMs)}
        {isNow && <Badge tone="accent">{t('agents.history.current')}</Badge>}
      </span>
      <span className="block truncate text-ink-faint">
        {t('agents.history.version', {
          source:
            version.savedBy === 'found'
              ? t('agents.history.found')
              : t('agents.history.savedBy', { who: version.savedBy }),
          size: formatBytes(version.size),
        })}
      </span>
    </button>
  );
}

interface VersionViewProps extends Omit<HistoryDialogProps, 'onClose'> {
  readonly version: AgentFileVersion;
  readonly onRestored: () => void;
}

function VersionView({ agentId, name, file, version, onRestored }: VersionViewProps) {
  const client = useClient();
  const edit = useStore(file.store, (state) => state.edit);
  const read = useRequest('agents.files.version', { agentId, name, id: version.id });
  const { busy, run } = useAction(t('agents.history.restoreFailed'));
  if (read.data === undefined)
    return <RequestStatus read={read} rows={6} loading={t('agents.history.loadingVersion')} />;
  const { content } = read.data.version;
  const restore = async () => {
    const { text: before, hash: expectedHash } = edit;
    const saved = await client.request('agents.files.restore', { agentId, name, id: version.id, expectedHash });
    file.replaceBy(content, saved.file.hash);
    const undo = { label: t('controls.undo'), run: () => (file.type(before), void file.save()) };
    toast({ title: t('agents.history.restored', { name }), detail: t('agents.history.restoredText'), action: undo });
    onRestored();
  };
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {content === edit.text ? (
        <p className="text-sm text-ink-soft">{t('agents.history.same')}</p>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-3">
            <p className="min-w-40 flex-1 text-xs text-ink-soft">
              {file.unsaved() ? t('agents.history.diffUnsaved') : t('agents.history.diff')}
            </p>
            <Button size="sm" look="primary" busy={busy} icon={RotateCcw} onClick={() => run(restore)}>
              {t('agents.history.restore')}
            </Button>
          </div>
          <div className="max-h-96 overflow-y-auto rounded-md border border-line">
            <DiffView text={unifiedDiff(name, edit.text, content).text} bare wrap />
          </div>
        </>
      )}
    </div>
  );
}
