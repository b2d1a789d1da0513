// The two answers that need a word: which rule to store, and why not.
import { useState } from 'react';
import type { ApprovalRecord } from '#contract/types/approvals.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field, TextArea, TextInput } from '../../design/field.tsx';
import { Segmented } from '../../design/tabs.tsx';
import type { ApprovalAnswer } from '../../state/pending-approvals.ts';
import { lineToWords, wordsToLine } from './inbox.ts';

interface AlwaysDialogProps {
  readonly approval: Pick<ApprovalRecord, 'subject'>;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onAnswer: (answer: ApprovalAnswer) => Promise<void>;
}

type Scope = 'allow-session' | 'allow-always';

/** Stores a rule: for the session, or for good where the host suggests words for it. */
export function AlwaysDialog({ approval, open, onClose, onAnswer }: AlwaysDialogProps) {
  const suggested = approval.subject.suggestedRule;
  const [scope, setScope] = useState<Scope>('allow-session');
  const [line, setLine] = useState(() => wordsToLine(suggested ?? []));
  const words = lineToWords(line);
  const allow = () => {
    if (suggested === undefined) return void onAnswer({ decision: 'allow-session' });
    if (words !== undefined) void onAnswer({ decision: scope, rule: words });
  };
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="primary" disabled={suggested !== undefined && words === undefined} onClick={allow}>
        {suggested === undefined || scope === 'allow-session' ? 'Allow for this session' : 'Always allow'}
      </Button>
    </>
  );
  return (
    <Dialog open={open} onClose={onClose} title="Do not ask again for this" footer={footer}>
      {suggested === undefined ? (
        <p className="text-sm text-ink-soft">
          This cannot become a lasting rule, because its words do not say everything that it does. Exactly this can be
          allowed until the session ends.
        </p>
      ) : (
        <div className="flex flex-col gap-4">
          <Segmented<Scope>
            label="How long"
            options={[
              { value: 'allow-session', label: 'Until this session ends' },
              { value: 'allow-always', label: 'Always, in this folder' },
            ]}
            value={scope}
            onChange={setScope}
          />
          <Field
            label="Commands of this form"
            hint="A last * stands for any further plain arguments. Everything else must match word by word."
            error={words === undefined ? 'Close the quote, or type at least one word.' : undefined}
          >
            {(control) => (
              <TextInput
                {...control}
                className="font-mono"
                value={line}
                onChange={(event) => setLine(event.target.value)}
              />
            )}
          </Field>
          <p className="text-xs text-ink-faint">
            Holds in {approval.subject.cwd}. You can revoke it under Approvals, Rules.
          </p>
        </div>
      )}
    </Dialog>
  );
}

/** Denies and tells the model why, so that it can do better. */
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
  const footer = (
    <>
      <Button onClick={onClose}>Cancel</Button>
      <Button look="danger" disabled={reason.trim() === ''} onClick={deny}>
        Deny
      </Button>
    </>
  );
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Deny with a reason"
      description="The agent reads this and goes on without it."
      footer={footer}
    >
      <Field label="Reason">
        {(control) => (
          <TextArea
            {...control}
            autoFocus
            rows={3}
            placeholder="For example: use the test database instead."
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onKeyDown={(event) => (event.key === 'Enter' && (event.ctrlKey || event.metaKey) ? deny() : undefined)}
          />
        )}
      </Field>
    </Dialog>
  );
}
