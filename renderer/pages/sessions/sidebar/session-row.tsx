// A session in the sidebar: state, title, age; a menu on hover and as context menu.
import { Ellipsis, Pin } from 'lucide-react';
import { memo, useState, type MouseEvent } from 'react';
import { useStore } from 'zustand';
import type { SessionRow } from '#contract/types/sessions.ts';
import { formatAge } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { ContextMenu, Menu } from '../../../design/menu.tsx';
import { focusComposer } from '../../../state/keyboard-focus.ts';
import { splitRight } from '../../../state/layout.ts';
import { href } from '../../../state/route.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { useServices } from '../../../state/use-client.ts';
import { dragSession, endDrag } from '../panes/pane-drag.ts';
import { clearSelection, selectionStore, selectTo } from './selection.ts';
import { SessionStateMark } from './session-state-mark.tsx';
import { SessionPlace } from './session-place.tsx';
import { renameSession, renameStore } from './session-tasks.ts';
import { useSessionMenu } from './use-session-menu.ts';

interface SessionRowViewProps {
  readonly row: SessionRow;
  readonly shown: boolean;
  readonly nowMs: number;
  /** The keys of the list in order, for range selection. */
  readonly order: () => readonly string[];
}

/** Re-renders only when its row changes. */
export const SessionRowView = memo(function SessionRowView({ row, shown, nowMs, order }: SessionRowViewProps) {
  const { layout, newId } = useServices();
  const entries = useSessionMenu(row);
  const selected = useStore(selectionStore, (state) => state.keys.includes(row.key));
  const onClick = (event: MouseEvent): void => {
    if (event.shiftKey) selectionStore.setState((state) => selectTo(state, row.key, order()));
    else if (event.ctrlKey || event.metaKey) layout.setState((state) => splitRight(state, row.key, newId));
    else clearSelection(row.key);
    if (event.shiftKey || event.ctrlKey || event.metaKey) event.preventDefault();
    if (!event.shiftKey) focusComposer();
  };
  const renaming = useStore(renameStore, (state) => state.key === row.key);
  if (renaming) return <RenameField row={row} />;
  return (
    <ContextMenu entries={entries}>
      <div
        className={cx(
          'group/row relative flex h-(--row-2) items-center rounded-md max-md:h-14',
          selected ? 'bg-accent-soft' : shown ? 'bg-active' : 'hover:bg-hover',
        )}
      >
        <a
          href={`#${href('sessions', row.key)}`}
          aria-current={shown ? 'true' : undefined}
          title={sessionTitle(row)}
          onClick={onClick}
          onDragStart={(event) => dragSession(event, row.key)}
          onDragEnd={endDrag}
          className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md pe-2 ps-2 text-sm outline-offset-[-2px]"
        >
          <span className="min-w-0 flex-1">
            <span
              className={cx(
                'block truncate',
                row.unread === true ? 'font-medium text-ink' : shown ? 'text-ink' : 'text-ink-soft',
              )}
            >
              {sessionTitle(row)}
            </span>
            <SessionPlace row={row} />
          </span>
          {row.pinned === true && (
            <Pin
              size={11}
              role="img"
              aria-label={t('sessions.pinned')}
              className="shrink-0 text-ink-faint group-hover/row:opacity-0"
            />
          )}
          {/* Makes room for the menu. */}
          <span className="flex shrink-0 group-focus-within/row:opacity-0 group-hover/row:opacity-0 max-md:group-hover/row:opacity-100">
            <SessionStateMark
              row={row}
              still={shown}
              idle={<span className="tabular text-2xs text-ink-faint">{formatAge(row.updatedAt ?? nowMs, nowMs)}</span>}
            />
          </span>
        </a>
        <Menu entries={entries} align="end">
          <button
            type="button"
            aria-label={t('sessions.menuFor', { title: sessionTitle(row) })}
            className="absolute end-1 flex size-5.5 items-center justify-center rounded-sm text-ink-faint opacity-0 group-hover/row:opacity-100 hover:bg-active hover:text-ink focus-visible:opacity-100 data-[state=open]:opacity-100 max-md:hidden"
          >
            <Ellipsis size={14} aria-hidden />
          </button>
        </Menu>
      </div>
    </ContextMenu>
  );
});

function RenameField({ row }: { readonly row: SessionRow }) {
  const services = useServices();
  const [title, setTitle] = useState(sessionTitle(row));
  const close = (): void => renameStore.setState({ key: undefined });
  return (
    <div className="flex h-(--row-2) items-center px-1">
      <input
        autoFocus
        aria-label={t('sessions.titleLabel')}
        value={title}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={() => {
          renameSession(services, row, title);
          close();
        }}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') {
            setTitle(sessionTitle(row));
            close();
          }
        }}
        className="h-6.5 w-full rounded-sm border border-accent bg-surface px-1.5 text-sm text-ink outline-none"
      />
    </div>
  );
}
