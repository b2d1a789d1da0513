// ‹ 2/3 ›: switches between the siblings of a message, each the start of a branch.
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { BranchPoint } from '#contract/types/session-history.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import type { ChatActions } from '../chat-actions.ts';

interface BranchPagerProps {
  readonly point: BranchPoint;
  readonly actions: ChatActions;
}

/** Always visible, because nothing else shows that there are other branches. */
export function BranchPager({ point: { siblings }, actions }: BranchPagerProps) {
  const place = siblings.findIndex((sibling) => sibling.active);
  const step = (by: 1 | -1) => {
    const next = siblings[place + by];
    return {
      disabled: next === undefined || actions.readOnly,
      title: next?.headline ?? '',
      onClick: () => (next === undefined ? undefined : actions.switchBranch(next.leafEntryId)),
    };
  };
  return (
    <span role="group" aria-label={t('transcript.branches')} className="flex items-center text-2xs text-ink-faint">
      <IconButton icon={ChevronLeft} plain label={t('transcript.branch.previous')} size="xs" {...step(-1)} />
      <span className="tabular">{t('transcript.branch.place', { place: place + 1, count: siblings.length })}</span>
      <IconButton icon={ChevronRight} plain label={t('transcript.branch.next')} size="xs" {...step(1)} />
    </span>
  );
}
