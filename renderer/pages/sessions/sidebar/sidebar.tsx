// The sidebar: search, new session, and the sessions in groups.
import { ChevronRight, SquarePen } from 'lucide-react';
import { useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { IconButton } from '../../../design/button.tsx';
import { cx } from '../../../design/class-names.ts';
import { SearchInput } from '../../../design/search-input.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../../design/states.tsx';
import { useNow } from '../../../design/use-now.ts';
import { runCommand } from '../../../state/commands.ts';
import { keysOf } from '../../../state/key-map.ts';
import { useCommand, useServices } from '../../../state/use-client.ts';
import { groupSessions, type SessionGroup } from './session-groups.ts';
import { SessionRowView } from './session-row.tsx';

/** Ages are renewed this often, ms. */
const AGE_MS = 60_000;

/** Fills its column. */
export function Sidebar() {
  const { sessions, approvals, layout } = useServices();
  const [query, setQuery] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const list = useStore(sessions.store);
  const waiting = useStore(
    approvals.store,
    useShallow((state) => state.pending.map((approval) => approval.sessionKey)),
  );
  const shown = useStore(
    layout,
    useShallow((state) => state.panes.map((pane) => pane.key)),
  );
  const now = useNow(AGE_MS);
  useCommand('session.search', () => {
    layout.setState({ sidebarOpen: true });
    setTimeout(() => search.current?.focus());
  });
  const groups = groupSessions(list.rows, { query, waiting: new Set(waiting), nowMs: now });
  return (
    <nav aria-label="Sessions" className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-12 shrink-0 items-center gap-1.5 px-2.5">
        <SearchInput
          ref={search}
          label="Search sessions"
          value={query}
          onChange={setQuery}
          className="min-w-0 flex-1"
        />
        <IconButton
          label="New session"
          keys={keysOf('session.new')}
          size="md"
          onClick={() => runCommand('session.new')}
        >
          <SquarePen size={16} aria-hidden />
        </IconButton>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {list.status === 'loading' ? (
          <div className="px-1.5 pt-2">
            <SkeletonLines count={6} label="Loading the sessions" />
          </div>
        ) : null}
        {list.status === 'error' ? (
          <ErrorNote
            message={list.error?.message ?? 'The list could not be read.'}
            onRetry={() => void sessions.reload()}
          />
        ) : null}
        {list.status === 'ready' && groups.length === 0 ? (
          <EmptyState title={query === '' ? 'No sessions yet' : 'Nothing found'}>
            {query === '' ? 'A session begins with your first message.' : `No session says “${query}”.`}
          </EmptyState>
        ) : null}
        {groups.map((group) => (
          <Group key={group.id} group={group} shown={shown} nowMs={now} />
        ))}
      </div>
    </nav>
  );
}

function Group({
  group,
  shown,
  nowMs,
}: {
  readonly group: SessionGroup;
  readonly shown: readonly string[];
  readonly nowMs: number;
}) {
  const [unfolded, setUnfolded] = useState(false);
  const open = !group.folded || unfolded;
  const rows = open ? group.rows : [];
  return (
    <section className="mt-2 first:mt-0">
      {group.folded || unfolded ? (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setUnfolded(!unfolded)}
          className="flex h-6.5 w-full items-center gap-1 rounded-sm px-2 text-2xs font-medium text-ink-faint hover:text-ink"
        >
          {group.title} <span className="tabular">{group.rows.length}</span>
          <ChevronRight size={12} aria-hidden className={cx('transition-transform', open && 'rotate-90')} />
        </button>
      ) : (
        <h2
          className={cx(
            'flex h-6.5 items-center px-2 text-2xs font-medium',
            group.id === 'needs-you' ? 'text-warn' : 'text-ink-faint',
          )}
        >
          {group.title}
        </h2>
      )}
      <ul className="flex flex-col gap-px">
        {rows.map((row) => (
          <SessionRowView key={row.key} row={row} shown={shown.includes(row.key)} nowMs={nowMs} />
        ))}
      </ul>
    </section>
  );
}
