// The two answers that need input: which rule to store, and why a request is denied.
import { useState } from 'react';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { Segmented } from '../../design/tabs.tsx';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { parseRule, formatRule } from './inbox.ts';

interface AlwaysDialogProps {
  readonly approval: Pick<ApprovalRecord, 'subject'>;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAnswer: (answer: ApprovalAnswer) => Promise<void>;
}

type Scope = 'allow-session' | 'allow-always';

/** Creates a rule: for the session, or permanently if the host suggests one. */
export function AlwaysDialog({ approval, open, onClose, onAnswer }: AlwaysDialogProps) {
  const suggested = approval.subject.suggestedRule;
  const [scope, setScope] = useState<Scope>('allow-session');
  const [line, setLine] = useState(() => formatRule(suggested ?? []));
  const words = parseRule(line);
  const allow = () => {
    if (suggested === undefined) return void onAnswer({ decision: 'allow-session' });
    if (words !== undefined) void onAnswer({ decision: scope, rule: words });
  };
  return (
    <FormDialog
      open={open}
      onClose={onClose}
      title={t('approvals.always.title')}
      submit={
        suggested === undefined || scope === 'allow-session'
          ? t('approvals.always.forSession')
          : t('approvals.always.always')
      }
      disabled={suggested !== undefined && words === undefined}
      onSubmit={allow}
    >
      {suggested === undefined ? (
        <p className="text-sm text-ink-soft">{t('approvals.always.cannotRemember')}</p>
      ) : (
        <div className="flex flex-col gap-4">
          <Segmented<Scope>
            label={t('approvals.always.duration')}
            options={[
              { value: 'allow-session', label: t('approvals.always.untilSessionEnds') },
              { value: 'allow-always', label: t('approvals.always.inFolder') },
            ]}
            value={scope}
            onChange={setScope}
          />
          <TextField
            label={t('approvals.always.pattern')}
            hint={t('approvals.always.patternHint')}
            error={words === undefined ? t('approvals.always.patternInvalid') : undefined}
            inputClassName="font-mono"
            value={line}
            onChange={setLine}
          />
          <p className="text-xs text-ink-faint">{t('approvals.always.scope', { folder: approval.subject.cwd })}</p>
        </div>
      )}
    </FormDialog>
  );
}

/** Denies and tells the model why. */
export function ReasonDialog({
  open,
  onClose,
  onDeny,
}: {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onDeny: (reason: string) => void;
}) {
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
