// "Always allow…" for a change of a file.
import { useState } from 'react';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { RadioList } from '../../design/radio-list.tsx';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { useServices } from '../../state/use-client.ts';
import { useComposerChoices } from '../sessions/composer/composer-model.ts';
import { grantEdits, offerEditGrants, type EditGrant } from './edit-grants.ts';

interface EditsDialogProps {
  readonly approval: Pick<ApprovalRecord, 'sessionKey' | 'agentId' | 'subject'>;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAnswer: (answer: ApprovalAnswer) => void;
}

/** Only this file, all edits of this session, or all edits of the agent. */
export function EditsDialog({ approval, open, onClose, onAnswer }: EditsDialogProps) {
  const services = useServices();
  const { subject, agentId } = approval;
  const { mode } = useComposerChoices(approval.sessionKey);
  const [grant, setGrant] = useState<EditGrant>('file');
  const folder = escapeHiddenInLine(subject.cwd);
  const texts = {
    file: { label: t('approvals.edits.file'), hint: escapeHiddenInLine(subject.command) },
    session: { label: t('approvals.edits.session'), hint: t('approvals.edits.sessionHint', { folder }) },
    agent: { label: t('approvals.edits.agent'), hint: t('approvals.edits.agentHint', { folder, agent: agentId }) },
  } as const;
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('approvals.edits.title')}
      submit={t('approvals.edits.allow')}
      onSubmit={async () => onAnswer(await grantEdits(services, approval, grant))}
    >
      <RadioList
        label={t('approvals.edits.title')}
        options={offerEditGrants(mode).map((value) => ({ value, ...texts[value] }))}
        value={grant}
        onChange={setGrant}
      />
      <p className="text-xs text-ink-faint">{t('approvals.edits.limits')}</p>
    </FormDialog>
  );
}
