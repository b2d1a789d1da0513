// Asks what to rewind to before a message: the conversation, the files, or both. Files that someone changed since need a choice.
import { useState } from 'react';
import type { RewindFile } from '#contract/types/changes.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { FormDialog } from '../../design/dialog.tsx';
import { RequestStatus } from '../../design/states.tsx';
import { Segmented } from '../../design/tabs.tsx';
import { toast, toastError } from '../../design/toasts.ts';
import { useClient, useRequest } from '../../state/use-client.ts';
import type { ChatActions } from '../sessions/chat-actions.ts';
import { describeNote } from './changes-notes.tsx';

const WHAT = ['conversation', 'files', 'both'] as const;
const CHOICES = ['keep', 'overwrite'] as const;
type Choice = (typeof CHOICES)[number];

interface RewindDialogProps {
  readonly sessionKey: string;
  readonly messageId: string;
  /** Rewinds only the conversation. */
  readonly onRewind: () => void;
  /** Rewinds the conversation with the files; the canceled message becomes the draft. */
  readonly cancelToDraft: ChatActions['cancelToDraft'];
  readonly onClose: () => void;
}

/** Open while mounted. */
export function RewindWithFilesDialog({ sessionKey, messageId, onRewind, cancelToDraft, onClose }: RewindDialogProps) {
  const client = useClient();
  const preview = useRequest('changes.rewind.preview', { sessionKey, messageId }, ['changes.changed']);
  const [what, setWhat] = useState<(typeof WHAT)[number]>('conversation');
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const files = preview.data?.files ?? [];
  const undecided = files.filter(({ path, changedSince }) => changedSince === true && choices[path] === undefined);
  const withFiles = what !== 'conversation';
  const choose = (choice: Choice) => files.flatMap(({ path }) => (choices[path] === choice ? [path] : []));
  const submit = async () => {
    if (!withFiles) return onRewind();
    const lists = { keep: choose('keep'), overwrite: choose('overwrite') };
    const rewind = () => client.request('changes.rewind', { sessionKey, messageId, what, ...lists });
    const { operation } = await (what === 'both' ? cancelToDraft(messageId, rewind) : rewind());
    const undo = () =>
      void client
        .request('changes.undo', { sessionKey, id: operation.id })
        .catch((cause: unknown) => toastError(t('changes.undoFailed'), cause));
    toast({ title: t('changes.rewind.done'), action: { label: t('controls.undo'), run: undo } });
  };
  return (
    <FormDialog
      open
      title={t('changes.rewind.title')}
      description={what === 'conversation' ? t('transcript.rewindText') : t(`changes.rewind.${what}Text`)}
      submit={t('changes.rewind.confirm')}
      disabled={withFiles && (preview.data === undefined || undecided.length > 0)}
      onSubmit={submit}
      onClose={onClose}
    >
      <div>
        <Segmented
          label={t('changes.rewind.what')}
          options={WHAT.map((value) => ({ value, label: t(`changes.rewind.${value}`) }))}
          value={what}
          onChange={setWhat}
        />
      </div>
      {withFiles && preview.data === undefined && (
        <RequestStatus
          read={preview}
          rows={3}
          loading={t('changes.rewind.loading')}
          failed={t('changes.rewind.loadFailed')}
        />
      )}
      {withFiles && preview.data !== undefined && (
        <>
          {preview.data.missingRuns > 0 && (
            <p className="text-xs text-ink-soft">{t('changes.rewind.missing', { count: preview.data.missingRuns })}</p>
          )}
          {preview.data.notes.map((note) => (
            <p key={JSON.stringify(note)} className="text-xs text-ink-soft">
              {describeNote(note)}
            </p>
          ))}
          {files.length === 0 && (
            <p className="text-sm text-ink-soft">
              {t(preview.data.unavailable === undefined ? 'changes.rewind.noFiles' : 'changes.rewind.remote')}
            </p>
          )}
          <ul className="flex max-h-64 flex-col gap-1 overflow-y-auto">
            {files.map((file) => (
              <FileRow
                key={file.path}
                file={file}
                choice={choices[file.path]}
                onChoose={(choice) => setChoices({ ...choices, [file.path]: choice })}
              />
            ))}
          </ul>
        </>
      )}
    </FormDialog>
  );
}

interface FileRowProps {
  readonly file: RewindFile;
  readonly choice: Choice | undefined;
  readonly onChoose: (choice: Choice) => void;
}

function FileRow({ file: { path, action, changedSince }, choice, onChoose }: FileRowProps) {
  return (
    <li className="flex flex-col gap-1 text-sm">
      <span className="flex items-center gap-2">
        <code className="min-w-0 flex-1 truncate text-xs" title={path}>
          {path}
        </code>
        <span className="text-xs text-ink-faint">{t(`changes.rewind.${action}`)}</span>
      </span>
      {changedSince === true && (
        <span className="flex flex-wrap items-center gap-2 rounded-md bg-warn-soft px-2 py-1 text-xs">
          {t('changes.rewind.changedSince')}
          <span
            role="group"
            aria-label={t('changes.rewind.choose', { path })}
            className="flex gap-1 pointer-coarse:gap-3"
          >
            {CHOICES.map((value) => (
              <Button
                key={value}
                size="sm"
                look={choice === value ? 'primary' : 'secondary'}
                aria-pressed={choice === value}
                label={t(`changes.rewind.${value}`)}
                onClick={() => onChoose(value)}
              />
            ))}
          </span>
        </span>
      )}
    </li>
  );
}
