// Comments on lines of a changed file, beside these lines, and the box in which one is written.
import { Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ChangeComment } from '#contract/types/changes.ts';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../design/button.tsx';
import { TextArea } from '../../design/field.tsx';
import { attempt } from '../../design/toasts.ts';
import { useShallowStore } from '../../state/use-client.ts';
import type { Changes, CommentDraft } from './changes-store.ts';
import type { LineNotes } from './diff-block.tsx';
import type { DiffBlock } from './diff-rows.ts';

/** As wide as the panel, however long the lines are. */
const BESIDE_LINES =
  'sticky start-2 my-1 ms-2 w-[calc(100cqw-2rem)] max-w-160 divide-y divide-line overflow-hidden rounded-md bg-surface ring-1 ring-line';

/** The comments on a file that weren't sent yet: `at` a line, and the `rest`, whose lines aren't shown. */
export function useLineNotes(
  changes: Changes,
  path: string,
  blocks: readonly DiffBlock[],
): { readonly at: LineNotes; readonly rest: ReactNode } {
  const comments = useShallowStore(changes.store, (state) => state.comments.filter((comment) => comment.path === path));
  const draft = useStore(changes.store, (state) => (state.draft?.path === path ? state.draft : undefined));
  if (comments.length === 0 && draft === undefined) return { at: () => null, rest: null };
  const show = (shown: readonly ChangeComment[], withDraft: boolean): ReactNode =>
    (shown.length > 0 || withDraft) && (
      <div className={BESIDE_LINES}>
        {shown.map((comment) => (
          <Comment key={comment.id} changes={changes} comment={comment} />
        ))}
        {withDraft && draft !== undefined && <CommentBox key={toPlace(draft)} changes={changes} draft={draft} />}
      </div>
    );
  const places = new Set(blocks.flatMap(listPlaces));
  return {
    at: (side, line) =>
      show(
        comments.filter((comment) => comment.side === side && comment.endLine === line),
        draft?.side === side && draft.endLine === line,
      ),
    rest: show(
      comments.filter((comment) => !places.has(toPlace(comment))),
      draft !== undefined && !places.has(toPlace(draft)),
    ),
  };
}

function toPlace({ side, endLine }: Pick<ChangeComment, 'side' | 'endLine'>): string {
  return `${side} ${endLine}`;
}

function listPlaces(block: DiffBlock): readonly string[] {
  if (block.kind === 'gap') return [];
  const lines = block.kind === 'context' ? block.lines : [...block.removed, ...block.added];
  return lines.flatMap(({ oldNumber, newNumber }) => [
    ...(oldNumber === undefined ? [] : [`old ${oldNumber}`]),
    ...(newNumber === undefined ? [] : [`new ${newNumber}`]),
  ]);
}

function Comment({ changes, comment }: { readonly changes: Changes; readonly comment: ChangeComment }) {
  return (
    <div className="flex items-start gap-2 px-3 py-2 font-sans text-sm">
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
  );
}

function formatLines({ startLine: start, endLine: end }: Pick<ChangeComment, 'startLine' | 'endLine'>): string {
  return start === end ? t('changes.commentOnLine', { line: start }) : t('changes.commentOn', { start, end });
}

function CommentBox({ changes, draft }: { readonly changes: Changes; readonly draft: CommentDraft }) {
  const [text, setText] = useState('');
  const close = () => changes.store.setState({ draft: undefined });
  const save = () => attempt(t('changes.commentFailed'), () => changes.addComment(draft, text.trim()));
  return (
    <form
      className="flex flex-col gap-2 p-3 font-sans"
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
