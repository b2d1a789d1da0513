// The page of worktrees, for the registry.
import { GitBranch } from 'lucide-react';
import { definePage } from '../define-page.ts';

/** Worktrees, how they compare with their repositories, and what to do with them. */
export const worktreesPage = definePage({
  segment: 'worktrees',
  title: 'worktrees.title',
  icon: GitBranch,
  place: 'none',
  needs: ['worktrees.details'],
  load: async () => (await import('./worktrees-page.tsx')).WorktreesPage,
});
