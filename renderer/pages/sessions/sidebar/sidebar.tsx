// The sidebar: search, grouping, new session, and the sessions.
import { Archive, ListFilter, SquarePen, Table2, Trash2, X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button, IconButton } from '../../../design/button.tsx';
import { ConfirmButton } from '../../../design/dialog.tsx';
import { Menu } from '../../../design/menu.tsx';
import { SearchInput } from '../../../design/search-input.tsx';
import { EmptyState, RequestStatus } from '../../../design/states.tsx';
import { attempt } from '../../../design/toasts.ts';
import { useNow } from '../../../design/use-now.ts';
import { runCommand } from '../../../state/commands.ts';
import { firstKey } from '../../../state/key-bindings.ts';
import { bestHits, useMessageSearch, type MessageHit } from '../../../state/message-search.ts';
import { navigate } from '../../../state/route.ts';
import { useCommand, useServices, useShallowStore } from '../../../state/use-client.ts';
import { SessionSheet } from '../details/session-sheet.tsx';
import { RecentlyDeleted } from './deleted-dialog.tsx';
import { EarlierDialog } from './earlier-dialog.tsx';
import { GroupDialog } from './group-dialog.tsx';
import { clearSelection, selectionStore } from './selection.ts';
import { readGrouping, groupSessions, GROUPINGS, type SessionGroup, type SessionGrouping } from './session-groups.ts';
import { SessionListView } from './session-list-view.tsx';
import { archiveSessions, deleteSessions } from './session-tasks.ts';

/** Interval at which ages update, ms. */
const AGE_MS = 60_000;

/** Fills its column. */
export function Sidebar() {
  const { sessions, approvals, questions, layout, preferences, projects } = useServices();
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const list = useStore(sessions.store);
  const by = useStore(preferences.store, (state) => readGrouping(state['sessionGroups']));
  const waiting = useShallowStore(approvals.store, (state) => state.pending.map((approval) => approval.sessionKey));
  const asking = useShallowStore(questions, ({ pending }) => pending.map(({ sessionKey }) => sessionKey));
  const projectNames = useStore(projects.store, (state) => state.names);
  const now = useNow(AGE_MS);
  useCommand('session.search', () => {
    layout.setState({ sidebarOpen: true });
    setTimeout(() => search.current?.focus());
  });
  const found = useMessageSearch(query);
  const hits = useMemo(() => bestHits(found.hits), [found]);
  const matchingKeys = new Set([...hits.keys(), ...found.rows.map((row) => row.key)]);
  const groups = groupSessions(list.rows, {
    query,
    waiting: new Set([...waiting, ...asking]),
    nowMs: now,
    by,
    projectNames,
    matchingKeys,
  });
  return (
    <nav aria-label={t('sessions.title')} className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-1 px-2.5">
        <SearchInput
          ref={search}
          label={t('sessions.search')}
          value={query}
          onChange={setQuery}
          className="min-w-0 flex-1"
        />
        <IconButton icon={Table2} label={t('allSessions.title')} onClick={() => navigate('/all-sessions')} />
        <GroupingMenu by={by} />
        <IconButton
          icon={SquarePen}
          label={t('sessions.new')}
          keys={firstKey('session.new')}
          onClick={() => runCommand('session.new')}
        />
      </div>
      <Body groups={groups} query={query} nowMs={now} hits={hits} />
      <RecentlyDeleted />
      <SelectionBar />
      <GroupDialog />
      <SessionSheet />
      <EarlierDialog />
    </nav>
  );
}

interface BodyProps {
  readonly groups: readonly SessionGroup[];
  readonly query: string;
  readonly nowMs: number;
  readonly hits: ReadonlyMap<string, MessageHit>;
}

function Body({ groups, query, nowMs, hits }: BodyProps) {
  const { sessions } = useServices();
  const list = useStore(sessions.store);
  if (list.status !== 'ready')
    return (
      <div className="flex-1 px-3 pt-2">
        <RequestStatus
          read={{ ...list, reload: sessions.reload }}
          rows={6}
          loading={t('sessions.loading')}
          failed={t('sessions.loadFailed')}
        />
      </div>
    );
  if (groups.length > 0) return <SessionListView groups={groups} nowMs={nowMs} hits={hits} />;
  return (
    <div className="flex-1">
      <EmptyState
        title={query === '' ? t('sessions.empty') : t('sessions.noMatch')}
        text={query === '' ? t('sessions.emptyText') : t('sessions.noMatchText', { query })}
      />
    </div>
  );
}

function GroupingMenu({ by }: { readonly by: SessionGrouping }) {
  const { preferences } = useServices();
  const choose = (sessionGroups: SessionGrouping): void =>
    attempt(t('sessions.groupFailed'), () => preferences.set({ sessionGroups }));
  return (
    <Menu
      align="end"
      entries={[
        { kind: 'title', label: t('sessions.groupBy') },
        ...GROUPINGS.map((grouping) => ({
          kind: 'item' as const,
          label: t(`sessions.groupBy.${grouping}`),
          checked: grouping === by,
          run: () => choose(grouping),
        })),
      ]}
    >
      <IconButton icon={ListFilter} label={t('sessions.group')} />
    </Menu>
  );
}

/** Actions on the selected sessions; empty without a selection. */
function SelectionBar() {
  const services = useServices();
  const { keys } = useStore(selectionStore);
  if (keys.length === 0) return null;
  const rows = keys.flatMap((key) => services.sessions.row(key) ?? []);
  return (
    <div
      role="toolbar"
      aria-label={t('sessions.selection')}
      className="appear flex items-center gap-1 border-t border-line bg-raised px-2.5 py-2"
    >
      <span className="tabular min-w-0 flex-1 truncate text-xs text-ink-soft">
        {t('sessions.selectedCount', { count: rows.length })}
      </span>
      <Button size="sm" look="quiet" icon={Archive} onClick={() => archiveSessions(services, rows)}>
        {t('sessions.menu.archive')}
      </Button>
      <ConfirmButton
        trigger={<Button label={t('controls.delete')} size="sm" look="danger-quiet" icon={Trash2} />}
        title={t('sessions.deleteTitle', { count: rows.length })}
        description={t('sessions.deleteText')}
        confirmLabel={t('controls.delete')}
        onConfirm={() => deleteSessions(services, rows)}
      />
      <IconButton icon={X} label={t('sessions.clearSelection')} size="xs" onClick={() => clearSelection()} />
    </div>
  );
}
