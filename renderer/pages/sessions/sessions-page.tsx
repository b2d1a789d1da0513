// Sessions: sidebar, panes side by side, inspector. On a phone a stack: the list, then one session.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { cx } from '../../design/class-names.ts';
import { useRoute, useServices } from '../../state/use-client.ts';
import { Inspector } from './inspector/inspector.tsx';
import { PaneArea } from './panes/pane-area.tsx';
import { SessionCommands } from './session-commands.tsx';
import { Sidebar } from './sidebar/sidebar.tsx';
import type { AppServices } from '../../state/app-services.ts';
import { isDraftKey, newDraftKey, showSession, type Layout } from '../../state/layout.ts';
import { href, navigate, routeStore } from '../../state/route.ts';

/** The page. */
export function SessionsPage() {
  const services = useServices();
  const { layout, feed } = services;
  const sidebarOpen = useStore(layout, (state) => state.sidebarOpen);
  const focusedKey = useStore(layout, (state) => state.panes.find((pane) => pane.id === state.focused)?.key);
  const inSession = useRoute().segments.length > 1;
  useEffect(() => followSessionRoute(services), [services]);
  useEffect(() => feed.focus(focusedKey), [feed, focusedKey]);
  return (
    <div className="flex h-full min-h-0">
      <SessionCommands />
      <div
        className={cx(
          'min-h-0 shrink-0 flex-col border-r border-line bg-canvas md:w-66',
          inSession ? 'max-md:hidden' : 'max-md:w-full',
          sidebarOpen ? 'flex' : 'flex md:hidden',
        )}
      >
        <Sidebar />
      </div>
      <div className={cx('flex min-h-0 min-w-0 flex-1', !inSession && 'max-md:hidden')}>
        <PaneArea />
        <Inspector sessionKey={focusedKey} />
      </div>
    </div>
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
    const empty = unusedDraft(layout.getState(), (draftKey) => drafts.get(draftKey).text === '');
    layout.setState((state) => showSession(state, empty ?? newDraftKey(newId), newId));
  };
  const toAddress = (state: Layout): void => {
    const { segments } = routeStore.getState();
    const key = state.panes.find((pane) => pane.id === state.focused)?.key;
    if (segments[0] !== 'sessions') return;
    if (key === undefined && segments[1] !== undefined) navigate('/sessions', { replace: true });
    else if (key !== undefined && segments[1] !== undefined && segments[1] !== key)
      navigate(href('sessions', key), { replace: true });
  };
  toPanes();
  toAddress(layout.getState());
  const stops = [routeStore.subscribe(toPanes), layout.subscribe(toAddress)];
  return () => {
    for (const stop of stops) stop();
  };
}

/** A pane with an unused draft. */
function unusedDraft(layout: Layout, isEmpty: (key: string) => boolean): string | undefined {
  return layout.panes.find((pane) => isDraftKey(pane.key) && isEmpty(pane.key))?.key;
}
