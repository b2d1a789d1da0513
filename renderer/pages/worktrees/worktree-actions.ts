// What a person can do with a worktree without being asked anything. Each action can be undone.
import type { WorktreeDetails } from '#contract/types/worktrees.ts';
import { t } from '#messages/translate.ts';
import { attempt, toast } from '../../design/toasts.ts';
import type { AppServices } from '../../state/app-services.ts';
import { newDraftKey, showSession } from '../../state/layout.ts';
import { navigate } from '../../state/route.ts';

type OnChange = () => Promise<void>;

/** Removes a worktree, and offers to restore it. */
export function discardWorktree(
  services: AppServices,
  { id, name }: Pick<WorktreeDetails, 'id' | 'name'>,
  onChange: OnChange,
): void {
  attempt(t('worktrees.discard.failed'), async () => {
    await services.client.request('worktrees.remove', { id });
    await onChange();
    toast({
      title: t('worktrees.discard.done', { name }),
      detail: t('worktrees.discard.doneText'),
      action: { label: t('controls.undo'), run: () => restoreWorktree(services, id, onChange) },
    });
  });
}

/** Brings a removed worktree back. */
export function restoreWorktree({ client }: AppServices, id: string, onChange: OnChange): void {
  attempt(t('worktrees.restore.failed'), async () => {
    await client.request('worktrees.restore', { id });
    await onChange();
  });
}

/** Creates the branch of a worktree in its repository. */
export function keepBranch({ client }: AppServices, id: string, onChange: OnChange): void {
  attempt(t('worktrees.keepBranch.failed'), async () => {
    const { branch } = await client.request('worktrees.keepBranch', { id });
    await onChange();
    toast({ title: t('worktrees.keepBranch.done', { branch }) });
  });
}

/** Opens a new session in the worktree. */
export function startInWorktree({ drafts, layout, newId }: AppServices, id: string): void {
  const key = newDraftKey(newId);
  drafts.set(key, { text: '', images: [], create: { worktreeId: id } });
  layout.setState((state) => showSession(state, key, newId));
  navigate('/sessions');
}
