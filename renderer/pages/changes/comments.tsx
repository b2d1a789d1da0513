// Comments on lines of a changed file, and the box in which one is written.
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { ChangeComment } from '#contract/types/changes.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { TextArea } from '../../design/field.tsx';
import { attempt } from '../../design/toasts.ts';
import { useShallowStore } from '../../state/use-client.ts';
import type { Changes, CommentDraft } from './changes-store.ts';

interface FileComments {
  readonly changes: Changes;
  readonly path: string;
}

/** The comments on a file that weren't sent yet. */
export function CommentList({ changes, path }: FileComments) {
  const comments = useShallowStore(changes.store, (state) => state.comments.filter((comment) => comment.path === path));
  return comments.map((comment) => (
    <div
      key={comment.id}
      className="flex items-start gap-2 border-t border-line bg-surface px-3 py-2 font-sans text-sm"
    >
      <div className="min-w-0 flex-1">
        <p className="text-2xs text-ink-faint">{formatLines(comment)}</p>
        <p className="wrap-anywhere whitespace-pre-wrap">{comment.text}</p>
      </div>
      <IconButton
        icon={Trash2}
        size="xs"
        label={t('changes.removeComment')}
        onClick={() => attempt(t('changes.commentFailed'), () => changes.removeComment(comment.id))}
      />
    </div>
  ));
}

function formatLines({ startLine: start, endLine: end }: Pick<ChangeComment, 'startLine' | 'endLine'>): string {
  return start === end ? t('changes.commentOnLine', { line: start }) : t('changes.commentOn', { start, end });
}

/** Empty unless lines of the file are selected. */
export function CommentBox({ changes, path }: FileComments) {
  const draft = useStore(changes.store, (state) => (state.draft?.path === path ? state.draft : undefined));
  if (draft === undefined) return null;
  return <OpenBox key={`${draft.side} ${draft.startLine} ${draft.endLine}`} changes={changes} draft={draft} />;
}

function OpenBox({ changes, draft }: { readonly changes: Changes; readonly draft: CommentDraft }) {
  const [text, setText] = useState('');
  const close = () => changes.store.setState({ draft: undefined });
  const save = () => attempt(t('changes.commentFailed'), () => changes.addComment(draft, text.trim()));
  return (
    <form
      className="flex flex-col gap-2 border-t border-line bg-surface p-3 font-sans"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') save();
      }}
    >
      <p className="text-2xs text-ink-faint">{formatLines(draft)}</p>
      <TextArea
        aria-label={t('changes.commentText')}
        value={text}
        rows={2}
        autoFocus
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex gap-2 pointer-coarse:gap-3">
        <Button size="sm" look="primary" type="submit" label={t('changes.addComment')} disabled={text.trim() === ''} />
        <Button size="sm" look="quiet" label={t('controls.cancel')} onClick={close} />
      </div>
    </form>
  );
}
