// Answers an approval: the call, and dialogs for the answers that need input: which rule to store, and why it is denied.
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { useServices } from '../../state/use-client.ts';
import { EditsDialog } from './edits-dialog.tsx';
import { describeSessionGrant, parseRule, formatRule, isEdit } from './inbox.ts';

/** Answers an approval; `busy` while the answer is on its way. */
export function useApprovalAnswer(id: string): { readonly busy: boolean; answer(given: ApprovalAnswer): void } {
  const { approvals } = useServices();
  const busy = useStore(approvals.store, (state) => state.answering.has(id));
  const answer = (given: ApprovalAnswer) =>
    attempt(t('approvals.answerFailed'), async () => {
      if (!(await approvals.answer(id, given)))
        toast({ title: t('approvals.alreadyAnswered'), detail: t('approvals.alreadyAnsweredText') });
    });
  return { busy, answer };
}

/** The question that is open, if any. */
export type Asking = 'always' | 'reason' | undefined;

interface AnswerDialogsProps {
  readonly approval: Pick<ApprovalRecord, 'id' | 'subject'>;
  readonly asking: Asking;
  readonly onAsk: (what: Asking) => void;
  readonly onAnswer: (answer: ApprovalAnswer) => void;
}

/** Both dialogs; answering closes them. */
export function AnswerDialogs({ approval, asking, onAsk, onAnswer }: AnswerDialogsProps) {
  const onClose = () => onAsk(undefined);
  const answer = (given: ApprovalAnswer) => {
    onClose();
    onAnswer(given);
  };
  const { approvals } = useServices();
  const record = useStore(approvals.store, ({ pending }) => pending.find(({ id }) => id === approval.id));
  const always = { open: asking === 'always', onClose, onAnswer: answer };
  return (
    <>
      {record !== undefined && isEdit(record.subject) ? (
        <EditsDialog approval={record} {...always} />
      ) : (
        <AlwaysDialog approval={approval} {...always} />
      )}
      <ReasonDialog
        open={asking === 'reason'}
        onClose={onClose}
        onDeny={(reason) => answer({ decision: 'deny', reason })}
      />
    </>
  );
}

interface AlwaysDialogProps extends Pick<AnswerDialogsProps, 'approval' | 'onAnswer'> {
  readonly open: boolean;
  readonly onClose: () => void;
}

const SCOPES = ['allow-session', 'allow-always'] as const;

/** Creates a rule: for the session, or permanently if the host suggests one. */
function AlwaysDialog({ approval, open, onClose, onAnswer }: AlwaysDialogProps) {
  const { suggestedRule, cwd } = approval.subject;
  const [scope, setScope] = useState<(typeof SCOPES)[number]>('allow-session');
  const [line, setLine] = useState(() => formatRule(suggestedRule ?? []));
  const rule = parseRule(line);
  const allow = () => {
    if (suggestedRule === undefined) onAnswer({ decision: 'allow-session' });
    else if (rule !== undefined) onAnswer({ decision: scope, rule });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={suggestedRule === undefined ? t('approvals.session.title') : t('approvals.always.title')}
      submit={scope === 'allow-session' ? t('approvals.always.forSession') : t('approvals.always.always')}
      disabled={suggestedRule !== undefined && rule === undefined}
      onSubmit={allow}
    >
      {suggestedRule === undefined ? (
        <p className="text-sm text-ink-soft">{describeSessionGrant(approval.subject)}</p>
      ) : (
        <>
          <Segmented
            label={t('approvals.always.duration')}
            options={SCOPES.map((value) => ({ value, label: t(`approvals.always.scope.${value}`) }))}
            value={scope}
            onChange={setScope}
          />
          <TextField
            label={t('approvals.always.pattern')}
            hint={t('approvals.always.patternHint')}
            error={rule === undefined ? t('approvals.always.patternInvalid') : undefined}
            inputClassName="font-mono"
            value={line}
            onChange={setLine}
          />
          <p className="text-xs text-ink-faint">{t('approvals.always.scope', { folder: escapeHiddenInLine(cwd) })}</p>
        </>
      )}
    </FormDialog>
  );
}

interface ReasonDialogProps extends Pick<AlwaysDialogProps, 'open' | 'onClose'> {
  readonly onDeny: (reason: string) => void;
}

/** Denies and tells the model why. */
function ReasonDialog({ open, onClose, onDeny }: ReasonDialogProps) {
  const [reason, setReason] = useState('');
  const deny = () => {
    if (reason.trim() !== '') onDeny(reason.trim());
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('approvals.reason.title')}
      description={t('approvals.reason.description')}
      submit={t('approvals.deny')}
      disabled={reason.trim() === ''}
      look="danger"
      onSubmit={deny}
    >
      <TextField
        label={t('approvals.reason.label')}
        autoFocus
        rows={3}
        placeholder={t('approvals.reason.placeholder')}
        value={reason}
        onChange={setReason}
        onKeyDown={(event) => (event.key === 'Enter' && (event.ctrlKey || event.metaKey) ? deny() : undefined)}
      />
    </FormDialog>
  );
}
