// A session on the board: its title and place, age and cost, and a menu that moves it, for keyboards and fingers.
import { Ellipsis } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { formatAgo, formatCost, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../design/button.tsx';
import { Menu, type MenuEntry } from '../../design/menu.tsx';
import { describeWait, findWait } from '../../state/describe-quota.ts';
import { href, navigate } from '../../state/route.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { SessionPlace } from '../sessions/sidebar/session-place.tsx';
import { SessionStateMark } from '../sessions/sidebar/session-state-mark.tsx';
import { COLUMNS, type BoardColumn, type Move } from './board-columns.ts';

interface CardProps {
  readonly row: SessionRow;
  readonly column: BoardColumn;
  readonly now: number;
  readonly onDrag: (row: SessionRow | undefined) => void;
  readonly onMove: (row: SessionRow, to: BoardColumn) => void;
  readonly plan: (row: SessionRow, to: BoardColumn) => Move;
}

/** Shift and an arrow key move it to the next column. */
export function CardView({ row, column, now, onDrag, onMove, plan }: CardProps) {
  const title = sessionTitle(row);
  const wait = findWait(row);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const next = step === undefined ? undefined : COLUMNS[COLUMNS.indexOf(column) + step];
    if (!event.shiftKey || next === undefined) return;
    event.preventDefault();
    onMove(row, next);
  };
  return (
    <article
      draggable
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'move';
        event.dataTransfer.setData('text/plain', title);
        onDrag(row);
      }}
      onDragEnd={() => onDrag(undefined)}
      className="relative cursor-grab rounded-md border border-line bg-raised p-2.5 shadow-low hover:border-line-strong"
    >
      <div className="flex items-start gap-1.5">
        <SessionStateMark row={row} still idle={null} />
        <a
          href={`#${href('sessions', row.key)}`}
          draggable={false}
          onKeyDown={onKeyDown}
          aria-keyshortcuts="Shift+ArrowLeft Shift+ArrowRight"
          className="line-clamp-2 min-w-0 flex-1 text-sm font-medium wrap-anywhere text-ink hover:underline"
        >
          {title}
        </a>
        <Menu align="end" entries={toEntries({ row, column, onMove, plan })}>
          <IconButton icon={Ellipsis} size="xs" label={t('board.menu', { title })} />
        </Menu>
      </div>
      <div className="mt-1">
        <SessionPlace row={row} />
      </div>
      {wait !== undefined && <p className="mt-1 text-2xs text-ink-soft">{describeWait(wait, now)}</p>}
      <p className="tabular mt-0.5 text-2xs text-ink-faint">
        {joinFacts(
          row.updatedAt === undefined || row.updatedAt === null ? undefined : formatAgo(row.updatedAt, now),
          row.estimatedCostUsd === undefined ? undefined : formatCost(row.estimatedCostUsd),
        )}
      </p>
    </article>
  );
}

/** Moves that can't be done are disabled, with the reason. */
function toEntries({ row, column, onMove, plan }: Omit<CardProps, 'now' | 'onDrag'>): readonly MenuEntry[] {
  const moves = COLUMNS.filter((to) => to !== column).map((to): MenuEntry => {
    const move = plan(row, to);
    return {
      kind: 'item',
      label: t(`board.column.${to}`),
      disabled: move.kind === 'refused',
      run: () => onMove(row, to),
      ...(move.kind === 'refused' ? { hint: t(move.reason) } : {}),
    };
  });
  return [
    { kind: 'item', label: t('board.open'), run: () => navigate(href('sessions', row.key)) },
    { kind: 'line' },
    { kind: 'title', label: t('board.moveTo') },
    ...moves,
  ];
}
