// A column of the board, as a virtual list of cards.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type DragEvent } from 'react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { formatNumber } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { useNow } from '../../design/use-now.ts';
import type { BoardColumn, Move } from './board-columns.ts';
import { CardView } from './card-view.tsx';

const MINUTE_MS = 60_000;
/** Estimated height of a card, px. */
const CARD_PX = 96;

interface ColumnProps {
  readonly column: BoardColumn;
  readonly rows: readonly SessionRow[];
  /** A card that can be moved here is being dragged. */
  readonly canDrop: boolean;
  readonly onDrag: (row: SessionRow | undefined) => void;
  readonly onDrop: () => void;
  readonly onMove: (row: SessionRow, to: BoardColumn) => void;
  readonly plan: (row: SessionRow, to: BoardColumn) => Move;
}

/** Cards are dropped here. A card that can't be moved here is accepted, too, to say why it can't. */
export function ColumnView({ column, rows, canDrop, onDrag, onDrop, onMove, plan }: ColumnProps) {
  const now = useNow(MINUTE_MS);
  const scroller = useRef<HTMLDivElement>(null);
  const cards = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => CARD_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 4,
  });
  const title = t(`board.column.${column}`);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    onDrop();
  };
  return (
    <section
      aria-label={title}
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
      className={cx(
        'flex min-h-0 min-w-0 flex-col rounded-lg bg-sunken ring-1',
        canDrop ? 'ring-2 ring-accent' : 'ring-line',
      )}
    >
      <h2 className="flex items-center gap-2 px-3 pt-2.5 pb-1.5 text-xs font-semibold text-ink-soft">
        {title} <span className="tabular font-normal text-ink-faint">{formatNumber(rows.length)}</span>
      </h2>
      <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        {rows.length === 0 && <p className="px-1 py-3 text-xs text-ink-faint">{t(`board.none.${column}`)}</p>}
        <ul style={{ height: cards.getTotalSize() }} className="relative">
          {cards.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <li
                key={key}
                ref={cards.measureElement}
                data-index={index}
                style={{ top: start }}
                className="absolute inset-x-0 pb-2"
              >
                <CardView row={row} column={column} now={now} onDrag={onDrag} onMove={onMove} plan={plan} />
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
