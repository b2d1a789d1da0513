// The branches of a conversation: between the siblings of a message, and below a rewound conversation.
import { ChevronLeft, ChevronRight, GitBranch } from 'lucide-react';
import type { BranchPoint } from '#contract/types/session-history.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import type { ChatActions } from '../chat-actions.ts';
import { RowButton } from './row-buttons.tsx';

interface BranchPagerProps {
  readonly point: BranchPoint;
  readonly actions: ChatActions;
}

/** ‹ 2/3 ›: always visible, because nothing else shows that there are other branches. */
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
      <RowButton icon={ChevronLeft} label={t('transcript.branch.previous')} {...step(-1)} />
      <span className="tabular">{t('transcript.branch.place', { place: place + 1, count: siblings.length })}</span>
      <RowButton icon={ChevronRight} label={t('transcript.branch.next')} {...step(1)} />
    </span>
  );
}

interface OtherBranchesProps {
  readonly points: ReadonlyMap<string, BranchPoint>;
  readonly actions: ChatActions;
}

/** The branches that continue from the end of the conversation, each with a button to switch to it. */
export function OtherBranches({ points, actions }: OtherBranchesProps) {
  const left = [...points.values()].find((point) => point.after);
  if (left === undefined || actions.readOnly) return null;
  return (
    <ul aria-label={t('transcript.branches.left')} className="mx-auto w-full max-w-196 shrink-0 px-5 pb-2 max-md:px-3">
      {left.siblings
        .filter((sibling) => !sibling.active)
        .map(({ leafEntryId, headline }) => (
          <li key={leafEntryId} className="flex items-center gap-2 text-xs text-ink-soft">
            <GitBranch size={13} aria-hidden className="shrink-0 text-ink-faint" />
            <span className="min-w-0 flex-1 truncate">
              {t('transcript.branches.leftHere', {
                title: headline === '' ? t('transcript.branches.untitled') : headline,
              })}
            </span>
            <Button size="sm" look="quiet" onClick={() => actions.switchBranch(leafEntryId)}>
              {t('transcript.branches.switch')}
            </Button>
          </li>
        ))}
    </ul>
  );
}
