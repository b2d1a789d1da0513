// Sessions: sidebar, panes side by side, inspector. On a phone a stack: the list, then one session.
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { cx } from '../../design/class-names.ts';
import { useRoute, useServices } from '../../state/use-client.ts';
import { Inspector } from './inspector/inspector.tsx';
import { PaneArea } from './panes/pane-area.tsx';
import { SessionCommands } from './session-commands.tsx';
import { followSessionRoute } from './sessions-route.ts';
import { Sidebar } from './sidebar/sidebar.tsx';

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
