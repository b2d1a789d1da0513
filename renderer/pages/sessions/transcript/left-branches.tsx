// Under a conversation that was taken back: the branches that were left there, with the way back to them.
import { GitBranch } from 'lucide-react';
import type { BranchPointFacts } from '#contract/types/session-history.ts';
import { Button } from '../../../design/button.tsx';
import type { ChatActions } from '../chat-actions.ts';

/** Nothing where the conversation goes on by itself. */
export function LeftBranches({
  points,
  actions,
}: {
  readonly points: ReadonlyMap<string, BranchPointFacts>;
  readonly actions: ChatActions;
}) {
  const left = [...points.values()].find((point) => point.after);
  if (left === undefined || actions.readOnly) return null;
  return (
    <ul aria-label="Branches that were left here" className="mx-auto w-full max-w-196 shrink-0 px-5 pb-2 max-md:px-3">
      {left.siblings
        .filter((sibling) => !sibling.active)
        .map(({ leafEntryId, headline }) => (
          <li key={leafEntryId} className="flex items-center gap-2 text-xs text-ink-soft">
            <GitBranch size={13} aria-hidden className="shrink-0 text-ink-faint" />
            <span className="min-w-0 flex-1 truncate">Left here: {headline === '' ? 'a branch' : headline}</span>
            <Button size="sm" look="quiet" onClick={() => void actions.switchBranch(leafEntryId)}>
              Go there again
            </Button>
          </li>
        ))}
    </ul>
  );
}
