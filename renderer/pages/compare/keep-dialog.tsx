// Merges the worktree of the best result, then archives the others.
import { useState } from 'react';
import type { Dispatch } from '#contract/types/dispatches.ts';
import { t } from '#messages/translate.ts';
import { useRequest, useServices } from '../../state/use-client.ts';
import { ConflictDialog } from '../worktrees/conflict-dialog.tsx';
import { MergeDialog } from '../worktrees/merge-dialog.tsx';
import { archiveDispatch } from './dispatch-actions.ts';

interface KeepProps {
  readonly dispatch: Dispatch;
  readonly entryId: string;
  readonly worktreeId: string;
  readonly onClose: () => void;
}

/** The merge, with its conflicts if there are any. */
export function KeepDialog({ dispatch: { id, entries }, entryId, worktreeId, onClose }: KeepProps) {
  const services = useServices();
  const read = useRequest('worktrees.details', { ids: [worktreeId], status: true }, ['settings.changed']);
  const [hasConflicts, setConflicts] = useState(false);
  const [worktree] = read.data?.worktrees ?? [];
  const archiveOthers = (): void => archiveDispatch(services, id, [entryId]);
  if (worktree === undefined) return null;
  if (hasConflicts || worktree.status?.pendingMerge !== undefined)
    return <ConflictDialog id={worktreeId} onClose={onClose} onChange={read.reload} onMerged={archiveOthers} />;
  return (
    <MergeDialog
      worktree={worktree}
      title={t('compare.keep.title')}
      description={t('compare.keep.text', { count: entries.length - 1 })}
      submit={t('compare.keep.submit')}
      onClose={onClose}
      onChange={read.reload}
      onConflicts={() => setConflicts(true)}
      onMerged={archiveOthers}
    />
  );
}
