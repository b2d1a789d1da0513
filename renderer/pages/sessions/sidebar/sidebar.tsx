// The sidebar: search, grouping, new session, and the sessions.
import { ListFilter, SquarePen } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { IconButton } from '../../../design/button.tsx';
import { Menu } from '../../../design/menu.tsx';
import { SearchInput } from '../../../design/search-input.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../../design/states.tsx';
import { toastError } from '../../../design/toasts.ts';
import { useNow } from '../../../design/use-now.ts';
import { runCommand } from '../../../state/commands.ts';
import { firstKey } from '../../../state/key-map.ts';
import { bestHits, type MessageHit } from '../../../state/message-search.ts';
import { useCommand, useServices } from '../../../state/use-client.ts';
import { useMessageSearch } from '../../../state/use-message-search.ts';
import { SelectionBar } from './selection-bar.tsx';
import { groupingOf, groupSessions, type SessionGroup, type SessionGrouping } from './session-groups.ts';
import { SessionListView } from './session-list-view.tsx';

/** Ages are renewed this often, ms. */
const AGE_MS = 60_000;

/** Fills its column. */
export function Sidebar() {
  const { sessions, approvals, questions, layout, preferences } = useServices();
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const list = useStore(sessions.store);
  const by = useStore(preferences.store, (state) => groupingOf(state['sessionGroups']));
  const waiting = useStore(
    approvals.store,
    useShallow((state) => state.pending.map((approval) => approval.sessionKey)),
  );
  const asking = useStore(
    questions,
    useShallow(({ pending }) => pending.map(({ sessionKey }) => sessionKey)),
  );
  const now = useNow(AGE_MS);
  useCommand('session.search', () => {
    layout.setState({ sidebarOpen: true });
    setTimeout(() => search.current?.focus());
  });
  const found = useMessageSearch(query);
  const hits = useMemo(() => bestHits(found.hits), [found]);
  const said = new Set([...hits.keys(), ...found.rows.map((row) => row.key)]);
  const groups = groupSessions(list.rows, { query, waiting: new Set([...waiting, ...asking]), nowMs: now, by, said });
  return (
    <nav aria-label="Sessions" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-1 px-2.5">
        <SearchInput
          ref={search}
          label="Search sessions"
          value={query}
          onChange={setQuery}
          className="min-w-0 flex-1"
        />
        <GroupingMenu by={by} />
        <IconButton label="New session" keys={firstKey('session.new')} onClick={() => runCommand('session.new')}>
          <SquarePen size={16} aria-hidden />
        </IconButton>
      </div>
      <Body groups={groups} query={query} nowMs={now} said={hits} />
      <SelectionBar />
    </nav>
  );
}

interface BodyProps {
  readonly groups: readonly SessionGroup[];
  readonly query: string;
  readonly nowMs: number;
  readonly said: ReadonlyMap<string, MessageHit>;
}

function Body({ groups, query, nowMs, said }: BodyProps) {
  const { sessions } = useServices();
  const { status, error } = useStore(sessions.store);
  if (status === 'loading') {
    return (
      <div className="flex-1 px-4 pt-2">
        <SkeletonLines count={6} label="Loading the sessions" />
      </div>
    );
  }
  if (status === 'error') {
    return (
      <div className="flex-1 px-2">
        <ErrorNote message={error?.message ?? 'The list could not be read.'} onRetry={() => void sessions.reload()} />
      </div>
    );
  }
  if (groups.length > 0) return <SessionListView groups={groups} nowMs={nowMs} said={said} />;
  return (
    <div className="flex-1">
      <EmptyState title={query === '' ? 'No sessions yet' : 'Nothing found'}>
        {query === '' ? 'A session begins with your first message.' : `No session says “${query}”.`}
      </EmptyState>
    </div>
  );
}

const GROUPINGS: readonly { readonly by: SessionGrouping; readonly label: string }[] = [
  { by: 'day', label: 'Day' },
  { by: 'folder', label: 'Folder' },
  { by: 'agent', label: 'Agent' },
];

function GroupingMenu({ by }: { readonly by: SessionGrouping }) {
  const { preferences } = useServices();
  const choose = (sessionGroups: SessionGrouping): void =>
    void preferences
      .set({ sessionGroups })
      .catch((cause: unknown) => toastError('The order could not be saved', cause));
  return (
    <Menu
      align="end"
      entries={[
        { kind: 'title', label: 'Group by' },
        ...GROUPINGS.map((entry) => ({
          kind: 'item' as const,
          label: entry.label,
          checked: entry.by === by,
          run: () => choose(entry.by),
        })),
      ]}
    >
      <IconButton label="Group sessions">
        <ListFilter size={15} aria-hidden />
      </IconButton>
    </Menu>
  );
}
