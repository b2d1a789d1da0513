// A session in the table. On a phone: the title, and a second line with where it works.
import { Check, Minus, PanelRight } from 'lucide-react';
import type { Ref } from 'react';
import type { SessionRow } from '#contract/types/sessions.ts';
import { joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { IconButton } from '../../design/button.tsx';
import { href } from '../../state/route.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { ChosenAvatar } from '../agents/agent-avatar.tsx';
import { sheetStore } from '../sessions/details/sheet-store.ts';
import { SessionStateMark } from '../sessions/sidebar/session-state-mark.tsx';
import { COLUMNS, type CellContext, type ColumnId } from './session-columns.ts';

interface TableRowProps {
  readonly row: SessionRow;
  readonly index: number;
  /** Its place in the list, px. */
  readonly top: number;
  readonly columns: readonly ColumnId[];
  readonly context: CellContext;
  readonly isSelected: boolean;
  /** The one that Tab goes to. */
  readonly isActive: boolean;
  /** Open in a pane. */
  readonly isShown: boolean;
  readonly onToggle: (isRange: boolean) => void;
  readonly onFocus: () => void;
  readonly ref: Ref<HTMLDivElement>;
}

/** Re-renders with its table; only the rows on the screen exist. */
export function TableRow(props: TableRowProps) {
  const { row, index, top, columns, context, isSelected, isActive, isShown, onToggle, onFocus, ref } = props;
  const title = sessionTitle(row);
  return (
    <div
      ref={ref}
      role="row"
      data-index={index}
      data-key={row.key}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-label={title}
      tabIndex={isActive ? 0 : -1}
      onFocus={onFocus}
      style={{ top }}
      className={cx(
        'group/row absolute inset-x-0 grid h-9 grid-cols-(--columns) items-center border-b border-line px-3 text-sm outline-offset-[-2px] max-md:flex max-md:h-14 max-md:gap-1',
        isSelected ? 'bg-accent-soft' : isShown ? 'bg-active' : 'hover:bg-hover',
      )}
    >
      <span role="gridcell" className="flex">
        <SelectBox
          label={t('allSessions.select', { title })}
          checked={isSelected}
          onChange={(isRange) => onToggle(isRange)}
          tabIndex={-1}
        />
      </span>
      {columns.map((id) => (
        <Cell key={id} id={id} row={row} context={context} />
      ))}
      <span role="gridcell" className="flex justify-end">
        <IconButton
          icon={PanelRight}
          label={t('allSessions.details', { title })}
          size="xs"
          plain
          tabIndex={isActive ? 0 : -1}
          className="md:opacity-0 md:group-focus-within/row:opacity-100 md:group-hover/row:opacity-100"
          onClick={() => sheetStore.setState({ key: row.key })}
        />
      </span>
    </div>
  );
}

interface CellProps {
  readonly id: ColumnId;
  readonly row: SessionRow;
  readonly context: CellContext;
}

function Cell({ id, row, context }: CellProps) {
  const { text, align } = COLUMNS[id];
  const shown = text(row, context);
  if (id === 'title')
    return (
      <span role="gridcell" className="min-w-0 flex-1 pe-3 ps-1.5">
        <a
          href={`#${href('sessions', row.key)}`}
          tabIndex={-1}
          className={cx('block truncate hover:underline', row.unread === true ? 'font-medium text-ink' : 'text-ink')}
        >
          {shown}
        </a>
        <span className="flex min-w-0 items-center gap-1.5 text-xs text-ink-faint md:hidden">
          <SessionStateMark row={row} still idle={null} />
          <span className="truncate">{describePlace(row, context)}</span>
        </span>
      </span>
    );
  return (
    <span
      role="gridcell"
      title={shown}
      className={cx(
        'flex min-w-0 items-center gap-1 px-1.5 text-xs text-ink-soft max-md:hidden',
        align === 'end' && 'justify-end',
      )}
    >
      {id === 'state' && <SessionStateMark row={row} still />}
      {id === 'agent' && <ChosenAvatar agentId={row.agentId} />}
      <span className={cx('truncate', align === 'end' && 'tabular')}>{shown}</span>
    </span>
  );
}

/** Agent, project or folder, branch, and age. */
function describePlace(row: SessionRow, context: CellContext): string {
  const [agent, project, folder, branch, age] = (['agent', 'project', 'folder', 'branch', 'activity'] as const).map(
    (id) => COLUMNS[id].text(row, context),
  );
  const folderName = folder?.split(/[\\/]/).findLast((part) => part !== '');
  return joinFacts(agent, project === '' ? folderName : project, branch === '' ? undefined : branch, age);
}

interface SelectBoxProps {
  readonly label: string;
  readonly checked: boolean | 'some';
  readonly tabIndex?: number;
  /** `isRange`: Shift is held. */
  readonly onChange: (isRange: boolean) => void;
}

/** A checkbox. */
export function SelectBox({ label, checked, tabIndex, onChange }: SelectBoxProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={checked === 'some' ? 'mixed' : checked}
      aria-label={label}
      tabIndex={tabIndex}
      onClick={(event) => onChange(event.shiftKey)}
      className="flex size-7 items-center justify-center rounded-sm"
    >
      <span
        className={cx(
          'flex size-4 items-center justify-center rounded-sm border',
          checked === false ? 'border-line-strong bg-surface' : 'border-accent bg-accent text-on-accent',
        )}
      >
        {checked === true && <Check size={12} strokeWidth={3} aria-hidden />}
        {checked === 'some' && <Minus size={12} strokeWidth={3} aria-hidden />}
      </span>
    </button>
  );
}
