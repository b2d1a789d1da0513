// Sessions: sidebar, panes, inspector. On a phone a stack: the list, then one session.
import { isNarrow } from '../../design/use-narrow.ts';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { cx } from '../../design/class-names.ts';
import { Resizer } from '../../design/resizer.tsx';
import type { AppServices } from '../../state/app-services.ts';
import { jumpToChange } from '../../state/changes-jump.ts';
import type { CommandId } from '../../state/key-map.ts';
import {
  closeCoveringInspector,
  focusedKey as getFocusedKey,
  isDraftKey,
  newDraftKey,
  showSession,
  SIDEBAR_WIDTHS,
  toggleInspector,
  type Layout,
} from '../../state/layout.ts';
import { href, navigate, routeStore } from '../../state/route.ts';
import { moveTerminal, showTerminal, toggleTerminal } from '../../state/terminal-place.ts';
import { requestTerminal } from '../../state/keyboard-focus.ts';
import { useCommand, useRoute, useServices, useSessionRow } from '../../state/use-client.ts';
import { TerminalDock } from '../terminal/terminal-dock.tsx';
import { Inspector } from './inspector/inspector.tsx';
import { LayoutDialogs } from './panes/layout-dialogs.tsx';
import { RunDetails } from './runs/run-details.tsx';
import { PaneArea } from './panes/pane-area.tsx';
import { PaneCommands } from './panes/pane-commands.tsx';
import { groupSessions, readGrouping } from './sidebar/session-groups.ts';
import { deleteSession, renameStore, toggleArchive, togglePin } from './sidebar/session-tasks.ts';
import { Sidebar } from './sidebar/sidebar.tsx';

/** The page. */
export function SessionsPage() {
  const services = useServices();
  const { layout, feed } = services;
  const sidebarOpen = useStore(layout, (state) => state.sidebarOpen);
  const sidebarWidth = useStore(layout, (state) => state.sidebarWidth);
  const focusedKey = useStore(layout, getFocusedKey);
  const inSession = useRoute().segments.length > 1;
  useEffect(() => followSessionRoute(services), [services]);
  useEffect(() => feed.focus(focusedKey), [feed, focusedKey]);
  const open = useStore(layout, (state) => state.panes.length > 0);
  return (
    <div className="flex h-full min-h-0">
      {/* An open session is its own heading, unless a phone shows the list instead. */}
      {open && inSession ? null : <h1 className={cx('sr-only', open && 'md:hidden')}>{t('sessions.title')}</h1>}
      <SessionCommands />
      <PaneCommands />
      <LayoutDialogs />
      <RunDetails />
      <div
        style={{ width: sidebarWidth }}
        className={cx(
          'relative min-h-0 shrink-0 flex-col border-e border-line bg-canvas',
          inSession ? 'max-md:hidden' : 'max-md:!w-full',
          sidebarOpen ? 'flex' : 'flex md:hidden',
        )}
      >
        <Sidebar />
        <SidebarEdge />
      </div>
      <div className={cx('flex min-h-0 min-w-0 flex-1', !inSession && 'max-md:hidden')}>
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <PaneArea />
          <TerminalDock sessionKey={focusedKey} />
        </div>
        <Inspector sessionKey={focusedKey} />
      </div>
    </div>
  );
}

/** The handle on the right that changes the width. */
function SidebarEdge() {
  const { layout } = useServices();
  const width = useStore(layout, (state) => state.sidebarWidth);
  const grow = (by: number): void =>
    layout.setState((state) => ({
      sidebarWidth: Math.min(SIDEBAR_WIDTHS.max, Math.max(SIDEBAR_WIDTHS.min, state.sidebarWidth + by)),
    }));
  return (
    <Resizer
      mirrored
      label={t('sessions.sidebarWidth')}
      value={width}
      min={SIDEBAR_WIDTHS.min}
      max={SIDEBAR_WIDTHS.max}
      onDrag={grow}
      onStep={(direction) => grow(20 * direction)}
      className="absolute inset-y-0 -end-1 z-20 w-2 cursor-col-resize hover:bg-accent-soft focus-visible:bg-accent-soft max-md:hidden"
    />
  );
}

/** The URL segment of a session that doesn't exist yet. */
const NEW = 'new';

