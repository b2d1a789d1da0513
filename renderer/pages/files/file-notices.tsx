// Notices about an open file: it failed to save, was deleted, or changed on disk.
import { useState } from 'react';
import { useStore } from 'zustand';
import { unifiedDiff } from '#contract/types/unified-diff.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { DiffView } from '../../design/diff-view.tsx';
import { ErrorNote } from '../../design/states.tsx';
import type { OpenFile } from './open-file.ts';

/** A conflict keeps both texts. */
export function FileNotices({ file }: { readonly file: OpenFile }) {
  const edit = useStore(file.store, (state) => state.edit);
  const [comparing, setComparing] = useState(false);
  if (edit.phase === 'failed') {
    return (
      <div className="p-2">
        <ErrorNote
          message={edit.error ?? t('files.failed')}
          onRetry={edit.hash === '' && edit.text === '' ? () => void file.load() : () => void file.save()}
        />
      </div>
    );
  }
  if (edit.phase === 'deleted') {
    return <p className="border-b border-line bg-warn-soft px-3 py-2 text-xs text-ink">{t('files.wasDeleted')}</p>;
  }
  if (edit.phase !== 'conflict' || edit.theirs === undefined) return null;
  const patch = unifiedDiff(file.path, edit.theirs.text, edit.text).text;
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-b border-line bg-warn-soft px-3 py-2 text-xs text-ink"
    >
      <span className="min-w-40 flex-1">{t('files.conflict')}</span>
      <Button label={t('files.compare')} size="sm" onClick={() => setComparing(true)} />
      <Button label={t('files.useTheirs')} size="sm" onClick={() => file.takeTheirs()} />
      <Button label={t('files.overwrite')} size="sm" look="danger-quiet" onClick={() => file.keepMine()} />
      <Dialog
        open={comparing}
        onClose={() => setComparing(false)}
        title={t('files.compareTitle')}
        description={t('files.compareText')}
        size="lg"
      >
        <DiffView text={patch} bare />
      </Dialog>
    </div>
  );
}
