// All sessions in a table: filter, sort, choose columns, and change several at once.
import { Columns3, MessagesSquare } from 'lucide-react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Menu } from '../../design/menu.tsx';
import { Page } from '../../design/page.tsx';
import { EmptyState, RequestStatus } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { useNow } from '../../design/use-now.ts';
import { useServices, useShallowStore } from '../../state/use-client.ts';
import { SessionSheet } from '../sessions/details/session-sheet.tsx';
import { EarlierDialog } from '../sessions/sidebar/earlier-dialog.tsx';
import { GroupDialog } from '../sessions/sidebar/group-dialog.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { COLUMN_IDS, type CellContext } from './session-columns.ts';
import { listRows, NO_FILTER, readLayout, type TableFilter, type TableLayout } from './session-table.ts';
import { TableFilters } from './table-filters.tsx';
import { NO_ROWS, type RowSelection } from './table-selection.ts';
import { TableView } from './table-view.tsx';

/** Interval at which ages update, ms. */
const AGE_MS = 60_000;

/** Kept while another page is shown. */
const tableStore = createStore<{ readonly filter: TableFilter; readonly selection: RowSelection }>(() => ({
  filter: NO_FILTER,
  selection: NO_ROWS,
}));

/** `/all-sessions`. */
export function AllSessionsPage() {
  const { sessions, preferences } = useServices();
  const list = useStore(sessions.store);
  const { filter, selection } = useStore(tableStore);
  const stored = useStore(preferences.store, (state) => state['sessionTable']);
  const layout = useMemo(() => readLayout(stored), [stored]);
  const context = useCellContext();
  const rows = useMemo(() => listRows(list.rows, filter, layout, context), [list.rows, filter, layout, context]);
  const order = useMemo(() => rows.map(({ key }) => key), [rows]);
  const selected = useMemo(() => rows.filter(({ key }) => selection.keys.has(key)), [rows, selection]);
  const saveLayout = (sessionTable: TableLayout): void =>
    attempt(t('allSessions.layoutFailed'), () => preferences.set({ sessionTable }));
  const select = (change: (now: RowSelection) => RowSelection): void =>
    tableStore.setState((state) => ({ selection: change(state.selection) }));
  return (
    <Page
      title={t('allSessions.title')}
      summary={t('allSessions.count', { shown: rows.length, total: list.rows.length })}
      width="full"
      actions={<ColumnMenu layout={layout} onChange={saveLayout} />}
    >
      <TableFilters filter={filter} context={context} onChange={(next) => tableStore.setState({ filter: next })} />
      {list.status !== 'ready' ? (
        <div className="px-5 pt-3">
          <RequestStatus
            read={{ ...list, reload: sessions.reload }}
            rows={8}
            loading={t('sessions.loading')}
            failed={t('sessions.loadFailed')}
          />
        </div>
      ) : rows.length === 0 ? (
        <NoRows isEmpty={list.rows.length === 0} />
      ) : (
        <TableView
          rows={rows}
          order={order}
          layout={layout}
          context={context}
          selection={selection}
          onSelect={select}
          onSort={saveLayout}
        />
      )}
      <BulkBar rows={selected} onClear={() => select((now) => ({ ...now, keys: new Set() }))} />
      <SessionSheet />
      <GroupDialog />
      <EarlierDialog />
    </Page>
  );
}

/** Changes only when something in it changes, so that rows are sorted again only then. */
function useCellContext(): CellContext {
  const { approvals, questions, projects, catalog } = useServices();
  const pending = useShallowStore(approvals.store, (state) => state.pending.map(({ sessionKey }) => sessionKey));
  const asking = useShallowStore(questions, (state) => state.pending.map(({ sessionKey }) => sessionKey));
  const projectNames = useStore(projects.store, ({ names }) => names);
  const agents = useStore(catalog.agents.store, ({ data }) => data?.agents);
  const nowMs = useNow(AGE_MS);
  return useMemo(
    () => ({
      nowMs,
      projectNames,
      waiting: new Set([...pending, ...asking]),
      agentNames: new Map((agents ?? []).map(({ id, name }) => [id, removeHidden(name ?? id)])),
    }),
    [pending, asking, projectNames, agents, nowMs],
  );
}

function NoRows({ isEmpty }: { readonly isEmpty: boolean }) {
  if (isEmpty) return <EmptyState icon={MessagesSquare} title={t('sessions.empty')} text={t('sessions.emptyText')} />;
  return (
    <EmptyState
      icon={MessagesSquare}
      title={t('allSessions.noMatch')}
      text={t('allSessions.noMatchText')}
      action={
        <Button label={t('allSessions.clearFilters')} onClick={() => tableStore.setState({ filter: NO_FILTER })} />
      }
    />
  );
}

interface ColumnMenuProps {
  readonly layout: TableLayout;
  readonly onChange: (layout: TableLayout) => void;
}

function ColumnMenu({ layout, onChange }: ColumnMenuProps) {
  const toggle = (id: TableLayout['sort']): void => {
    const columns = COLUMN_IDS.filter((other) => (other === id) !== layout.columns.includes(other));
    onChange({ ...layout, columns });
  };
  return (
    <span className="max-md:hidden">
      <Menu
        align="end"
        entries={COLUMN_IDS.filter((id) => id !== 'title').map((id) => ({
          kind: 'item' as const,
          label: t(`allSessions.column.${id}`),
          checked: layout.columns.includes(id),
          run: () => toggle(id),
        }))}
      >
        <Button label={t('allSessions.columns')} size="sm" icon={Columns3} />
      </Menu>
    </span>
  );
}
