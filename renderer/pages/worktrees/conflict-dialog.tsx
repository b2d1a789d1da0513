// The conflicts of a merge: each file is decided, or all of them are handed to the agent.
import { useState } from 'react';
import { hasConflictMarkers } from '#contract/types/conflict-markers.ts';
import type { PendingMerge } from '#contract/types/worktrees.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { TextField } from '../../design/field.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { toast, useAction } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';

const RESULT_ROWS = 16;

type Step = 'complete' | 'cancel' | 'ask';

interface ConflictDialogProps {
  readonly id: string;
  readonly onClose: () => void;
  readonly onChange: () => Promise<void>;
  readonly onMerged?: () => void;
}

/** Closes when the merge is complete or canceled. */
export function ConflictDialog({ id, onClose, onChange, onMerged }: ConflictDialogProps) {
  const client = useClient();
  const status = useRequest('worktrees.status', { id }, ['settings.changed']);
  const action = useAction(t('worktrees.merge.failed'));
  const [step, setStep] = useState<Step>();
  const pending = status.data?.pendingMerge;
  const end = (name: Step, act: () => Promise<string | undefined>) => () => {
    setStep(name);
    action.run(async () => {
      const title = await act();
      await onChange();
      if (title !== undefined) {
        toast({ title });
        onClose();
      }
      await status.reload();
    });
  };
  /** Only the button that was pressed shows progress. */
  const progress = (name: Step) => ({
    busy: action.busy && step === name,
    disabled: action.busy && step !== name,
  });
  const complete = end('complete', async () => {
    const merged = await client.request('worktrees.merge.complete', { id });
    if (merged.status !== 'merged') return undefined;
    onMerged?.();
    return t('worktrees.merge.done', { target: merged.target });
  });
  const cancel = end('cancel', async () => {
    await client.request('worktrees.merge.cancel', { id });
    onClose();
    return undefined;
  });
  const ask = end('ask', async () => {
    await client.request('worktrees.merge.handOver', { id });
    return t('worktrees.conflict.asked');
  });
  const isOpen = pending?.conflicts.some(({ isResolved }) => !isResolved) !== false;
  return (
    <Dialog
      open
      size="lg"
      title={t('worktrees.conflict.title')}
      {...(pending === undefined ? {} : { description: t('worktrees.conflict.text', { target: pending.target }) })}
      onClose={onClose}
      footer={
        <>
          <Button look="danger-quiet" {...progress('cancel')} label={t('worktrees.conflict.cancel')} onClick={cancel} />
          <Button {...progress('ask')} label={t('worktrees.conflict.askAgent')} onClick={ask} />
          <Button
            look="primary"
            busy={progress('complete').busy}
            disabled={isOpen || progress('complete').disabled}
            label={t('worktrees.conflict.complete')}
            onClick={complete}
          />
        </>
      }
    >
      <RequestStatus read={status} rows={3} loading={t('worktrees.loading')} failed={t('worktrees.loadFailed')} />
      {pending !== undefined && <ConflictFiles id={id} pending={pending} onDecided={status.reload} />}
    </Dialog>
  );
}

interface ConflictFilesProps {
  readonly id: string;
  readonly pending: PendingMerge;
  readonly onDecided: () => Promise<void>;
}

function ConflictFiles({ id, pending, onDecided }: ConflictFilesProps) {
  const { conflicts, commit, target } = pending;
  const [chosen, setChosen] = useState<string>();
  const path = chosen ?? conflicts.find(({ isResolved }) => !isResolved)?.path ?? conflicts[0]?.path;
  return (
    <div className="flex flex-col gap-3">
      {commit === undefined ? null : (
        <p className="text-sm text-ink-soft">{t('worktrees.conflict.commit', { commit: commit.slice(0, 10) })}</p>
      )}
      <ul className="flex flex-col gap-1">
        {conflicts.map((conflict) => (
          <li key={conflict.path}>
            <button
              type="button"
              aria-pressed={conflict.path === path}
              onClick={() => setChosen(conflict.path)}
              className="flex min-h-8 w-full items-center gap-2 rounded-md px-2 py-1 text-start text-sm hover:bg-hover aria-pressed:bg-hover"
            >
              <span className="min-w-0 flex-1 truncate font-mono text-xs">{removeHidden(conflict.path)}</span>
              <Badge tone={conflict.isResolved ? 'ok' : 'warn'}>
                {t(conflict.isResolved ? 'worktrees.conflict.resolved' : 'worktrees.conflict.open')}
              </Badge>
            </button>
          </li>
        ))}
      </ul>
      {path === undefined ? null : (
        <ConflictFile key={`${commit ?? ''} ${path}`} id={id} path={path} target={target} onDecided={onDecided} />
      )}
    </div>
  );
}

interface ConflictFileProps {
  readonly id: string;
  readonly path: string;
  readonly target: string;
  readonly onDecided: () => Promise<void>;
}

function ConflictFile({ id, path, target, onDecided }: ConflictFileProps) {
  const client = useClient();
  const read = useRequest('worktrees.merge.conflict', { id, path });
  const [edited, setEdited] = useState<string>();
  const action = useAction(t('worktrees.conflict.failed'));
  const decide = (decision: { readonly content: string } | { readonly take: 'ours' | 'theirs' | 'delete' }) => () =>
    action.run(async () => {
      await client.request('worktrees.merge.decide', { id, path, ...decision });
      setEdited(undefined);
      await Promise.all([onDecided(), read.reload()]);
    });
  const content = edited ?? read.data?.merged ?? '';
  const isOpen = hasConflictMarkers(content);
  return (
    <div className="flex flex-col gap-2">
      <RequestStatus read={read} rows={4} loading={t('worktrees.loading')} failed={t('worktrees.loadFailed')} />
      {read.data?.isBinary === true && <p className="text-sm text-ink-soft">{t('worktrees.conflict.binary')}</p>}
      {read.data?.isBinary === false && (
        <TextField
          label={t('worktrees.conflict.edit', { path })}
          rows={RESULT_ROWS}
          value={content}
          hint={isOpen ? t('worktrees.conflict.markers') : undefined}
          onChange={setEdited}
          inputClassName="font-mono text-xs"
          spellCheck={false}
        />
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          size="sm"
          busy={action.busy}
          label={t('worktrees.conflict.useOurs', { target })}
          onClick={decide({ take: 'ours' })}
        />
        <Button
          size="sm"
          busy={action.busy}
          label={t('worktrees.conflict.useTheirs')}
          onClick={decide({ take: 'theirs' })}
        />
        <Button
          size="sm"
          look="danger-quiet"
          busy={action.busy}
          label={t('worktrees.conflict.delete')}
          onClick={decide({ take: 'delete' })}
        />
        <span className="flex-1" />
        {read.data?.isBinary === false && (
          <Button
            size="sm"
            look="primary"
            busy={action.busy}
            disabled={isOpen}
            label={t('worktrees.conflict.save')}
            onClick={decide({ content })}
          />
        )}
      </div>
    </div>
  );
}
