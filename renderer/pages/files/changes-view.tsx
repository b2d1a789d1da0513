// The changes of a session: a list of files, each with its diff.
import { GitCompare } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import type { MethodResult } from '#contract/methods/registry.ts';
import { t } from '#messages/translate.ts';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Chevron } from '../../design/chevron.tsx';
import { DiffCounts, DiffView } from '../../design/diff-view.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { useOpenSession, useRequest } from '../../state/use-client.ts';
import { ownEdits } from './own-edits.ts';

type Diff = MethodResult<'sessions.diff'>;

type ChangedFileFacts = Diff['files'][number];

/** From git if the workspace is a repository, otherwise from the session's own edits. Reloads when files change. */
export function ChangesView({ sessionKey, onOpen }: ChangesViewProps) {
  const read = useRequest('sessions.diff', { sessionKey }, ['files.changed']);
  if (read.data === undefined)
    return (
      <div className="p-2">
        <RequestStatus
          read={read}
          rows={5}
          loading={t('files.changes.loading')}
          failed={t('files.changes.loadFailed')}
        />
      </div>
    );
  if (read.data.unavailableReason === 'not_git') return <OwnChanges sessionKey={sessionKey} onOpen={onOpen} />;
  const { files, additions, deletions, branch, truncated } = read.data;
  return (
    <ChangeList
      files={files}
      additions={additions}
      deletions={deletions}
      note={branch}
      truncated={truncated === true}
      onOpen={onOpen}
    />
  );
}

interface ChangesViewProps {
  readonly sessionKey: string;
  readonly onOpen: (path: string) => void;
}

function OwnChanges({ sessionKey, onOpen }: ChangesViewProps) {
  const session = useOpenSession(sessionKey);
  const items = useStore(session.store, (state) => state.view.items);
  const files = useMemo(() => ownEdits(items), [items]);
  const additions = files.reduce((sum, file) => sum + file.additions, 0);
  const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
  return (
    <ChangeList
      files={files}
      additions={additions}
      deletions={deletions}
      note={t('files.changes.ofSession')}
      truncated={false}
      onOpen={onOpen}
    />
  );
}

interface ChangeListProps {
  readonly files: readonly ChangedFileFacts[];
  readonly additions: number;
  readonly deletions: number;
  readonly note: string | undefined;
  readonly truncated: boolean;
  readonly onOpen: (path: string) => void;
}

function ChangeList({ files, additions, deletions, note, truncated, onOpen }: ChangeListProps) {
  if (files.length === 0) {
    return <EmptyState icon={GitCompare} title={t('files.changes.empty')} text={t('files.changes.emptyText')} />;
  }
  return (
    <div className="min-h-0 flex-1 overflow-y-auto">
      <p className="flex items-center gap-2 px-3 py-2 text-xs text-ink-soft">
        {t('files.changes.count', { count: files.length })}
        <DiffCounts additions={additions} deletions={deletions} />
        {note !== undefined && <span className="ml-auto truncate text-ink-faint">{note}</span>}
      </p>
      <ul>
        {files.map((file) => (
          <li key={file.path} className="border-t border-line">
            <ChangedFile file={file} onOpen={onOpen} open={files.length === 1} />
          </li>
        ))}
      </ul>
      {truncated && <p className="px-3 py-2 text-xs text-ink-faint">{t('files.changes.truncated')}</p>}
    </div>
  );
}

const TONES: Readonly<Record<ChangedFileFacts['status'], Tone>> = {
  added: 'ok',
  modified: 'neutral',
  deleted: 'bad',
  renamed: 'accent',
};

interface ChangedFileProps {
  readonly file: ChangedFileFacts;
  readonly open: boolean;
  readonly onOpen: (path: string) => void;
}

function ChangedFile({ file, open, onOpen }: ChangedFileProps) {
  return (
    <details className="group" open={open}>
      <summary className="flex list-none items-center gap-2 px-2 py-1.5 text-sm outline-offset-[-2px] hover:bg-hover [&::-webkit-details-marker]:hidden">
        <Chevron className="text-ink-faint group-open:rotate-90" />
        <span className="min-w-0 flex-1 truncate" title={file.path}>
          {file.path}
        </span>
        <DiffCounts additions={file.additions} deletions={file.deletions} />
        <Badge tone={TONES[file.status]}>{t(`files.changes.${file.status}`)}</Badge>
      </summary>
      {file.binary === true && <p className="px-8 pb-2 text-xs text-ink-faint">{t('files.changes.binary')}</p>}
      {file.patch !== undefined && <DiffView text={file.patch} bare limit={300} />}
      {file.truncated === true && <p className="px-8 py-1 text-xs text-ink-faint">{t('files.changes.tooLong')}</p>}
      {file.status !== 'deleted' && (
        <Button size="sm" look="quiet" className="my-1 ml-6" onClick={() => onOpen(file.path)}>
          {t('files.changes.openFile')}
        </Button>
      )}
    </details>
  );
}
