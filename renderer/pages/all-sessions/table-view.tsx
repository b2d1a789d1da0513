// The rows of the table of sessions, as a virtual list: ten thousand cost no more than a screenful.
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type KeyboardEvent } from 'react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { isMac } from '../../design/key-caps.ts';
import { pressRuns } from '../../state/key-bindings.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices } from '../../state/use-client.ts';
import { sheetStore } from '../sessions/details/sheet-store.ts';
import { COLUMNS, type CellContext, type ColumnId } from './session-columns.ts';
import { sortBy, type TableLayout } from './session-table.ts';
import { SelectBox, TableRow } from './table-row.tsx';
import { moveActive, toggleAll, toggleRow, type RowSelection } from './table-selection.ts';

/** Estimated height, px. Rows on a phone are measured. */
const ROW_PX = 36;
/** Rows that Page Up and Page Down move by. */
const PAGE_ROWS = 12;
const CHECKBOX_TRACK = '2.5rem';
const BUTTON_TRACK = '2.5rem';

interface TableViewProps {
  readonly rows: readonly SessionRow[];
  /** Their keys. */
  readonly order: readonly string[];
  readonly layout: TableLayout;
  readonly context: CellContext;
  readonly selection: RowSelection;
  /** Gets the function that changes the selection: several events can happen before it is rendered. */
  readonly onSelect: (change: (now: RowSelection) => RowSelection) => void;
  readonly onSort: (layout: TableLayout) => void;
}

/** Scrolls on its own. The arrow keys move between rows. */
export function TableView({ rows, order, layout, context, selection, onSelect, onSort }: TableViewProps) {
  const { layout: panes } = useServices();
  const scroller = useRef<HTMLDivElement>(null);
  // The row with this key takes the focus once it is rendered.
  const wanted = useRef<string>(undefined);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => order[index] ?? index,
    overscan: 10,
    paddingEnd: 12,
  });
  const activeKey = order.includes(selection.active ?? '') ? selection.active : order[0];
  const move = (by: number, isRange: boolean): void => {
    const next = moveActive({ ...selection, active: activeKey }, by, order, isRange);
    wanted.current = next.active;
    if (next.active !== undefined) virtualizer.scrollToIndex(order.indexOf(next.active));
    onSelect(() => next);
    focusRow(scroller.current, next.active);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!(event.target instanceof HTMLElement) || event.target.role !== 'row' || activeKey === undefined) return;
    const steps = stepsFor(event);
    if (steps !== undefined) move(steps, event.shiftKey);
    else if (event.key === ' ') onSelect((now) => toggleRow(now, activeKey, order));
    else if (event.key === 'Enter') navigate(href('sessions', activeKey));
    else if (event.key.toLowerCase() === 'i') sheetStore.setState({ key: activeKey });
    else if (event.key.toLowerCase() === 'a' && (event.ctrlKey || event.metaKey))
      onSelect((now) => toggleAll(now, order));
    else if (event.key === 'Escape') onSelect((now) => ({ ...now, keys: new Set() }));
    else return;
    event.preventDefault();
  };
  const template = [CHECKBOX_TRACK, ...layout.columns.map((id) => COLUMNS[id].width), BUTTON_TRACK].join(' ');
  const isWhole = order.every((key) => selection.keys.has(key));
  const shown = panes.getState().panes.map(({ key }) => key);
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-auto">
      <div
        role="grid"
        aria-label={t('allSessions.title')}
        aria-multiselectable
        aria-rowcount={rows.length + 1}
        aria-colcount={layout.columns.length + 2}
        style={{ ['--columns' as string]: template }}
        onKeyDown={onKeyDown}
        className="min-w-max max-md:min-w-0"
      >
        <div
          role="row"
          aria-rowindex={1}
          className="sticky top-0 z-10 grid h-9 grid-cols-(--columns) items-center border-b border-line bg-surface px-3 text-xs text-ink-faint max-md:flex"
        >
          <span role="columnheader" aria-label={t('allSessions.selectColumn')} className="flex">
            <SelectBox
              label={t('allSessions.selectAll')}
              checked={isWhole ? true : selection.keys.size > 0 ? 'some' : false}
              onChange={() => onSelect((now) => toggleAll(now, order))}
            />
          </span>
          {layout.columns.map((id) => (
            <Heading key={id} id={id} layout={layout} onSort={onSort} />
          ))}
          <span role="columnheader" className="max-md:hidden">
            <span className="sr-only">{t('allSessions.actions')}</span>
          </span>
        </div>
        <div role="rowgroup" style={{ height: virtualizer.getTotalSize() }} className="relative">
          {virtualizer.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            if (row === undefined) return null;
            return (
              <TableRow
                key={key}
                ref={(element) => {
                  virtualizer.measureElement(element);
                  if (element === null || wanted.current !== row.key) return;
                  wanted.current = undefined;
                  element.focus({ preventScroll: true });
                }}
                row={row}
                index={index}
                top={start}
                columns={layout.columns}
                context={context}
                isSelected={selection.keys.has(row.key)}
                isActive={row.key === activeKey}
                isShown={shown.includes(row.key)}
                onToggle={(isRange) => onSelect((now) => toggleRow(now, row.key, order, isRange))}
                onFocus={() => onSelect((now) => (now.active === row.key ? now : { ...now, active: row.key }))}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A row that is on the screen already; others take the focus when they are rendered. */
function focusRow(scroller: HTMLElement | null, key: string | undefined): void {
  if (scroller === null || key === undefined) return;
  const row = scroller.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (row instanceof HTMLElement) row.focus({ preventScroll: true });
}

const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE_ROWS,
  PageUp: -PAGE_ROWS,
  Home: -Infinity,
  End: Infinity,
};

function stepsFor({ nativeEvent }: KeyboardEvent): number | undefined {
  if (pressRuns(nativeEvent, 'list.next', isMac())) return 1;
  if (pressRuns(nativeEvent, 'list.previous', isMac())) return -1;
  const { key, ctrlKey, metaKey, altKey } = nativeEvent;
  return ctrlKey || metaKey || altKey ? undefined : STEPS[key];
}

interface HeadingProps {
  readonly id: ColumnId;
  readonly layout: TableLayout;
  readonly onSort: (layout: TableLayout) => void;
}

function Heading({ id, layout, onSort }: HeadingProps) {
  const isSorted = layout.sort === id;
  const Arrow = layout.isDescending ? ArrowDown : ArrowUp;
  const isAtEnd = COLUMNS[id].align === 'end';
  return (
    <span
      role="columnheader"
      aria-sort={isSorted ? (layout.isDescending ? 'descending' : 'ascending') : 'none'}
      className={cx('flex min-w-0', isAtEnd && 'justify-end', !isSorted && 'max-md:hidden')}
    >
      <button
        type="button"
        onClick={() => onSort(sortBy(layout, id))}
        className={cx(
          'inline-flex h-7 min-w-0 items-center gap-1 rounded-sm px-1.5 font-medium hover:text-ink',
          isSorted && 'text-ink',
          isAtEnd && 'flex-row-reverse',
        )}
      >
        <span className="truncate">{t(`allSessions.column.${id}`)}</span>
        {isSorted && <Arrow size={12} aria-hidden className="shrink-0" />}
      </button>
    </span>
  );
}
