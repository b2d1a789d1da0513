// The file tree: arrow keys move, Enter opens, F2 renames, Delete deletes with Undo.
import { File, FileText, Folder, FolderOpen, LoaderCircle } from 'lucide-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type DragEvent, type KeyboardEvent, type PointerEvent } from 'react';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { formatBytes } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { copyText } from '../../design/copy-button.tsx';
import { Chevron } from '../../design/chevron.tsx';
import { cx } from '../../design/class-names.ts';
import { ContextMenu, type MenuEntry } from '../../design/menu.tsx';
import type { DragOut } from './drag-out.ts';
import type { NameTask } from './name-dialog.tsx';
import type { TreeRow } from './tree.ts';

interface TreeViewProps {
  readonly rows: readonly TreeRow[];
  readonly touched: Readonly<Record<string, 'modified' | 'read'>>;
  readonly onOpen: (path: string) => void;
  readonly onToggle: (path: string) => void;
  readonly onTask: (task: NameTask) => void;
  readonly onRemove: (path: string) => void;
  readonly onMore: (folder: string) => void;
  readonly onMove: (from: string, folder: string) => void;
  readonly dragOut: DragOut;
  readonly onDownload: (path: string) => void;
  readonly onDownloadFolder: (path: string) => void;
  /** Absent if the app runs on another computer. */
  readonly onEditor?: ((path: string) => void) | undefined;
}

/** Height of a row, px, if its token can't be read. */
const ROW_PX = 28;
const OVERSCAN = 20;

/** An ARIA tree: one row is in the tab order, arrow keys move between rows. Only the rows on the screen exist. */
export function TreeView(props: TreeViewProps) {
  const { rows } = props;
  const [focused, setFocused] = useState('');
  const scroller = useRef<HTMLDivElement>(null);
  const wanted = useRef<string | undefined>(undefined);
  const [rowPx] = useState(readRowHeight);
  // The virtualizer's functions stay in this component; nothing memoized receives them.
  // oxlint-disable-next-line react/incompatible-library
  const visible = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => rows[index]?.entry.path ?? index,
    overscan: OVERSCAN,
  });
  const current = rows.some((row) => row.entry.path === focused) ? focused : (rows[0]?.entry.path ?? '');
  const find = (path: string) =>
    scroller.current?.querySelector<HTMLElement>(`[data-path="${CSS.escape(path)}"]`) ?? undefined;
  const move = (path: string | undefined) => {
    if (path === undefined) return;
    setFocused(path);
    const shown = find(path);
    wanted.current = shown === undefined ? path : undefined;
    if (shown === undefined) visible.scrollToIndex(rows.findIndex((row) => row.entry.path === path));
    else shown.focus();
  };
  useEffect(() => {
    const row = wanted.current === undefined ? undefined : find(wanted.current);
    if (row === undefined) return;
    wanted.current = undefined;
    row.focus();
  });
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-1.5 pb-4">
      <div
        role="tree"
        aria-label={t('files.tree')}
        className="relative"
        style={{ height: visible.getTotalSize() }}
        onKeyDown={(event) => onKey(event, props, current, move)}
      >
        {visible.getVirtualItems().map(({ index, key, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          return (
            <div key={key} className="absolute inset-x-0" style={{ transform: `translateY(${start}px)` }}>
              <Row
                row={row}
                view={props}
                tabbable={row.entry.path === current}
                onFocus={() => setFocused(row.entry.path)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

function readRowHeight(): number {
  const style = getComputedStyle(document.documentElement);
  const text = style.getPropertyValue('--row').trim();
  const factor = text.endsWith('rem') ? Number.parseFloat(style.fontSize) : 1;
  return Number.parseFloat(text) * factor || ROW_PX;
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
  const action = row.more === undefined || !EDIT_KEYS.has(event.key) ? actions[event.key] : undefined;
  if (action === undefined) return;
  event.preventDefault();
  action();
}

/** Keys that change an entry. */
const EDIT_KEYS: ReadonlySet<string> = new Set(['F2', 'Delete']);

function activate(row: TreeRow, view: TreeViewProps): void {
  if (row.more !== undefined) view.onMore(row.more);
  else if (row.entry.kind === 'directory') view.onToggle(row.entry.path);
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
        {...dragHandlers(row, view)}
        className="flex h-(--row) items-center gap-1.5 rounded-md pe-2 text-sm text-ink-soft outline-offset-[-2px] hover:bg-hover hover:text-ink"
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

/** The type of a dragged entry of the tree; files from outside have another one. */
const DRAG_TYPE = 'application/x-gatehouse-path';

/** A row can be dragged onto a folder, and a file out of the page. */
function dragHandlers({ entry, more }: TreeRow, view: TreeViewProps) {
  const isOwn = (event: DragEvent): boolean => event.dataTransfer.types.includes(DRAG_TYPE);
  return {
    draggable: more === undefined,
    onPointerDown: ({ pointerType }: PointerEvent) => {
      if (pointerType === 'mouse' && more === undefined && entry.kind === 'file') view.dragOut.press(entry.path);
    },
    onDragStart: (event: DragEvent) => {
      event.dataTransfer.setData(DRAG_TYPE, entry.path);
      view.dragOut.start(entry.path, event.dataTransfer);
    },
    onDragOver: (event: DragEvent) => {
      if (isOwn(event) && entry.kind === 'directory') event.preventDefault();
    },
    onDrop: (event: DragEvent) => {
      if (!isOwn(event) || entry.kind !== 'directory') return;
      event.preventDefault();
      view.onMove(event.dataTransfer.getData(DRAG_TYPE), entry.path);
    },
  };
}

function rowMenu(row: TreeRow, view: TreeViewProps): readonly MenuEntry[] {
  if (row.more !== undefined) return [];
  const { path, kind } = row.entry;
  const { onEditor } = view;
  const inFolder: readonly MenuEntry[] =
    kind === 'directory'
      ? [
          { kind: 'item', label: t('files.newFileHere'), run: () => view.onTask({ kind: 'file', folder: path }) },
          { kind: 'item', label: t('files.newFolderHere'), run: () => view.onTask({ kind: 'folder', folder: path }) },
          { kind: 'item', label: t('files.downloadFolder'), run: () => view.onDownloadFolder(path) },
          { kind: 'line' },
        ]
      : [
          { kind: 'item', label: t('files.open'), run: () => view.onOpen(path) },
          ...(onEditor === undefined
            ? []
            : [{ kind: 'item' as const, label: t('files.openInEditor'), run: () => onEditor(path) }]),
          { kind: 'item', label: t('files.download'), run: () => view.onDownload(path) },
        ];
  return [
    ...inFolder,
    { kind: 'item', label: t('controls.copyPath'), run: () => copyText(path) },
    { kind: 'item', label: t('files.rename'), keys: 'F2', run: () => view.onTask({ kind: 'rename', path }) },
    { kind: 'item', label: t('controls.delete'), keys: 'Delete', danger: true, run: () => view.onRemove(path) },
  ];
}
