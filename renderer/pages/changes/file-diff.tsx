// The parts of a changed file, with the lines around them, and what can be done with each.
import { Check, MessageSquarePlus, Pencil, X } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ChangedFileDetail, ChangeHunk } from '#contract/types/changes.ts';
import { t } from '#messages/translate.ts';
import { Badge } from '../../design/badge.tsx';
import { Button } from '../../design/button.tsx';
import { useLineNotes } from './comments.tsx';
import type { Changes } from './changes-store.ts';
import { decide } from './decisions.ts';
import { Gap, SplitRows, UnifiedRows, type LineSelection } from './diff-block.tsx';
import { toBlocks, type DiffBlock } from './diff-rows.ts';
import { EditDialog } from './edit-dialog.tsx';
import { WholePart } from './whole-part.tsx';

interface FileDiffProps {
  readonly changes: Changes;
  readonly file: ChangedFileDetail;
  readonly canDecide: boolean;
}

const NOTHING: ReadonlySet<number> = new Set();

/** The diff of one file. */
export function FileDiff({ changes, file, canDecide }: FileDiffProps) {
  const { view, hunk, path, line } = useStore(changes.store);
  const box = useRef<HTMLDivElement>(null);
  const target = path === file.path ? line : undefined;
  useEffect(() => {
    if (target !== undefined)
      box.current?.querySelector(`[data-line="${target}"]`)?.scrollIntoView({ block: 'center' });
  }, [target]);
  const expanded = useStore(changes.store, (state) => state.expanded.get(file.path)) ?? NOTHING;
  const { hidesWhitespace, layout, wraps } = view;
  const blocks = useMemo(
    () => toBlocks(file, { hidesWhitespace, expanded, shownLine: target }),
    [file, hidesWhitespace, expanded, target],
  );
  const notes = useLineNotes(changes, file.path, blocks);
  const selection = useLineSelection(changes, file.path);
  const isSplit = layout === 'split';
  const rows = (block: Extract<DiffBlock, { kind: 'part' | 'context' }>) => {
    const [before, after] = block.kind === 'part' ? [block.removed, block.added] : [block.lines, block.lines];
    const shared = { wraps, selection, notes: notes.at };
    if (isSplit) return <SplitRows before={before} after={after} {...shared} />;
    const lines = block.kind === 'part' ? [...before, ...after] : before;
    return <UnifiedRows lines={lines} {...shared} />;
  };
  if (file.hunks.length === 0)
    return (
      <p className="px-3 py-2 text-xs text-ink-faint">
        {file.oldPath === undefined ? t('changes.emptyFile') : t('changes.renamedFrom', { path: file.oldPath })}
      </p>
    );
  return (
    <div ref={box} className="bg-code font-mono text-(length:--code-size) leading-5">
      <div className={wraps || isSplit ? '' : 'overflow-x-auto'}>
        <div className={wraps || isSplit ? '' : 'w-max min-w-full'}>
          {blocks.map((block, at) => {
            if (block.kind === 'gap')
              return <Gap key={at} count={block.count} onShow={() => changes.expand(file.path, block.from)} />;
            if (block.kind === 'context') return <div key={at}>{rows(block)}</div>;
            const isCurrent = path === file.path && hunk === block.part.id;
            return (
              <Part
                key={block.part.id}
                changes={changes}
                file={file}
                part={block.part}
                isCurrent={isCurrent}
                canDecide={canDecide}
              >
                {block.part.kind === 'lines' ? (
                  rows(block)
                ) : (
                  <WholePart changes={changes} file={file} part={block.part} />
                )}
              </Part>
            );
          })}
        </div>
      </div>
      {notes.rest}
    </div>
  );
}

interface PartProps extends FileDiffProps {
  readonly part: ChangeHunk;
  readonly isCurrent: boolean;
  readonly children: React.ReactNode;
}

function Part({ changes, file, part, isCurrent, canDecide, children }: PartProps) {
  const [isEditing, setEditing] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isCurrent) box.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const first = part.newLines.length > 0 ? part.newStart : part.oldStart;
  const last = first + Math.max(1, part.newLines.length > 0 ? part.newLines.length : part.oldLines.length) - 1;
  const side = part.newLines.length > 0 ? 'new' : 'old';
  const comment = () => changes.store.setState({ draft: { path: file.path, side, startLine: first, endLine: last } });
  return (
    <div ref={box} data-part={part.id} className={isCurrent ? 'outline-2 -outline-offset-2 outline-accent' : ''}>
      {children}
      <div className="sticky start-0 flex min-h-8 w-fit flex-wrap items-center gap-1 px-2 font-sans pointer-coarse:gap-3">
        {part.waiting === true && <Badge tone="warn">{t('changes.waiting')}</Badge>}
        {canDecide && part.waiting !== true && (
          <>
            <Button
              size="sm"
              look="quiet"
              icon={Check}
              label={t('changes.accept')}
              onClick={() => decide(changes, 'accept', [file], part.id)}
            />
            <Button
              size="sm"
              look="quiet"
              icon={X}
              label={t('changes.reject')}
              onClick={() => decide(changes, 'reject', [file], part.id)}
            />
            {part.kind === 'lines' && file.editable && (
              <Button size="sm" look="quiet" icon={Pencil} label={t('changes.edit')} onClick={() => setEditing(true)} />
            )}
          </>
        )}
        {part.kind === 'lines' && (
          <Button size="sm" look="quiet" icon={MessageSquarePlus} label={t('changes.comment')} onClick={comment} />
        )}
      </div>
      {isEditing && <EditDialog changes={changes} file={file} part={part} onClose={() => setEditing(false)} />}
    </div>
  );
}

/** Lines that are dragged over, or that a comment is being written on. */
function useLineSelection(changes: Changes, path: string): LineSelection {
  const draft = useStore(changes.store, (state) => (state.draft?.path === path ? state.draft : undefined));
  const [drag, setDrag] = useState<
    { readonly side: 'old' | 'new'; readonly from: number; readonly to: number } | undefined
  >();
  const shown =
    drag === undefined
      ? draft
      : { side: drag.side, startLine: Math.min(drag.from, drag.to), endLine: Math.max(drag.from, drag.to) };
  return {
    has: (side, line) => shown !== undefined && shown.side === side && line >= shown.startLine && line <= shown.endLine,
    start: (side, line) => setDrag({ side, from: line, to: line }),
    extend: (side, line) => setDrag((now) => (now?.side === side ? { ...now, to: line } : now)),
    end() {
      if (shown !== undefined && drag !== undefined)
        changes.store.setState({
          draft: { path, side: shown.side, startLine: shown.startLine, endLine: shown.endLine },
        });
      setDrag(undefined);
    },
  };
}
