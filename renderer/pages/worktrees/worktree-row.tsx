// A worktree in the list: its branch, how it compares with the repository, and its menu.
import { Ellipsis } from 'lucide-react';
import type { WorktreeDetails } from '#contract/types/worktrees.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { formatAgo, formatBytes, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Menu } from '../../design/menu.tsx';
import { CardRow } from '../../design/page.tsx';
import { useNow } from '../../design/use-now.ts';
import { describeWorktree } from './describe-worktree.ts';
import { useWorktreeMenu } from './worktree-menu.tsx';

const MINUTE_MS = 60_000;

interface WorktreeRowProps {
  readonly worktree: WorktreeDetails;
  readonly onChange: () => Promise<void>;
}

/** A row of the list. */
export function WorktreeRow({ worktree, onChange }: WorktreeRowProps) {
  const { name, repoName, status, lastActiveAt, sessionKeys } = worktree;
  const now = useNow(MINUTE_MS);
  const { entries, dialogs, resolve } = useWorktreeMenu(worktree, onChange);
  const health = status?.health ?? 'ready';
  const conflicts = status?.pendingMerge?.conflicts.filter(({ isResolved }) => !isResolved).length;
  return (
    <CardRow
      title={removeHidden(name)}
      facts={joinFacts(
        t('worktrees.branchOf', { repository: repoName, branch: removeHidden(status?.branch ?? worktree.branch) }),
        status === undefined || health !== 'ready' ? undefined : describeWorktree(status),
        t('worktrees.sessions', { count: sessionKeys.length }),
        status?.sizeBytes === undefined ? undefined : formatBytes(status.sizeBytes),
        formatAgo(lastActiveAt, now),
        health === 'ready' ? undefined : status?.problem,
      )}
    >
      {health === 'ready' ? null : <Badge tone="warn">{t(`worktrees.health.${health}`)}</Badge>}
      {conflicts === undefined ? null : (
        <Button size="sm" label={t('worktrees.conflicts', { count: conflicts })} onClick={resolve} />
      )}
      <Menu entries={entries} align="end">
        <IconButton icon={Ellipsis} label={t('worktrees.menu', { name })} />
      </Menu>
      {dialogs}
    </CardRow>
  );
}
