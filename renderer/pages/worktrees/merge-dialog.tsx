// Merges a worktree into a branch of its repository. What isn't committed is committed first.
import { useState } from 'react';
import { MERGE_MODES, type MergeMode, type WorktreeDetails } from '#contract/types/worktrees.ts';
import { t } from '#messages/translate.ts';
import { FormDialog } from '../../design/dialog.tsx';
import { SelectField } from '../../design/select.tsx';
import { toast } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import { MessageField, SecretSwitch, useCommitMessage, useSecretDecision } from './commit-message.tsx';
import { countUncommitted } from './describe-worktree.ts';

interface MergeDialogProps {
  readonly worktree: WorktreeDetails;
  readonly onClose: () => void;
  readonly onChange: () => Promise<void>;
  readonly onConflicts: () => void;
  readonly onMerged?: () => void;
  /** Texts, if there is more to it than the merge. */
  readonly title?: string;
  readonly description?: string;
  readonly submit?: string;
}

/** Target, method, and the message of a commit. */
export function MergeDialog({ worktree, onClose, onChange, onConflicts, onMerged, ...texts }: MergeDialogProps) {
  const client = useClient();
  const { id, branch, repoRoot, baseRef, sessionKeys } = worktree;
  const [sessionKey] = sessionKeys;
  const status = useRequest('worktrees.status', { id }).data;
  const branches = useRequest('worktrees.branches', { repoRoot }).data?.branches ?? [];
  const [mode, setMode] = useState<MergeMode>('merge');
  const [chosen, setChosen] = useState<string>();
  const uncommitted = status === undefined ? 0 : countUncommitted(status);
  const message = useCommitMessage(uncommitted > 0 ? sessionKey : undefined);
  const secrets = useSecretDecision();
  const target = chosen ?? status?.target ?? baseRef;
  const names = [...new Set([target, ...branches.flatMap(({ name, kind }) => (kind === 'local' ? [name] : []))])];
  const needsMessage = uncommitted > 0 && sessionKey !== undefined;
  const submit = () =>
    secrets.guard(async (allowSecrets) => {
      const text = message.message;
      if (needsMessage) await client.request('changes.commit', { sessionKey, message: text, allowSecrets });
      const squashed = mode === 'squash' && text.trim() !== '' ? { message: text } : {};
      const merged = await client.request('worktrees.merge', { id, mode, target, ...squashed });
      await onChange();
      if (merged.status === 'merged') {
        toast({ title: t('worktrees.merge.done', { target: merged.target }) });
        onMerged?.();
        return undefined;
      }
      onConflicts();
      return false;
    });
  return (
    <FormDialog
      open
      title={texts.title ?? t('worktrees.merge.title', { branch })}
      description={texts.description ?? t('worktrees.merge.text')}
      submit={texts.submit ?? t('worktrees.merge.submit')}
      disabled={status === undefined || (needsMessage && message.message.trim() === '')}
      onClose={onClose}
      onSubmit={submit}
    >
      <SelectField
        label={t('worktrees.merge.target')}
        options={names.map((name) => ({ value: name, label: name }))}
        value={target}
        onChange={setChosen}
      />
      <SelectField
        label={t('worktrees.merge.mode')}
        options={MERGE_MODES.map((value) => ({
          value,
          label: t(`worktrees.merge.mode.${value}`),
          hint: t(`worktrees.merge.mode.${value}.hint`),
        }))}
        value={mode}
        onChange={setMode}
      />
      {needsMessage && (
        <p className="text-sm text-ink-soft">{t('worktrees.merge.uncommitted', { count: uncommitted })}</p>
      )}
      {(needsMessage || mode === 'squash') && (
        <MessageField
          label={t(needsMessage ? 'worktrees.merge.message' : 'worktrees.merge.squashMessage')}
          {...message}
        />
      )}
      <SecretSwitch {...secrets} />
    </FormDialog>
  );
}
