// A plan that waits for approval: its text, the modes to continue in, and feedback.
import { ListChecks } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { escapeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { watchEnd } from '../../design/watch-end.ts';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { Markdown } from '../sessions/markdown/markdown.tsx';

interface PlanViewProps {
  readonly plan: string;
  readonly busy: boolean;
  readonly onAnswer: (answer: ApprovalAnswer) => void;
}

/** The plan, which can be approved once its end has been visible. */
export function PlanView({ plan, busy, onAnswer }: PlanViewProps) {
  const [seen, setSeen] = useState(false);
  const [commenting, setCommenting] = useState(false);
  const [feedback, setFeedback] = useState('');
  const box = useRef<HTMLDivElement>(null);
  useEffect(
    () => (box.current === null ? undefined : watchEnd(box.current, (left) => left === 0 && setSeen(true))),
    [],
  );
  const choice = { size: 'sm', disabled: busy || !seen } as const;
  return (
    <>
      <div
        ref={box}
        tabIndex={0}
        role="document"
        aria-label={t('approvals.plan.label')}
        className="max-h-[min(28rem,55vh)] overflow-y-auto px-3 py-2.5 text-sm text-ink"
      >
        <Markdown text={escapeHidden(plan)} live={false} />
      </div>
      {!seen && <p className="px-3 text-xs text-ink-soft">{t('approvals.plan.readToEnd')}</p>}
      <div
        role="group"
        aria-label={t('approvals.answers')}
        className="grid grid-cols-1 gap-1.5 p-3 pointer-coarse:gap-3 @lg:flex @lg:items-center"
      >
        <Button look="primary" icon={ListChecks} {...choice} onClick={() => onAnswer({ decision: 'allow-once' })}>
          {t('approvals.plan.continueInAsk')}
        </Button>
        <Button {...choice} onClick={() => onAnswer({ decision: 'allow-session' })}>
          {t('approvals.plan.continueInEdits')}
        </Button>
        <Button look="quiet" size="sm" disabled={busy} onClick={() => setCommenting(true)}>
          {t('approvals.plan.keepPlanning')}
        </Button>
      </div>
      <FormDialog
        open={commenting}
        onClose={() => setCommenting(false)}
        title={t('approvals.plan.feedbackTitle')}
        submit={t('approvals.plan.keepPlanning')}
        onSubmit={() => {
          setCommenting(false);
          onAnswer({ decision: 'deny', ...(feedback.trim() === '' ? {} : { reason: feedback.trim() }) });
        }}
      >
        <TextField
          label={t('approvals.plan.feedback')}
          hint={t('approvals.plan.feedbackHint')}
          rows={5}
          value={feedback}
          onChange={setFeedback}
        />
      </FormDialog>
    </>
  );
}
