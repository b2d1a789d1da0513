// What must be known about an open file: it could not be saved, was deleted, or changed under the hands.
import { useState } from 'react';
import { createTwoFilesPatch } from 'diff';
import { useStore } from 'zustand';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { DiffView } from '../../design/diff-view.tsx';
import { ErrorNote } from '../../design/states.tsx';
import type { OpenFile } from './open-file.ts';

/** A conflict shows both texts and loses neither. */
export function FileNotices({ file }: { readonly file: OpenFile }) {
  const edit = useStore(file.store, (state) => state.edit);
  const [comparing, setComparing] = useState(false);
  if (edit.phase === 'failed') {
    return (
      <div className="p-2">
        <ErrorNote
          message={edit.error ?? 'It did not work.'}
          onRetry={edit.hash === '' && edit.text === '' ? () => void file.load() : () => void file.save()}
        />
      </div>
    );
  }
  if (edit.phase === 'deleted') {
    return (
      <p className="border-b border-line bg-warn-soft px-3 py-2 text-xs text-ink">
        This file was deleted. Saving writes it again.
      </p>
    );
  }
  if (edit.phase !== 'conflict' || edit.theirs === undefined) return null;
  const patch = createTwoFilesPatch(file.path, file.path, edit.theirs.text, edit.text, '', '', { context: 3 });
  return (
    <div
      role="alert"
      className="flex flex-wrap items-center gap-2 border-b border-line bg-warn-soft px-3 py-2 text-xs text-ink"
    >
      <span className="min-w-40 flex-1">The file changed while you were editing. Nothing of yours was lost.</span>
      <Button size="sm" onClick={() => setComparing(true)}>
        Compare
      </Button>
      <Button size="sm" onClick={() => file.takeTheirs()}>
        Take theirs
      </Button>
      <Button size="sm" look="danger-quiet" onClick={() => file.keepMine()}>
        Overwrite
      </Button>
      <Dialog
        open={comparing}
        onClose={() => setComparing(false)}
        title="Theirs against yours"
        description="Red is in the file now, green is what you have."
        size="lg"
      >
        <DiffView text={patch} bare />
      </Dialog>
    </div>
  );
}
