// Under a rewound conversation: the branches that continue from there, with a button to switch.
import { GitBranch } from 'lucide-react';
import type { BranchPoint } from '#contract/types/session-history.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import type { ChatActions } from '../chat-actions.ts';

/** Empty unless the conversation ends at a branch point. */
export function OtherBranches({
  points,
  actions,
}: {
  readonly points: ReadonlyMap<string, BranchPoint>;
  readonly actions: ChatActions;
}) {
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
