// Publishes the branch of a session: a push, or a pull request.
import { useState } from 'react';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { SwitchField } from '../../design/switch-field.tsx';
import { toast } from '../../design/toasts.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { useClient, useSessionRow } from '../../state/use-client.ts';
import { SecretSwitch, useSecretDecision } from './commit-message.tsx';

const BODY_ROWS = 5;

interface PushDialogProps {
  readonly sessionKey: string;
  readonly onClose: () => void;
}

function openPage(url: string): void {
  window.open(url, '_blank', 'noopener,noreferrer');
}

/** A question, because a push leaves this computer. */
export function PushDialog({ sessionKey, branch, onClose }: PushDialogProps & { readonly branch: string }) {
  const client = useClient();
  const secrets = useSecretDecision();
  const submit = () =>
    secrets.guard(async (allowSecrets) => {
      const pushed = await client.request('changes.push', { sessionKey, allowSecrets });
      const { compareUrl, remote } = pushed;
      toast({
        title: t('worktrees.push.done', { branch: pushed.branch, remote }),
        ...(compareUrl === undefined
          ? {}
          : { action: { label: t('worktrees.push.compare'), run: () => openPage(compareUrl) } }),
      });
    });
  return (
    <FormDialog
      open
      title={t('worktrees.push.title', { branch })}
      description={t('worktrees.push.text')}
      submit={t('worktrees.push.submit')}
      onClose={onClose}
      onSubmit={submit}
    >
      <SecretSwitch {...secrets} />
    </FormDialog>
  );
}

/** Title, description, and whether it is a draft. */
export function PullRequestDialog({ sessionKey, onClose }: PushDialogProps) {
  const client = useClient();
  const row = useSessionRow(sessionKey);
  const [title, setTitle] = useState(row === undefined ? '' : sessionTitle(row));
  const [body, setBody] = useState('');
  const [draft, setDraft] = useState(false);
  const secrets = useSecretDecision();
  const submit = () =>
    secrets.guard(async (allowSecrets) => {
      const request = { sessionKey, title: title.trim(), body, draft, allowSecrets };
      const { pullRequest } = await client.request('changes.pullRequest', request);
      toast({
        title: t('worktrees.pullRequest.done', { number: String(pullRequest.number) }),
        action: { label: t('worktrees.pullRequest.show'), run: () => openPage(pullRequest.url) },
      });
    });
  return (
    <FormDialog
      open
      title={t('worktrees.pullRequest.title')}
      description={t('worktrees.push.text')}
      submit={t('worktrees.pullRequest.submit')}
      disabled={title.trim() === ''}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextField label={t('worktrees.pullRequest.name')} value={title} onChange={setTitle} required />
      <TextField label={t('worktrees.pullRequest.body')} rows={BODY_ROWS} value={body} onChange={setBody} />
      <SwitchField label={t('worktrees.pullRequest.draft')} checked={draft} onChange={setDraft} />
      <SecretSwitch {...secrets} />
    </FormDialog>
  );
}
