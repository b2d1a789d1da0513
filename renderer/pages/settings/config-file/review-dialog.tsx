// The differences before saving. If the file has changed meanwhile: both versions, of which the user's can be edited.
import { useState } from 'react';
import { formatList } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { ErrorNote } from '../../../design/states.tsx';
import { toast, useAction } from '../../../design/toasts.ts';
import { useNarrow } from '../../../design/use-narrow.ts';
import { getHint } from '../../../state/resource.ts';
import { useClient } from '../../../state/use-client.ts';
import { MergeEditor } from '../../files/lazy-code-editor.tsx';
import {
  dropDraft,
  isOutdated,
  rebaseDraft,
  saveDraft,
  toFileText,
  type FileDraft,
  type FileVersion,
} from './file-draft.ts';

interface ReviewDialogProps {
  readonly draft: FileDraft;
  /** The file as it is now. */
  readonly file: FileVersion;
  readonly onClose: () => void;
}

/** Nothing is written before Save. */
export function ReviewDialog({ draft, file, onClose }: ReviewDialogProps) {
  const client = useClient();
  const isNarrow = useNarrow();
  const { busy, failure, run } = useAction();
  // A newer file is shown as soon as it is known: after an event, or because saving was rejected.
  const [newer, setNewer] = useState<FileVersion>();
  const current = newer ?? file;
  const isConflict = isOutdated(draft, current);
  const [mine, setMine] = useState(draft.text);
  const save = (): void =>
    run(async () => {
      const saved = await saveDraft(client, isConflict ? { text: mine, base: current } : draft);
      if (saved.kind === 'stale') return setNewer(await client.request('config.get', {}));
      onClose();
      toast({
        title: t('configuration.savedNow'),
        ...(saved.restart.length > 0 && { detail: t('configuration.restart', { paths: formatList(saved.restart) }) }),
      });
    });
  const keepTheirs = (): void => {
    dropDraft();
    onClose();
  };
  const keepEditing = (): void => {
    if (isConflict) rebaseDraft(current, mine);
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      size="lg"
      title={isConflict ? t('configuration.conflict.title') : t('configuration.reviewTitle')}
      description={isConflict ? t('configuration.conflict.text') : t('configuration.reviewText')}
      footer={
        <>
          {isConflict && (
            <Button look="danger-quiet" label={t('configuration.conflict.discardMine')} onClick={keepTheirs} />
          )}
          <Button label={t('configuration.keepEditing')} onClick={keepEditing} />
          <Button
            look="primary"
            label={isConflict ? t('configuration.conflict.saveMine') : t('controls.save')}
            busy={busy}
            onClick={save}
          />
        </>
      }
    >
      {failure !== undefined && <ErrorNote message={failure.message} hint={getHint(failure)} />}
      {isConflict && !isNarrow && (
        <div className="grid grid-cols-2 text-xs font-medium text-ink-soft" aria-hidden>
          <span>{t('configuration.conflict.theirs')}</span>
          <span>{t('configuration.conflict.mine')}</span>
        </div>
      )}
      <div className="h-[50vh] overflow-hidden rounded-md border border-line">
        <MergeEditor
          key={current.hash}
          path="gatehouse.json5"
          before={toFileText(current)}
          after={isConflict ? mine : draft.text}
          labels={{ before: t('configuration.conflict.theirs'), after: t('configuration.conflict.mine') }}
          unified={isNarrow || !isConflict}
          onChange={isConflict ? setMine : undefined}
        />
      </div>
    </Dialog>
  );
}
