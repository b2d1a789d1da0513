// Commands of the sessions page. They apply to the focused pane and its session.
import { useStore } from 'zustand';
import { closePane, focusBy, newDraftKey, showSession, splitRight, toggleInspector } from '../../state/layout.ts';
import { useCommand, useServices } from '../../state/use-client.ts';
import type { CommandId } from '../../state/key-map.ts';
import { renameStore } from './sidebar/rename-state.ts';
import { deleteSession, toggleArchive, togglePin } from './sidebar/session-tasks.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import type { AppServices } from '../../state/app-services.ts';
import { readGrouping, groupSessions } from './sidebar/session-groups.ts';

/** Renders nothing. */
export function SessionCommands() {
  const services = useServices();
  const { layout, sessions, newId } = services;
  const focused = useStore(layout, (state) => state.panes.find((pane) => pane.id === state.focused));
  const row = useStore(sessions.store, (state) => state.rows.find((entry) => entry.key === focused?.key));
  const step = (by: number): void => {
    const rows = listedSessions(services);
    const at = rows.findIndex((entry) => entry.key === focused?.key);
    const next = rows[at < 0 ? 0 : (at + by + rows.length) % rows.length];
    if (next !== undefined) layout.setState((state) => showSession(state, next.key, newId));
  };
  useCommand('sidebar.toggle', () => layout.setState((state) => ({ sidebarOpen: !state.sidebarOpen })));
  useCommand('inspector.toggle', () => layout.setState((state) => toggleInspector(state, state.inspectorTab)));
  useCommand('terminal.toggle', () => layout.setState((state) => toggleInspector(state, 'terminal')));
  useCommand('files.toggle', () => layout.setState((state) => toggleInspector(state, 'files')));
  useCommand('session.next', () => step(1));
  useCommand('session.previous', () => step(-1));
  useCommand('session.rename', () => renameStore.setState({ key: row?.key }), row !== undefined);
  useCommand('session.pin', () => (row === undefined ? undefined : togglePin(services, row)), row !== undefined);
  useCommand(
    'session.archive',
    () => (row === undefined ? undefined : toggleArchive(services, row)),
    row !== undefined,
  );
  useCommand('session.delete', () => (row === undefined ? undefined : deleteSession(services, row)), row !== undefined);
  useCommand('pane.split', () => layout.setState((state) => splitRight(state, newDraftKey(newId), newId)));
  useCommand('pane.close', () =>
    layout.setState((state) => (state.focused === undefined ? state : closePane(state, state.focused))),
  );
  useCommand('pane.next', () => layout.setState((state) => focusBy(state, 1)));
  useCommand('pane.previous', () => layout.setState((state) => focusBy(state, -1)));
  return JUMPS.map((id, place) => <Jump key={id} id={id} place={place} />);
}

const JUMPS = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((place) => `session.jump${place}` as CommandId); // The key map has all nine.

function Jump({ id, place }: { readonly id: CommandId; readonly place: number }) {
  const services = useServices();
  useCommand(id, () => {
    const row = listedSessions(services)[place];
    if (row !== undefined) services.layout.setState((state) => showSession(state, row.key, services.newId));
  });
  return null;
}

/** Without those in folded groups. */
function listedSessions({ sessions, approvals, questions, preferences }: AppServices): readonly SessionRow[] {
  const waiting = new Set(
    [...approvals.store.getState().pending, ...questions.getState().pending].map(({ sessionKey }) => sessionKey),
  );
  const by = readGrouping(preferences.store.getState()['sessionGroups']);
  const groups = groupSessions(sessions.store.getState().rows, { query: '', waiting, nowMs: Date.now(), by });
  return groups.flatMap((group) => (group.folded ? [] : group.rows));
}
