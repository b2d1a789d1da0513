// Answers an approval: the call, and dialogs for the answers that need input: which rules to store, and why it is denied.
import { Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { attempt, toast } from '../../design/toasts.ts';
import { lazyPart } from '../../state/load-part.ts';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { useServices } from '../../state/use-client.ts';
import { AlwaysDialog } from './always-dialog.tsx';
import { EditsDialog } from './edits-dialog.tsx';
import { isEdit } from './inbox.ts';

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
export type Asking = 'always' | 'reason' | 'edit' | undefined;

const EditDialog = lazyPart(() => import('./edit-dialog.tsx'), 'EditDialog');

interface AnswerDialogsProps {
  readonly approval: Pick<ApprovalRecord, 'id' | 'subject'>;
  readonly asking: Asking;
  readonly onAsk: (what: Asking) => void;
  readonly onAnswer: (answer: ApprovalAnswer) => void;
}

/** All dialogs; answering closes them. */
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
        <AlwaysDialog approval={{ ...approval, agentId: record?.agentId ?? '' }} {...always} />
      )}
      {asking === 'edit' && (
        <Suspense>
          <EditDialog id={approval.id} onClose={onClose} />
        </Suspense>
      )}
      <ReasonDialog
        open={asking === 'reason'}
        onClose={onClose}
        onDeny={(reason) => answer({ decision: 'deny', reason })}
      />
    </>
  );
}

interface ReasonDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
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
