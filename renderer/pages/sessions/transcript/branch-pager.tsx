// ‹ 2/3 ›: the siblings of a message, each the beginning of another branch.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { BranchPointFacts } from '#contract/types/session-history.ts';
import { IconButton } from '../../../design/button.tsx';
import type { ChatActions } from '../chat-actions.ts';

interface BranchPagerProps {
  readonly point: BranchPointFacts;
  readonly actions: ChatActions;
}

/** Always to be seen, because nothing else says that there is more. */
export function BranchPager({ point: { siblings }, actions }: BranchPagerProps) {
  const place = siblings.findIndex((sibling) => sibling.active);
  const step = (by: 1 | -1) => {
    const next = siblings[place + by];
    return {
      disabled: next === undefined || actions.readOnly,
      title: next?.headline ?? '',
      onClick: () => (next === undefined ? undefined : void actions.switchBranch(next.leafEntryId)),
    };
  };
  return (
    <span role="group" aria-label="Branches of this message" className="flex items-center text-2xs text-ink-faint">
      <IconButton plain label="Branch before" size="xs" {...step(-1)}>
        <ChevronLeft size={13} aria-hidden />
      </IconButton>
      <span className="tabular">
        {place + 1}/{siblings.length}
      </span>
      <IconButton plain label="Branch after" size="xs" {...step(1)}>
        <ChevronRight size={13} aria-hidden />
      </IconButton>
    </span>
  );
}
