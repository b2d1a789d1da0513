// The branch of a session's worktree in the header of its pane, with the menu of the worktree.
import { GitBranch } from 'lucide-react';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Menu } from '../../design/menu.tsx';
import { useRequest, useSessionRow } from '../../state/use-client.ts';
import type { WorktreeDetails } from '#contract/types/worktrees.ts';
import { useWorktreeMenu } from './worktree-menu.tsx';

/** Nothing for a session without a worktree. */
export function BranchButton({ sessionKey }: { readonly sessionKey: string }) {
  const worktree = useSessionRow(sessionKey)?.worktree;
  return worktree === undefined ? null : (
    <OfWorktree key={worktree.id} id={worktree.id} branch={worktree.branch} sessionKey={sessionKey} />
  );
}

interface OfWorktreeProps {
  readonly id: string;
  readonly branch: string;
  readonly sessionKey: string;
}

function OfWorktree({ id, branch, sessionKey }: OfWorktreeProps) {
  const read = useRequest('worktrees.details', { ids: [id], status: true }, ['settings.changed']);
  const [details] = read.data?.worktrees ?? [];
  if (details === undefined) return <span className="truncate text-xs text-ink-faint">{removeHidden(branch)}</span>;
  return <BranchMenu worktree={details} sessionKey={sessionKey} onChange={read.reload} />;
}

interface BranchMenuProps {
  readonly worktree: WorktreeDetails;
  readonly sessionKey: string;
  readonly onChange: () => Promise<void>;
}

function BranchMenu({ worktree, sessionKey, onChange }: BranchMenuProps) {
  const { entries, dialogs } = useWorktreeMenu(worktree, onChange, sessionKey);
  const branch = worktree.status?.branch ?? worktree.branch;
  return (
    <>
      <Menu entries={entries} align="end">
        <button
          type="button"
          aria-label={t('worktrees.branch', { branch })}
          className="inline-flex h-6.5 max-w-48 min-w-0 items-center gap-1.5 rounded-md px-1.5 text-xs text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover"
        >
          <GitBranch size={14} aria-hidden className="shrink-0" />
          <span className="truncate">{removeHidden(branch)}</span>
        </button>
      </Menu>
      {dialogs}
    </>
  );
}
