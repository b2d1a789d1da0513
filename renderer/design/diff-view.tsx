// A unified diff, for tool cards, approvals and the changes view.
import { useMemo, useState } from 'react';
import type { PlainMessageId } from '#messages/english.ts';
import { formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { parseUnifiedDiff, type DiffFile, type DiffHunk, type DiffLine } from './diff-lines.ts';
import { VisibleText } from './visible-text.tsx';

/** Props of {@link DiffView}. */
export interface DiffViewProps {
  /** Unified diff text of one or more files. */
  readonly text: string;
  /** Hides the path. */
  readonly bare?: boolean;
  /** Lines shown before "Show all"; default 400. */
  readonly limit?: number;
  /** Long lines wrap instead of scrolling. */
  readonly wrap?: boolean;
}

const DEFAULT_LIMIT = 400;

/** A read-only diff. Text that isn't a diff is shown as it is. */
export function DiffView({ text, bare = false, limit = DEFAULT_LIMIT, wrap = false }: DiffViewProps) {
  const files = useMemo(() => parseUnifiedDiff(text), [text]);
  const [all, setAll] = useState(false);
  const lines = files.reduce((sum, file) => sum + countLines(file), 0);
  if (files.length === 0) return <PlainText text={text} />;
  const shown = all ? files : firstLines(files, limit);
  return (
    <div className="overflow-hidden bg-code font-mono text-(length:--code-size) leading-5" data-diff="">
      <div className="overflow-x-auto">
        <div className={wrap ? '' : 'w-max min-w-full'}>
          {shown.map((file, at) => (
            <DiffFileView key={`${file.path}:${at}`} file={file} bare={bare} wrap={wrap} />
          ))}
        </div>
      </div>
      {!all && lines > limit && (
        <button
          type="button"
          className="w-full border-t border-line py-1.5 text-center font-sans text-xs text-ink-soft hover:bg-hover"
          onClick={() => setAll(true)}
        >
          {t('diff.showAll', { count: lines })}
        </button>
      )}
    </div>
  );
}

/** `+12 −3`, colored. */
export function DiffCounts({ additions, deletions }: { readonly additions: number; readonly deletions: number }) {
  return (
    <span className="tabular inline-flex gap-1.5 text-xs">
      <span className="text-ok">
        <span aria-hidden>+{formatNumber(additions)}</span>
        <span className="sr-only">{t('diff.linesAdded', { count: additions })}</span>
      </span>
      <span className="text-bad">
        <span aria-hidden>−{formatNumber(deletions)}</span>
        <span className="sr-only">{t('diff.linesRemoved', { count: deletions })}</span>
      </span>
    </span>
  );
}

function PlainText({ text }: { readonly text: string }) {
  return (
    <pre className="overflow-x-auto bg-code p-3 font-mono text-(length:--code-size) leading-5 text-ink-soft">
      <VisibleText text={text} />
    </pre>
  );
}

function countLines(file: DiffFile): number {
  return file.hunks.reduce((sum, hunk) => sum + hunk.lines.length, 0);
}

function firstLines(files: readonly DiffFile[], limit: number): readonly DiffFile[] {
  let left = limit;
  const take = (hunk: DiffHunk): DiffHunk => {
    const lines = hunk.lines.slice(0, Math.max(0, left));
    left -= hunk.lines.length;
    return { ...hunk, lines };
  };
  return files
    .map((file) => ({ ...file, hunks: file.hunks.map(take).filter((hunk) => hunk.lines.length > 0) }))
    .filter((file) => file.hunks.length > 0 || file.binary);
}

interface DiffFileViewProps {
  readonly file: DiffFile;
  readonly bare: boolean;
  readonly wrap: boolean;
}

function DiffFileView({ file, bare, wrap }: DiffFileViewProps) {
  return (
    <section
      aria-label={file.path === '' ? t('diff.changes') : t('diff.changesIn', { path: escapeHiddenInLine(file.path) })}
    >
      {!bare && file.path !== '' && (
        <header className="sticky start-0 flex w-fit items-center gap-3 px-3 py-1.5 text-xs text-ink-soft">
          <span className="text-ink">{escapeHiddenInLine(file.path)}</span>
          <DiffCounts additions={file.additions} deletions={file.deletions} />
        </header>
      )}
      {file.binary && <p className="px-3 py-2 font-sans text-xs text-ink-faint">{t('diff.binary')}</p>}
      {file.hunks.map((hunk, at) => (
        <div key={at}>
          {(hunk.skipped > 0 || hunk.heading !== '') && <Skipped hunk={hunk} />}
          {hunk.lines.map((line, row) => (
            <DiffLineView key={row} line={line} wrap={wrap} />
          ))}
        </div>
      ))}
    </section>
  );
}

function Skipped({ hunk }: { readonly hunk: DiffHunk }) {
  return (
    <div className="sticky start-0 flex gap-3 bg-sunken px-3 font-sans text-2xs leading-6 text-ink-faint">
      {hunk.skipped > 0 && <span>{t('diff.unchanged', { count: hunk.skipped })}</span>}
      {hunk.heading !== '' && <span className="truncate font-mono">{escapeHiddenInLine(hunk.heading)}</span>}
    </div>
  );
}

interface DiffLook {
  readonly row: string;
  readonly mark: string;
  readonly sign: string;
  readonly label: PlainMessageId | undefined;
}

const TONES: Readonly<Record<DiffLine['kind'], DiffLook>> = {
  context: { row: '', mark: '', sign: ' ', label: undefined },
  add: { row: 'bg-ok-soft', mark: 'bg-ok-soft rounded-sm font-medium', sign: '+', label: 'diff.added' },
  remove: { row: 'bg-bad-soft', mark: 'bg-bad-soft rounded-sm font-medium', sign: '−', label: 'diff.removed' },
};

function DiffLineView({ line, wrap }: { readonly line: DiffLine; readonly wrap: boolean }) {
  const tone = TONES[line.kind];
  const number = line.newNumber ?? line.oldNumber ?? 0;
  return (
    <div className={`flex ${tone.row}`}>
      <span aria-hidden="true" className="tabular w-12 shrink-0 pe-2 text-end text-ink-faint select-none">
        {number}
      </span>
      <span aria-hidden="true" className="w-4 shrink-0 text-ink-soft select-none">
        {tone.sign}
      </span>
      <code className={`pe-4 ${wrap ? 'break-all whitespace-pre-wrap' : 'whitespace-pre'}`}>
        {tone.label !== undefined && <span className="sr-only">{t(tone.label)} </span>}
        {line.spans.length === 0
          ? ' '
          : line.spans.map((span, at) =>
              span.mark ? (
                <span key={at} className={tone.mark}>
                  <VisibleText text={span.text} />
                </span>
              ) : (
                <VisibleText key={at} text={span.text} />
              ),
            )}
      </code>
    </div>
  );
}
