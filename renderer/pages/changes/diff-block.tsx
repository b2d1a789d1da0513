// Rows of a diff: unchanged lines, gaps, and the old and new lines of a part, in one column or in two.
import { UnfoldVertical } from 'lucide-react';
import { Fragment, type ReactNode } from 'react';
import { formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { VisibleText } from '../../design/visible-text.tsx';
import type { ShownLine } from './diff-rows.ts';
import { toRow } from './find-lines.ts';

/** What a person does with the numbers of lines. */
export interface LineSelection {
  /** Whether a line is selected. */
  has(side: 'old' | 'new', line: number): boolean;
  start(side: 'old' | 'new', line: number): void;
  extend(side: 'old' | 'new', line: number): void;
  end(): void;
}

/** What is shown below a line, such as comments on it. */
export type LineNotes = (side: 'old' | 'new', line: number) => ReactNode;

interface RowsProps {
  readonly lines: readonly ShownLine[];
  readonly notes: LineNotes;
  readonly wraps: boolean;
  readonly selection: LineSelection;
}

const LOOKS = {
  context: { row: '', sign: ' ', mark: '', label: undefined },
  add: { row: 'bg-ok-soft', sign: '+', mark: 'rounded-sm bg-ok-soft font-medium', label: 'diff.added' },
  remove: { row: 'bg-bad-soft', sign: '−', mark: 'rounded-sm bg-bad-soft font-medium', label: 'diff.removed' },
} as const;

/** Lines in one column, with both numbers. */
export function UnifiedRows({ lines, wraps, selection, notes }: RowsProps) {
  return lines.map((line, at) => (
    <Fragment key={at}>
      <div className={`flex ${LOOKS[line.kind].row}`} data-line={line.newNumber ?? line.oldNumber}>
        <Number side="old" line={line.oldNumber} selection={selection} className="@max-md:hidden" />
        <Number side="new" line={line.newNumber} selection={selection} />
        <LineText line={line} wraps={wraps} />
      </div>
      {line.oldNumber !== undefined && notes('old', line.oldNumber)}
      {line.newNumber !== undefined && notes('new', line.newNumber)}
    </Fragment>
  ));
}

interface SplitProps extends Omit<RowsProps, 'lines'> {
  readonly before: readonly ShownLine[];
  readonly after: readonly ShownLine[];
}

/** Old lines on the left, new ones on the right. */
export function SplitRows({ before, after, wraps, selection, notes }: SplitProps) {
  const count = Math.max(before.length, after.length);
  return Array.from({ length: count }, (_, at) => {
    const [oldNumber, newNumber] = [before[at]?.oldNumber, after[at]?.newNumber];
    return (
      <Fragment key={at}>
        <div className="grid grid-cols-2">
          <Half line={before[at]} side="old" wraps={wraps} selection={selection} />
          <Half line={after[at]} side="new" wraps={wraps} selection={selection} />
        </div>
        {oldNumber !== undefined && notes('old', oldNumber)}
        {newNumber !== undefined && notes('new', newNumber)}
      </Fragment>
    );
  });
}

interface HalfProps extends Omit<RowsProps, 'lines' | 'notes'> {
  readonly line: ShownLine | undefined;
  readonly side: 'old' | 'new';
}

function Half({ line, side, wraps, selection }: HalfProps) {
  if (line === undefined) return <div className="border-s border-line bg-sunken first:border-s-0" />;
  const number = side === 'old' ? line.oldNumber : line.newNumber;
  return (
    <div
      className={`flex min-w-0 overflow-x-auto border-s border-line first:border-s-0 ${LOOKS[line.kind].row}`}
      data-line={number}
    >
      <Number side={side} line={number} selection={selection} />
      <LineText line={line} wraps={wraps} />
    </div>
  );
}

interface NumberProps extends Pick<HalfProps, 'side' | 'selection'> {
  readonly line: number | undefined;
  readonly className?: string;
}

/** A line number. Dragging over numbers selects lines for a comment; with the keyboard, parts have a button for it. */
function Number({ side, line, selection, className = '' }: NumberProps) {
  const look = `tabular w-11 shrink-0 pe-2 text-end select-none ${className}`;
  if (line === undefined) return <span aria-hidden className={look} />;
  const isSelected = selection.has(side, line);
  return (
    <span
      aria-hidden
      title={t('changes.commentOnLine', { line })}
      className={`${look} cursor-pointer ${isSelected ? 'bg-accent-soft text-accent-ink' : 'text-ink-faint hover:text-ink'}`}
      onPointerDown={(event) => {
        event.preventDefault();
        selection.start(side, line);
      }}
      onPointerEnter={(event) => {
        if (event.buttons === 1) selection.extend(side, line);
      }}
      onPointerUp={() => selection.end()}
    >
      {line}
    </span>
  );
}

function LineText({ line, wraps }: { readonly line: ShownLine; readonly wraps: boolean }) {
  const look = LOOKS[line.kind];
  return (
    <>
      <span aria-hidden className="w-4 shrink-0 text-ink-soft select-none">
        {look.sign}
      </span>
      <code className={`pe-4 ${wraps ? 'break-all whitespace-pre-wrap' : 'whitespace-pre'}`}>
        {look.label !== undefined && <span className="sr-only">{t(look.label)} </span>}
        <span data-row={toRow(line)}>
          {line.spans.map((span, at) => (
            <span key={at} className={span.mark ? look.mark : undefined}>
              <VisibleText text={span.text} />
            </span>
          ))}
        </span>
        {line.isUnended === true && line.kind !== 'context' && (
          <span className="ms-2 font-sans text-2xs text-ink-faint select-none">{t('changes.unended')}</span>
        )}
      </code>
    </>
  );
}

/** Hidden unchanged lines. */
export function Gap({ count, onShow }: { readonly count: number; readonly onShow: () => void }) {
  return (
    <button
      type="button"
      className="flex min-h-6 w-full items-center gap-2 bg-sunken px-3 font-sans text-2xs text-ink-faint hover:text-ink"
      title={formatNumber(count)}
      onClick={onShow}
    >
      <UnfoldVertical size={12} aria-hidden /> {t('changes.showUnchanged', { count })}
    </button>
  );
}
