// The menu of a worktree, and the dialogs that it opens.
import { useState, type ReactNode } from 'react';
import type { WorktreeDetails } from '#contract/types/worktrees.ts';
import { t } from '#messages/translate.ts';
import type { MenuEntry } from '../../design/menu.tsx';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import { CommitDialog } from './commit-dialog.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { MergeDialog } from './merge-dialog.tsx';
import { PullRequestDialog, PushDialog } from './push-dialogs.tsx';
import { discardWorktree, keepBranch, startInWorktree } from './worktree-actions.ts';

type Opened = 'merge' | 'conflicts' | 'commit' | 'push' | 'pullRequest';

/** The entries of the menu and its open dialog. `resolve` opens the conflicts of a merge. `here`: the session that shows the menu. */
export function useWorktreeMenu(
  worktree: WorktreeDetails,
  onChange: () => Promise<void>,
  here?: string,
): { readonly entries: readonly MenuEntry[]; readonly dialogs: ReactNode; readonly resolve: () => void } {
  const services = useServices();
  const [opened, setOpened] = useState<Opened>();
  const { id, sessionKeys, status } = worktree;
  const [sessionKey] = sessionKeys;
  const isReady = status === undefined || status.health === 'ready';
  const isPending = status?.pendingMerge !== undefined;
  const item = (label: string, run: () => void, disabled = false): MenuEntry => ({
    kind: 'item',
    label,
    run,
    disabled,
  });
  const open = (dialog: Opened) => () => setOpened(dialog);
  const hasSession = sessionKey !== undefined;
  const entries: readonly MenuEntry[] = [
    ...(hasSession && sessionKey !== here
      ? [item(t('worktrees.openSession'), () => navigate(href('sessions', sessionKey)))]
      : []),
    item(t('worktrees.newSession'), () => startInWorktree(services, id), !isReady),
    { kind: 'line' },
    item(t('worktrees.commit'), open('commit'), !isReady || !hasSession),
    item(t('worktrees.merge'), open(isPending ? 'conflicts' : 'merge'), !isReady),
    item(t('worktrees.keepBranch'), () => keepBranch(services, id, onChange), !isReady),
    item(t('worktrees.push'), open('push'), !isReady || !hasSession),
    item(t('worktrees.pullRequest'), open('pullRequest'), !isReady || !hasSession),
    { kind: 'line' },
    item(t('worktrees.showAll'), () => navigate('/worktrees')),
    {
      kind: 'item',
      label: t('worktrees.discard'),
      danger: true,
      run: () => discardWorktree(services, worktree, onChange),
    },
  ];
  const close = () => setOpened(undefined);
  const dialogs = (
    <>
      {opened === 'merge' && (
        <MergeDialog worktree={worktree} onClose={close} onChange={onChange} onConflicts={open('conflicts')} />
      )}
      {opened === 'conflicts' && <ConflictDialog id={id} onClose={close} onChange={onChange} />}
      {hasSession && opened === 'commit' && (
        <CommitDialog sessionKey={sessionKey} onClose={close} onChange={onChange} />
      )}
      {hasSession && opened === 'push' && (
        <PushDialog sessionKey={sessionKey} branch={worktree.branch} onClose={close} />
      )}
      {hasSession && opened === 'pullRequest' && <PullRequestDialog sessionKey={sessionKey} onClose={close} />}
    </>
  );
  return { entries, dialogs, resolve: open('conflicts') };
}
