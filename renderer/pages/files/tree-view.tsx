// The file tree: arrow keys move, Enter opens, F2 renames, Delete deletes with Undo.
import { File, FileText, Folder, FolderOpen, LoaderCircle } from 'lucide-react';
import { useRef, useState, type KeyboardEvent } from 'react';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { copyText } from '../../design/copy-button.tsx';
import { Chevron } from '../../design/chevron.tsx';
import { cx } from '../../design/class-names.ts';
import { ContextMenu, type MenuEntry } from '../../design/menu.tsx';
import type { NameTask } from './name-dialog.tsx';
import type { TreeRow } from './tree.ts';

interface TreeViewProps {
  readonly rows: readonly TreeRow[];
  readonly touched: Readonly<Record<string, 'modified' | 'read'>>;
  readonly onOpen: (path: string) => void;
  readonly onToggle: (path: string) => void;
  readonly onTask: (task: NameTask) => void;
  readonly onRemove: (path: string) => void;
}

/** An ARIA tree: one row is in the tab order, arrow keys move between rows. */
export function TreeView(props: TreeViewProps) {
  const { rows } = props;
  const [focused, setFocused] = useState('');
  const list = useRef<HTMLDivElement>(null);
  const current = rows.some((row) => row.entry.path === focused) ? focused : (rows[0]?.entry.path ?? '');
  const move = (path: string | undefined) => {
    if (path === undefined) return;
    setFocused(path);
    list.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`)?.focus();
  };
  return (
    <div ref={list} role="tree" aria-label={t('files.tree')} onKeyDown={(event) => onKey(event, props, current, move)}>
      {rows.map((row) => (
        <Row
          key={row.entry.path}
          row={row}
          view={props}
          tabbable={row.entry.path === current}
          onFocus={() => setFocused(row.entry.path)}
        />
      ))}
    </div>
  );
}

function onKey(
  event: KeyboardEvent,
  view: TreeViewProps,
  path: string,
  move: (path: string | undefined) => void,
): void {
  const { rows } = view;
  const at = rows.findIndex((row) => row.entry.path === path);
  const row = rows[at];
  if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  const actions: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(rows[at + 1]?.entry.path),
    ArrowUp: () => move(rows[at - 1]?.entry.path),
    Home: () => move(rows[0]?.entry.path),
    End: () => move(rows.at(-1)?.entry.path),
    ArrowRight: () => (row.state === 'closed' ? view.onToggle(path) : move(rows[at + 1]?.entry.path)),
    ArrowLeft: () =>
      row.state === 'open'
        ? view.onToggle(path)
        : move(rows.slice(0, at).findLast((one) => one.depth < row.depth)?.entry.path),
    Enter: () => activate(row, view),
    ' ': () => activate(row, view),
    F2: () => view.onTask({ kind: 'rename', path }),
    Delete: () => view.onRemove(path),
  };
  const action = actions[event.key];
  if (action === undefined) return;
  event.preventDefault();
  action();
}

function activate(row: TreeRow, view: TreeViewProps): void {
  if (row.entry.kind === 'directory') view.onToggle(row.entry.path);
  else view.onOpen(row.entry.path);
}

interface RowProps {
  readonly row: TreeRow;
  readonly view: TreeViewProps;
  readonly tabbable: boolean;
  readonly onFocus: () => void;
}

function Row({ row, view, tabbable, onFocus }: RowProps) {
  const { entry, depth, state } = row;
  const touched = view.touched[entry.path] ?? entry.sessionKind;
  return (
    <ContextMenu entries={rowMenu(row, view)}>
      <div
        role="treeitem"
        aria-level={depth + 1}
        aria-expanded={state === undefined ? undefined : state !== 'closed'}
        aria-selected={false}
        data-path={entry.path}
        tabIndex={tabbable ? 0 : -1}
        onFocus={onFocus}
        onClick={() => activate(row, view)}
        className="flex h-(--row) items-center gap-1.5 rounded-md pr-2 text-sm text-ink-soft outline-offset-[-2px] hover:bg-hover hover:text-ink"
        style={{ paddingLeft: `${0.375 + depth * 0.875}rem` }}
      >
        <RowIcon row={row} />
        <span className={cx('min-w-0 flex-1 truncate', touched === 'modified' && 'text-accent-ink')}>
          {escapeHiddenInLine(entry.name)}
        </span>
        {touched === 'modified' && <span className="text-2xs text-accent-ink">{t('files.edited')}</span>}
        {entry.size !== undefined && <span className="tabular text-2xs text-ink-faint">{formatBytes(entry.size)}</span>}
      </div>
    </ContextMenu>
  );
}

const TEXT_FILE = /\.(md|txt|rst|adoc|markdown)$/i;

function RowIcon({ row }: { readonly row: TreeRow }) {
  const { state, entry } = row;
  const Icon =
    state === 'open' ? FolderOpen : state === 'closed' ? Folder : TEXT_FILE.test(entry.name) ? FileText : File;
  return (
    <>
      {state === 'loading' ? (
        <LoaderCircle size={13} aria-hidden className="shrink-0 animate-[spin_0.9s_linear_infinite]" />
      ) : (
        <Chevron open={state === 'open'} className={cx('text-ink-faint', state === undefined && 'invisible')} />
      )}
      <Icon size={14} aria-hidden className="shrink-0 text-ink-faint" />
    </>
  );
}

function rowMenu(row: TreeRow, view: TreeViewProps): readonly MenuEntry[] {
  const { path, kind } = row.entry;
  const inFolder: readonly MenuEntry[] =
    kind === 'directory'
      ? [
          { kind: 'item', label: t('files.newFileHere'), run: () => view.onTask({ kind: 'file', folder: path }) },
          { kind: 'item', label: t('files.newFolderHere'), run: () => view.onTask({ kind: 'folder', folder: path }) },
          { kind: 'line' },
        ]
      : [{ kind: 'item', label: t('files.open'), run: () => view.onOpen(path) }];
  return [
    ...inFolder,
    { kind: 'item', label: t('controls.copyPath'), run: () => copyText(path) },
    { kind: 'item', label: t('files.rename'), keys: 'F2', run: () => view.onTask({ kind: 'rename', path }) },
    { kind: 'item', label: t('controls.delete'), keys: 'Delete', danger: true, run: () => view.onRemove(path) },
  ];
}
