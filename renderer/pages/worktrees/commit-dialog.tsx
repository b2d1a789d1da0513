// Commits everything that changed in the folder of a session.
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { toast } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import { MessageField, SecretSwitch, useCommitMessage, useSecretDecision } from './commit-message.tsx';

interface CommitDialogProps {
  readonly sessionKey: string;
  readonly onClose: () => void;
  readonly onChange: () => Promise<void>;
}

/** A message, and the commit. */
export function CommitDialog({ sessionKey, onClose, onChange }: CommitDialogProps) {
  const client = useClient();
  const message = useCommitMessage(sessionKey);
  const secrets = useSecretDecision();
  const submit = () =>
    secrets.guard(async (allowSecrets) => {
      const request = { sessionKey, message: message.message, allowSecrets };
      const { files } = await client.request('changes.commit', request);
      await onChange();
      toast({ title: t('worktrees.commit.done', { count: files }) });
    });
  return (
    <FormDialog
      open
      title={t('worktrees.commit.title')}
      submit={t('worktrees.commit.submit')}
      disabled={message.message.trim() === ''}
      onClose={onClose}
      onSubmit={submit}
    >
      <MessageField label={t('worktrees.merge.message')} {...message} />
      <SecretSwitch {...secrets} />
    </FormDialog>
  );
}