/** Starts following; returns the function that stops it. */
function followSessionRoute({ layout, drafts, newId }: AppServices): () => void {
  const toPanes = (): void => {
    const [page, key] = routeStore.getState().segments;
    if (page !== 'sessions' || key === undefined) return;
    if (key !== NEW) return layout.setState((state) => showSession(state, key, newId));
    const unused = layout.getState().panes.find((pane) => isDraftKey(pane.key) && drafts.get(pane.key).text === '');
    layout.setState((state) => showSession(state, unused?.key ?? newDraftKey(newId), newId));
  };
  const toAddress = (state: Layout): void => {
    const [page, shown] = routeStore.getState().segments;
    const key = getFocusedKey(state);
    if (page !== 'sessions' || shown === undefined || shown === key) return;
    navigate(key === undefined ? '/sessions' : href('sessions', key), { replace: true });
  };
  const stopClosing = closeCoveringInspector(layout, isNarrow);
  toPanes();
  toAddress(layout.getState());
  const stops = [stopClosing, routeStore.subscribe(toPanes), layout.subscribe(toAddress)];
  return () => {
    for (const stop of stops) stop();
  };
}

function SessionCommands() {
  const services = useServices();
  const { layout, newId } = services;
  const focused = useStore(layout, (state) => state.panes.find((pane) => pane.id === state.focused));
  const row = useSessionRow(focused?.key);
  const step = (by: number): void => {
    const rows = listedSessions(services);
    const at = rows.findIndex((entry) => entry.key === focused?.key);
    const next = rows[at < 0 ? 0 : (at + by + rows.length) % rows.length];
    if (next !== undefined) layout.setState((state) => showSession(state, next.key, newId));
  };
  useCommand('sidebar.toggle', () => layout.setState((state) => ({ sidebarOpen: !state.sidebarOpen })));
  useCommand('inspector.toggle', () => layout.setState((state) => toggleInspector(state, state.inspectorTab)));
  useCommand('terminal.toggle', () => toggleTerminal(services, focused?.key));
  // Once the terminals are shown, their panel handles it.
  useCommand('terminal.new', () => openTerminal(services, focused?.key), 'fallback');
  useCommand('terminal.place', () => moveTerminal(services));
  useCommand('files.toggle', () => layout.setState((state) => toggleInspector(state, 'files')));
  useRowCommand('changes.show', row, ({ key }) => jumpToChange(layout, { sessionKey: key }));
  useCommand('session.jump', (event) => {
    // By position, because the digits need Shift on some keyboards.
    const target = listedSessions(services)[Number(event?.code.at(-1)) - 1];
    if (target !== undefined) layout.setState((state) => showSession(state, target.key, newId));
  });
  useCommand('session.next', () => step(1));
  useCommand('session.previous', () => step(-1));
  useRowCommand('session.rename', row, ({ key }) => renameStore.setState({ key }));
  useRowCommand('session.pin', row, (chosen) => togglePin(services, chosen));
  useRowCommand('session.archive', row, (chosen) => toggleArchive(services, chosen));
  useRowCommand('session.delete', row, (chosen) => deleteSession(services, chosen));
  return null;
}

/** Shows the terminals of a session; one opens if there is none. */
function openTerminal(services: AppServices, sessionKey: string | undefined): void {
  showTerminal(services);
  if (sessionKey !== undefined) requestTerminal(sessionKey);
}

function useRowCommand(id: CommandId, row: SessionRow | undefined, run: (row: SessionRow) => void): void {
  useCommand(id, () => (row === undefined ? undefined : run(row)), row !== undefined);
}

/** The sessions as the sidebar lists them, without those in collapsed groups. */
function listedSessions({ sessions, approvals, questions, preferences }: AppServices): readonly SessionRow[] {
  const waiting = new Set(
    [...approvals.store.getState().pending, ...questions.getState().pending].map(({ sessionKey }) => sessionKey),
  );
  const by = readGrouping(preferences.store.getState()['sessionGroups']);
  const groups = groupSessions(sessions.store.getState().rows, { query: '', waiting, nowMs: Date.now(), by });
  return groups.flatMap((group) => (group.folded ? [] : group.rows));
}
