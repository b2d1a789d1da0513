// A changed file in the list: its name, what can be done with it, and its diff once it is open.
import { Check, FileText, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ChangedFile } from '#contract/types/changes.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Badge, type Tone } from '../../design/badge.tsx';
import { Button, IconButton } from '../../design/button.tsx';
import { Chevron } from '../../design/chevron.tsx';
import { DiffCounts } from '../../design/diff-view.tsx';
import { SkeletonLines } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import type { Changes } from './changes-store.ts';
import { decide } from './decisions.ts';
import { FileDiff } from './file-diff.tsx';
import { NAME_ROW } from './find-lines.ts';

const TONES: Readonly<Record<ChangedFile['status'], Tone>> = {
  added: 'ok',
  modified: 'neutral',
  deleted: 'bad',
  renamed: 'accent',
};

interface ChangedFileProps {
  readonly changes: Changes;
  readonly file: ChangedFile;
  readonly canDecide: boolean;
  readonly onOpen: (path: string) => void;
}

/** One file. */
export function ChangedFileView({ changes, file, canDecide, onOpen }: ChangedFileProps) {
  const isOpen = useStore(changes.store, (state) => state.open.has(file.path));
  const isCurrent = useStore(changes.store, (state) => state.path === file.path);
  const box = useRef<HTMLElement>(null);
  useEffect(() => {
    if (isCurrent) box.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const name = escapeHiddenInLine(file.path);
  return (
    <section ref={box} data-path={file.path} aria-label={t('diff.changesIn', { path: name })}>
      <header
        className={`sticky top-0 z-10 flex min-h-9 flex-wrap items-center gap-x-2 border-s-2 bg-surface px-2 text-sm pointer-coarse:gap-3 ${isCurrent ? 'border-accent' : 'border-transparent'}`}
      >
        <button
          type="button"
          aria-expanded={isOpen}
          className="flex min-w-0 flex-1 items-center gap-2 py-1.5 text-start hover:bg-hover @max-sm:basis-full pointer-coarse:@max-xl:basis-full"
          title={file.oldPath === undefined ? file.path : `${file.oldPath} → ${file.path}`}
          onClick={() => changes.toggle(file.path, !isOpen)}
        >
          <Chevron className={`text-ink-faint ${isOpen ? 'rotate-90 rtl:-rotate-90' : ''}`} />
          <span data-row={NAME_ROW} className="min-w-0 truncate">
            {name}
          </span>
        </button>
        {file.additions + file.deletions > 0 && <DiffCounts additions={file.additions} deletions={file.deletions} />}
        {file.generated === true && <Badge>{t('changes.generated')}</Badge>}
        {file.waiting === true && <Badge tone="warn">{t('changes.waiting')}</Badge>}
        <Badge tone={TONES[file.status]}>{t(`changes.status.${file.status}`)}</Badge>
        <label className="flex items-center gap-1 text-xs text-ink-soft" title={t('changes.viewed')}>
          <input
            type="checkbox"
            aria-label={t('changes.viewedOf', { path: name })}
            checked={file.viewed === true}
            onChange={(event) => {
              const isViewed = event.target.checked;
              attempt(t('changes.viewedFailed'), () => changes.setViewed(file, isViewed));
            }}
          />
          <span className="@max-md:hidden">{t('changes.viewed')}</span>
        </label>
        {canDecide && file.waiting !== true && (
          <>
            <IconButton
              size="xs"
              icon={Check}
              label={t('changes.acceptFile', { path: name })}
              onClick={() => decide(changes, 'accept', [file])}
            />
            <IconButton
              size="xs"
              icon={X}
              label={t('changes.rejectFile', { path: name })}
              onClick={() => decide(changes, 'reject', [file])}
            />
          </>
        )}
        {file.status !== 'deleted' && (
          <IconButton size="xs" icon={FileText} label={t('changes.openFile')} onClick={() => onOpen(file.path)} />
        )}
      </header>
      {isOpen && <Body changes={changes} file={file} canDecide={canDecide} />}
    </section>
  );
}

function Body({ changes, file, canDecide }: Omit<ChangedFileProps, 'onOpen'>) {
  const detail = useStore(changes.store, (state) => state.details.get(file.path));
  if (detail === undefined) return <SkeletonLines count={3} className="p-3" label={t('changes.loading')} />;
  if (detail.large === true && detail.hunks.length === 0)
    return (
      <p className="flex items-center gap-2 px-3 py-2 text-xs text-ink-soft">
        {t('changes.large', { count: detail.additions + detail.deletions })}
        <Button size="sm" label={t('changes.showLarge')} onClick={() => void changes.loadFull(file.path)} />
      </p>
    );
  return <FileDiff changes={changes} file={detail} canDecide={canDecide && file.waiting !== true} />;
}
