// The sessions that share a place because they don't fit next to each other, as tabs.
import type { KeyboardEvent } from 'react';
import { t } from '#messages/translate.ts';
import { cx } from '../../../design/class-names.ts';
import { focusComposer } from '../../../state/keyboard-focus.ts';
import { closePane, focusPane, isDraftKey, type Pane } from '../../../state/layout.ts';
import type { Box } from '../../../state/pane-boxes.ts';
import { sessionTitle } from '../../../state/session-list.ts';
import { useServices, useSessionRow, useShallowStore } from '../../../state/use-client.ts';
import { SessionStateMark } from '../sidebar/session-state-mark.tsx';
import { dragSession, endDrag } from './pane-drag.ts';

/** The height of the tabs, px. */
export const TABS_PX = 35;

interface PaneTabsProps {
  readonly ids: readonly string[];
  readonly active: string;
  /** Of the tabs and their pane. */
  readonly box: Box;
  /** The number of the place. */
  readonly number: number;
}

/** At the top of the place. The arrow keys move between tabs, Enter shows one. */
export function PaneTabs({ ids, active, box, number }: PaneTabsProps) {
  const { layout } = useServices();
  const panes = useShallowStore(layout, (state) => state.panes.filter(({ id }) => ids.includes(id)));
  return (
    <div
      role="tablist"
      aria-label={t('sessions.paneTabs', { number })}
      onKeyDown={moveFocus}
      style={{ left: box.left, top: box.top, width: box.width, height: TABS_PX }}
      className="absolute flex items-center gap-0.5 overflow-x-auto border-b border-line bg-canvas px-2"
    >
      {panes.map((pane) => (
        <PaneTab key={pane.id} pane={pane} active={pane.id === active} />
      ))}
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const tabs = [...event.currentTarget.querySelectorAll<HTMLElement>('[role="tab"]')];
  const at = tabs.findIndex((tab) => tab === document.activeElement);
  if (step === undefined || at === -1) return;
  event.preventDefault();
  tabs[(at + step + tabs.length) % tabs.length]?.focus();
}

function PaneTab({ pane, active }: { readonly pane: Pane; readonly active: boolean }) {
  const { layout } = useServices();
  const row = useSessionRow(pane.key);
  const show = (): void => {
    layout.setState((state) => focusPane(state, pane.id));
    focusComposer();
  };
  const title = isDraftKey(pane.key) ? t('sessions.new') : sessionTitle(row);
  return (
    <button
      type="button"
      role="tab"
      aria-selected={active}
      tabIndex={active ? 0 : -1}
      title={title}
      draggable
      onDragStart={(event) => dragSession(event, pane.key)}
      onDragEnd={endDrag}
      onClick={show}
      onAuxClick={({ button }) => (button === 1 ? layout.setState((state) => closePane(state, pane.id)) : undefined)}
      className={cx(
        'flex h-6.5 max-w-52 min-w-20 items-center gap-1.5 rounded-md px-2 text-xs',
        active ? 'bg-active font-medium text-ink' : 'text-ink-soft hover:bg-hover hover:text-ink',
      )}
    >
      <SessionStateMark row={row} still />
      <span className="truncate">{title}</span>
    </button>
  );
}
