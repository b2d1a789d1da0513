// Answers an approval by a swipe: to the right to allow it once, to the left to deny it. Never for decisions that are remembered.
import type { ReactNode } from 'react';
import { t } from '#messages/translate.ts';
import { Swipeable } from '../../design/swipeable.tsx';

interface SwipeAnswersProps {
  /** The same condition as for the button: all of the command was seen. */
  readonly canAllow: boolean;
  readonly busy: boolean;
  readonly onAnswer: (given: { readonly decision: 'allow-once' | 'deny' }) => void;
  /** Some decisions, such as on a plan, can't be made by a swipe. */
  readonly isOff?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Around a card with an approval. */
export function SwipeAnswers({ canAllow, busy, onAnswer, isOff = false, className, children }: SwipeAnswersProps) {
  const action = (decision: 'allow-once' | 'deny', label: string, releaseLabel: string) =>
    busy || isOff ? undefined : { label, releaseLabel, run: () => onAnswer({ decision }) };
  return (
    <Swipeable
      {...(className !== undefined && { className })}
      right={canAllow ? action('allow-once', t('approvals.allowOnce'), t('approvals.swipe.allow')) : undefined}
      left={action('deny', t('approvals.deny'), t('approvals.swipe.deny'))}
    >
      {children}
    </Swipeable>
  );
}
