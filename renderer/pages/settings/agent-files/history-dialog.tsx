// Versions of an agent's file: each is compared with what is there now, and can be brought back.
import { createTwoFilesPatch } from 'diff';
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { AgentFileName, AgentFileVersion } from '#contract/types/agent-files.ts';
import { formatBytes, formatDateTime } from '#messages/format.ts';
import { Badge } from '../../../design/badge.tsx';
import { Button } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { Dialog } from '../../../design/dialog.tsx';
import { DiffView } from '../../../design/diff-view.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../../design/states.tsx';
import { toast, toastError } from '../../../design/toasts.ts';
import { useClient, useRequest } from '../../../state/use-client.ts';
import type { OpenFile } from '../../files/open-file.ts';

interface HistoryDialogProps {
  readonly agentId: string;
  readonly name: AgentFileName;
  readonly file: OpenFile;
  readonly onClose: () => void;
}

/** Bringing a version back is a new version: nothing is lost by it. */
export function HistoryDialog({ agentId, name, file, onClose }: HistoryDialogProps) {
  const read = useRequest('agents.files.history', { agentId, name }, ['settings.changed']);
  const [chosen, setChosen] = useState<number | undefined>();
  const versions = read.data?.versions ?? [];
  const shown = versions.find(({ id }) => id === chosen) ?? versions[0];
  return (
    <Dialog open onClose={onClose} title={`History of ${name}`} size="lg">
      {read.status === 'loading' && <SkeletonLines count={4} label="Reading the history" />}
      {read.status === 'error' && read.data === undefined && (
        <ErrorNote message={read.error.message} onRetry={() => void read.reload()} />
      )}
      {read.data !== undefined && shown === undefined && (
        <EmptyState title="No versions yet">Each time the file is saved, a version is kept.</EmptyState>
      )}
      {shown !== undefined && (
        <div className="grid grid-cols-[14rem_1fr] gap-4 max-md:grid-cols-1">
          <ul aria-label="Versions" className="flex max-h-96 flex-col gap-0.5 overflow-y-auto max-md:max-h-40">
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
        'w-full rounded-md px-2.5 py-1.5 text-left text-xs',
        isChosen ? 'bg-active text-ink' : 'text-ink-soft hover:bg-hover',
      )}
    >
      <span className="tabular flex items-center gap-1.5">
        {formatDateTime(version.savedAtMs)}
        {isNow && <Badge tone="accent">now</Badge>}
      </span>
      <span className="block truncate text-ink-faint">
        {version.savedBy === 'found' ? 'lay in the folder' : `by ${version.savedBy}`} · {formatBytes(version.size)}
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
  const [busy, setBusy] = useState(false);
  if (read.status === 'error') return <ErrorNote message={read.error.message} onRetry={() => void read.reload()} />;
  if (read.data === undefined) return <SkeletonLines count={6} label="Reading the version" />;
  const { content } = read.data.version;
  const restore = async () => {
    const before = edit.text;
    setBusy(true);
    try {
      const saved = await client.request('agents.files.restore', {
        agentId,
        name,
        id: version.id,
        expectedHash: edit.hash,
      });
      file.replaceBy(content, saved.file.hash);
      const undo = { label: 'Undo', run: () => (file.type(before), void file.save()) };
      toast({ title: `${name} is as it was`, detail: 'What was there is in the history.', action: undo });
      onRestored();
    } catch (cause) {
      toastError('The version was not brought back', cause);
      setBusy(false);
    }
  };
  return (
    <div className="flex min-w-0 flex-col gap-3">
      {content === edit.text ? (
        <p className="text-sm text-ink-soft">This is what is there now.</p>
      ) : (
        <>
          <div className="flex flex-wrap items-center gap-3">
            <p className="min-w-40 flex-1 text-xs text-ink-soft">
              Green comes back, red goes{file.unsaved() ? ', your unsaved changes too' : ''}.
            </p>
            <Button
              size="sm"
              look="primary"
              busy={busy}
              icon={<RotateCcw size={13} aria-hidden />}
              onClick={() => void restore()}
            >
              Bring this back
            </Button>
          </div>
          <div className="max-h-96 overflow-y-auto rounded-md border border-line">
            <DiffView text={createTwoFilesPatch(name, name, edit.text, content, '', '', { context: 3 })} bare wrap />
          </div>
        </>
      )}
    </div>
  );
}
