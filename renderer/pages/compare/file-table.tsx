// The files that the entries changed: who changed what, and the diffs of one file side by side.
import { useState } from 'react';
import type { ChangedFile, ChangedFileDetail } from '#contract/types/changes.ts';
import type { DispatchEntry } from '#contract/types/dispatches.ts';
import { t } from '#messages/translate.ts';
import { VisibleText } from '../../design/visible-text.tsx';
import { Badge } from '../../design/badge.tsx';
import { Section } from '../../design/page.tsx';
import { SkeletonLines } from '../../design/states.tsx';
import { UnifiedRows, type LineSelection } from '../changes/diff-block.tsx';
import { toBlocks } from '../changes/diff-rows.ts';
import { compareFiles, countSharing, type ComparedFile } from './compare-files.ts';
import { entryName } from './entry-name.ts';
import { useFile } from './use-each.ts';

interface TableProps {
  readonly entries: readonly DispatchEntry[];
  /** The changed files of each entry. */
  readonly changed: readonly (readonly ChangedFile[] | undefined)[];
}

const KIND_TONES = { identical: 'neutral', all: 'accent', some: 'warn' } as const;

/** A row for each file. One of them can be opened. */
export function FileTable({ entries, changed }: TableProps) {
  const [open, setOpen] = useState<string>();
  const files = compareFiles(changed.map((list) => list ?? []));
  return (
    <Section title={t('compare.changedFiles')} summary={t('compare.changedFilesText')}>
      {files.length === 0 && <p className="text-sm text-ink-soft">{t('compare.noFiles')}</p>}
      <ul className="rounded-lg border border-line bg-raised">
        {files.map((file) => (
          <li key={file.path} className="border-b border-line last:border-b-0">
            <FileRow
              file={file}
              entries={entries}
              isOpen={open === file.path}
              onToggle={() => setOpen(open === file.path ? undefined : file.path)}
            />
            {open === file.path && <Diffs path={file.path} entries={entries} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

interface RowProps {
  readonly file: ComparedFile;
  readonly entries: readonly DispatchEntry[];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function FileRow({ file: { path, kind, changes }, entries, isOpen, onToggle }: RowProps) {
  const count = changes.filter((change) => change !== undefined).length;
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className="flex min-h-9 w-full flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5 text-start text-sm hover:bg-hover"
    >
      <span className="min-w-0 flex-1 basis-48 font-mono text-xs break-all">
        <VisibleText text={path} />
      </span>
      <span className="tabular flex flex-wrap gap-x-3 text-2xs text-ink-soft">
        {changes.map((change, at) => (
          <Lines key={entries[at]?.id ?? at} change={change} entry={entries[at]} entries={entries} />
        ))}
      </span>
      {entries.length > 1 && (
        <Badge tone={KIND_TONES[kind]}>
          {kind === 'some' ? t('compare.changedBy', { count, total: entries.length }) : t(`compare.kind.${kind}`)}
        </Badge>
      )}
    </button>
  );
}

interface LinesProps {
  readonly change: ChangedFile | undefined;
  readonly entry: DispatchEntry | undefined;
  readonly entries: readonly DispatchEntry[];
}

function Lines({ change, entry, entries }: LinesProps) {
  if (change === undefined || entry === undefined) return null;
  return (
    <span>
      {entryName(entry, entries)} <span className="text-ok">+{change.additions}</span>{' '}
      <span className="text-bad">−{change.deletions}</span>
    </span>
  );
}

interface DiffsProps {
  readonly path: string;
  readonly entries: readonly DispatchEntry[];
}

/** Next to each other; on a phone, one below the other. */
function Diffs({ path, entries }: DiffsProps) {
  const files = useFile(
    entries.map(({ sessionKey }) => sessionKey),
    path,
  );
  if (files === undefined) return <SkeletonLines count={4} label={t('compare.loading')} />;
  return (
    <div className="grid auto-cols-[minmax(20rem,1fr)] grid-flow-col overflow-x-auto border-t border-line max-md:auto-cols-auto max-md:grid-flow-row">
      {entries.map((entry, at) => (
        <section
          key={entry.id}
          aria-label={t('compare.diffOf', { name: entryName(entry, entries), path })}
          className="@container min-w-0 border-s border-line first:border-s-0 max-md:border-s-0"
        >
          <h3 className="truncate bg-sunken px-3 py-1.5 text-xs font-medium text-ink-soft">
            {entryName(entry, entries)}
          </h3>
          <Diff file={files[at]} all={files} />
        </section>
      ))}
    </div>
  );
}

/** Lines can't be selected here: comments belong to the review of a session. */
const NO_SELECTION: LineSelection = {
  has: () => false,
  start: () => undefined,
  extend: () => undefined,
  end: () => undefined,
};
const NO_EXPANDED: ReadonlySet<number> = new Set();

interface DiffProps {
  readonly file: ChangedFileDetail | undefined;
  readonly all: readonly (ChangedFileDetail | undefined)[];
}

function Diff({ file, all }: DiffProps) {
  if (file === undefined) return <p className="p-3 text-xs text-ink-faint">{t('compare.unchanged')}</p>;
  const versions = all.map((one) => one?.hunks ?? []);
  const blocks = toBlocks(file, { hidesWhitespace: false, expanded: NO_EXPANDED });
  return (
    <div
      tabIndex={0}
      role="group"
      aria-label={t('compare.lines')}
      className="overflow-x-auto bg-code font-mono text-(length:--code-size) leading-5"
    >
      <div className="w-max min-w-full">
        {blocks.map((block, at) => {
          if (block.kind === 'gap')
            return (
              <p key={at} className="bg-sunken px-3 font-sans text-2xs text-ink-faint">
                {t('compare.gap', { count: block.count })}
              </p>
            );
          const lines = block.kind === 'part' ? [...block.removed, ...block.added] : block.lines;
          return (
            <div key={at}>
              {block.kind === 'part' && <Sharing count={countSharing(block.part, versions)} total={all.length} />}
              <UnifiedRows lines={lines} wraps={false} selection={NO_SELECTION} notes={() => null} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Whether the others made the same change here. */
function Sharing({ count, total }: { readonly count: number; readonly total: number }) {
  if (total < 2) return null;
  const isShared = count === total;
  return (
    <p className="sticky start-0 w-fit px-2 pt-1 font-sans">
      <Badge tone={isShared ? 'neutral' : 'accent'}>
        {isShared ? t('compare.part.all') : t('compare.part.some', { count, total })}
      </Badge>
    </p>
  );
}
