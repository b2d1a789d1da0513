// The filters above the table of sessions.
import { useRef } from 'react';
import { useStore } from 'zustand';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import { t } from '#messages/translate.ts';
import { SearchInput } from '../../design/search-input.tsx';
import { Select } from '../../design/select.tsx';
import { useCommand, useServices } from '../../state/use-client.ts';
import type { CellContext } from './session-columns.ts';
import { AGE_FILTERS, ANY, NO_PROJECT, STATE_FILTERS, type TableFilter } from './session-table.ts';

interface TableFiltersProps {
  readonly filter: TableFilter;
  readonly context: CellContext;
  readonly onChange: (filter: TableFilter) => void;
}

/** A row of fields; on a phone, the choices scroll sideways. */
export function TableFilters({ filter, context, onChange }: TableFiltersProps) {
  const projects = useStore(useServices().projects.store, (state) => state.projects);
  const search = useRef<HTMLInputElement>(null);
  useCommand('session.search', () => search.current?.focus());
  const set = (changes: Partial<TableFilter>): void => onChange({ ...filter, ...changes });
  const agents = [...context.agentNames].map(([value, label]) => ({ value, label }));
  return (
    <div
      role="search"
      aria-label={t('allSessions.filters')}
      className="flex shrink-0 flex-wrap items-center gap-2 border-b border-line px-5 py-2 max-md:px-3"
    >
      <SearchInput
        ref={search}
        label={t('allSessions.search')}
        value={filter.query}
        onChange={(query) => set({ query })}
        className="min-w-0 flex-1 basis-56"
      />
      <div className="flex min-w-0 gap-2 max-md:w-full max-md:overflow-x-auto max-md:p-0.5">
        <Choice
          label={t('allSessions.column.state')}
          value={filter.state}
          options={STATE_FILTERS.map((value) => ({ value, label: t(`allSessions.filter.state.${value}`) }))}
          onChange={(state) => set({ state })}
        />
        {agents.length > 1 && (
          <Choice
            label={t('allSessions.column.agent')}
            value={filter.agentId}
            options={[{ value: ANY, label: t('allSessions.filter.anyAgent') }, ...agents]}
            onChange={(agentId) => set({ agentId })}
          />
        )}
        {projects.length > 0 && (
          <Choice
            label={t('allSessions.column.project')}
            value={filter.projectId}
            options={[
              { value: ANY, label: t('allSessions.filter.anyProject') },
              ...projects.map(({ id, name }) => ({ value: id, label: removeHidden(name) })),
              { value: NO_PROJECT, label: t('sessions.noProject') },
            ]}
            onChange={(projectId) => set({ projectId })}
          />
        )}
        <Choice
          label={t('allSessions.filter.age')}
          value={filter.age}
          options={AGE_FILTERS.map((value) => ({ value, label: t(`allSessions.filter.age.${value}`) }))}
          onChange={(age) => set({ age })}
        />
      </div>
    </div>
  );
}

interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChange: (value: T) => void;
}

function Choice<T extends string>(props: ChoiceProps<T>) {
  return (
    <div className="w-38 shrink-0">
      <Select {...props} className="h-7.5!" />
    </div>
  );
}
