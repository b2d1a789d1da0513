// The open file: head with its state, a notice in a conflict, then editor, picture, or what it is.
import { ArrowLeft, FileQuestion, Save } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { createTwoFilesPatch } from 'diff';
import { useStore } from 'zustand';
import { Badge } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { DiffView } from '../../design/diff-view.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { baseName, parentOf, sizeWords } from './tree.ts';
import type { EditPhase } from './edit-session.ts';
import type { OpenFile } from './open-file.ts';
import { loadPart } from '../../state/load-part.ts';

const CodeEditorView = lazy(async () => ({
  default: (await loadPart(() => import('./code-editor.tsx'))).CodeEditorView,
}));

/** One file. `onClose` leads back to the tree. */
export function FilePane({ file, onClose }: { readonly file: OpenFile; readonly onClose: () => void }) {
  const { edit, view } = useStore(file.store);
  return (
    <section aria-label={`File ${file.path}`} className="flex h-full min-h-0 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line px-2">
        <IconButton label="Back to the files" onClick={onClose}>
          <ArrowLeft size={15} aria-hidden />
        </IconButton>
        <div className="min-w-0 flex-1 truncate text-sm" title={file.path}>
          <span className="font-medium text-ink">{baseName(file.path)}</span>
          <span className="ml-2 text-xs text-ink-faint">{parentOf(file.path)}</span>
        </div>
        <PhaseBadge phase={edit.phase} />
        {view.kind === 'text' && (
          <Button
            size="sm"
            icon={<Save size={13} aria-hidden />}
            busy={edit.phase === 'saving'}
            disabled={!file.unsaved() || edit.phase === 'conflict'}
            onClick={() => void file.save()}
          >
            Save
          </Button>
        )}
      </header>
      <Notices file={file} />
      <div className="min-h-0 flex-1">
        <FileBody file={file} />
      </div>
    </section>
  );
}

function PhaseBadge({ phase }: { readonly phase: EditPhase }) {
  switch (phase) {
    case 'dirty':
      return <Badge tone="accent">unsaved</Badge>;
    case 'conflict':
      return <Badge tone="warn">changed by someone else</Badge>;
    case 'deleted':
      return <Badge tone="warn">deleted</Badge>;
    case 'failed':
      return <Badge tone="bad">not saved</Badge>;
    default:
      return null;
  }
}

function Notices({ file }: { readonly file: OpenFile }) {
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

function FileBody({ file }: { readonly file: OpenFile }) {
  const { edit, view } = useStore(file.store);
  if (edit.phase === 'loading')
    return (
      <div className="p-4">
        <SkeletonLines count={6} label="Reading the file" />
      </div>
    );
  switch (view.kind) {
    case 'image':
      return (
        <div className="flex h-full items-center justify-center overflow-auto bg-code p-4">
          <img src={view.source} alt={file.path} className="max-h-full max-w-full" />
        </div>
      );
    case 'binary':
      return (
        <div className="flex h-full">
          <EmptyState icon={<FileQuestion size={22} />} title="Not shown as text">
            {view.mimeType}, {sizeWords(view.size)}. It is binary or too large for the editor.
          </EmptyState>
        </div>
      );
    case 'text':
      return (
        <Suspense
          fallback={
            <div className="p-4">
              <SkeletonLines count={6} label="Opening the editor" />
            </div>
          }
        >
          <CodeEditorView
            path={file.path}
            text={edit.text}
            onChange={(text) => file.type(text)}
            onSave={() => void file.save()}
          />
        </Suspense>
      );
  }
}
