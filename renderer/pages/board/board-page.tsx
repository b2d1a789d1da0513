// `/board`: sessions as cards in columns by their state.
import { Columns3, SquareKanban } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import type { SessionRow } from '#contract/types/sessions.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { Page } from '../../design/page.tsx';
import { Select } from '../../design/select.tsx';
import { EmptyState, SkeletonLines } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { href, navigate } from '../../state/route.ts';
import { useServices, useShallowStore, useSupports } from '../../state/use-client.ts';
import {
  COLUMNS,
  findColumn,
  NO_FILTER,
  planMove,
  readFilter,
  toBoard,
  type BoardColumn,
  type BoardFilter,
} from './board-columns.ts';
import { ColumnView } from './column-view.tsx';
import { moveCard } from './board-moves.ts';

/** The name of the preference with the filter. */
const PREFERENCE = 'board.filter';
const ANY = 'any';
const NO_ROWS: readonly SessionRow[] = [];

/** `/board`. */
export function BoardPage() {
  const services = useServices();
  const { sessions, approvals, questions, preferences } = services;
  const { status, rows } = useStore(sessions.store);
  const approvalKeys = useShallowStore(approvals.store, ({ pending }) => pending.map(({ sessionKey }) => sessionKey));
  const questionKeys = useShallowStore(questions, ({ pending }) => pending.map(({ sessionKey }) => sessionKey));
  const filter = useStore(preferences.store, (state) => state[PREFERENCE]);
  const waiting = new Set([...approvalKeys, ...questionKeys]);
  const shown = readFilter(filter);
  const board = toBoard(rows, waiting, shown);
  const [dragged, setDragged] = useState<SessionRow>();
  const plan = (row: SessionRow, to: BoardColumn) => planMove(row, findColumn(row, waiting), to, waiting.has(row.key));
  const move = (row: SessionRow, to: BoardColumn): void => {
    setDragged(undefined);
    if (findColumn(row, waiting) !== to) moveCard(services, row, to, plan(row, to));
  };
  return (
    <Page title={t('board.title')} summary={t('board.summary')} width="full" actions={<CompareButton />}>
      <Filters filter={shown} />
      {status === 'loading' && (
        <div className="p-5">
          <SkeletonLines count={6} label={t('board.loading')} />
        </div>
      )}
      {status !== 'loading' && rows.length === 0 && (
        <EmptyState
          icon={SquareKanban}
          title={t('board.empty')}
          text={t('board.emptyText')}
          action={<Button look="primary" label={t('sessions.new')} onClick={() => navigate(href('sessions', 'new'))} />}
        />
      )}
      {rows.length > 0 && (
        <div className="grid min-h-0 flex-1 auto-cols-[minmax(14rem,1fr)] grid-flow-col gap-3 overflow-x-auto px-5 py-4 max-md:auto-cols-[82%] max-md:px-3">
          {COLUMNS.map((column) => (
            <ColumnView
              key={column}
              column={column}
              rows={board.get(column) ?? NO_ROWS}
              canDrop={dragged !== undefined && plan(dragged, column).kind !== 'refused'}
              onDrag={setDragged}
              onDrop={() => (dragged === undefined ? undefined : move(dragged, column))}
              onMove={move}
              plan={plan}
            />
          ))}
        </div>
      )}
    </Page>
  );
}

/** Opens the prompts that were sent to several agents. */
function CompareButton() {
  if (!useSupports('dispatches.list')) return null;
  return <Button icon={Columns3} label={t('board.compare')} onClick={() => navigate('/compare')} />;
}

/** By project and agent; the choice is remembered. */
function Filters({ filter }: { readonly filter: BoardFilter }) {
  const { preferences, projects, catalog } = useServices();
  const known = useStore(projects.store, (state) => state.projects);
  const agents = useStore(catalog.agents.store, ({ data }) => data?.agents) ?? [];
  const set = (part: Partial<BoardFilter>): void =>
    attempt(t('board.filterFailed'), () => preferences.set({ [PREFERENCE]: { ...filter, ...part } }));
  const isFiltered = filter.projectId !== '' || filter.agentId !== '';
  const options = (any: string, entries: readonly { readonly value: string; readonly label: string }[]) => [
    { value: ANY, label: any },
    ...entries,
  ];
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-5 py-2 max-md:px-3">
      <Select
        label={t('board.project')}
        className="w-44!"
        options={options(
          t('board.anyProject'),
          known.map(({ id, name }) => ({ value: id, label: removeHidden(name) })),
        )}
        value={filter.projectId === '' ? ANY : filter.projectId}
        onChange={(value) => set({ projectId: value === ANY ? '' : value })}
      />
      <Select
        label={t('board.agent')}
        className="w-44!"
        options={options(
          t('board.anyAgent'),
          agents.map(({ id, name }) => ({ value: id, label: removeHidden(name ?? id) })),
        )}
        value={filter.agentId === '' ? ANY : filter.agentId}
        onChange={(value) => set({ agentId: value === ANY ? '' : value })}
      />
      {isFiltered && <Button look="quiet" size="sm" label={t('board.clearFilter')} onClick={() => set(NO_FILTER)} />}
    </div>
  );
}
