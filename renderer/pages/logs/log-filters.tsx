// The filters of the log page: text, level, component, agent, session.
import { ArrowUpRight } from 'lucide-react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { Select } from '../../design/select.tsx';
import { href, navigate } from '../../state/route.ts';
import { sessionTitle } from '../../state/session-list.ts';
import { useServices } from '../../state/use-client.ts';
import { listParts, listPlaces, LOG_LEVELS, type LogFilter, type LogLevel, type NumberedLog } from './log-lines.ts';

interface LogFiltersProps {
  readonly filter: LogFilter;
  readonly lines: readonly NumberedLog[];
  /** The lines that match. */
  readonly count: number;
  readonly onChange: (filter: LogFilter) => void;
}

/** A row of controls that wraps on narrow screens. */
export function LogFilters({ filter, lines, count, onChange }: LogFiltersProps) {
  const { sessions } = useServices();
  const rows = useStore(sessions.store, (state) => state.rows);
  const describe = (key: string): string => {
    const row = rows.find((one) => one.key === key);
    return row === undefined ? key : sessionTitle(row);
  };
  return (
    <div role="search" className="flex flex-wrap items-center gap-2 border-b border-line px-5 py-2">
      <SearchInput
        label={t('logs.search')}
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
        className="min-w-40 flex-1"
      />
      <div className="w-36">
        <Select
          label={t('logs.level')}
          options={LOG_LEVELS.map((level) => ({ value: level, label: t(`logs.level.${level}`) }))}
          value={filter.minLevel}
          onChange={(minLevel: LogLevel) => onChange({ ...filter, minLevel })}
        />
      </div>
      <Choice
        label={t('logs.component')}
        all={t('logs.allComponents')}
        values={listParts(lines)}
        value={filter.part}
        onChange={(part) => onChange({ ...filter, part })}
      />
      <Choice
        label={t('logs.agent')}
        all={t('logs.allAgents')}
        values={listPlaces(lines, 'agentId', filter.agent)}
        value={filter.agent}
        onChange={(agent) => onChange({ ...filter, agent })}
      />
      <Choice
        label={t('logs.session')}
        all={t('logs.allSessions')}
        values={listPlaces(lines, 'sessionKey', filter.session)}
        describe={describe}
        value={filter.session}
        onChange={(session) => onChange({ ...filter, session })}
      />
      {filter.session !== '' && (
        <Button
          size="sm"
          icon={ArrowUpRight}
          label={t('logs.openSession')}
          onClick={() => navigate(href('sessions', filter.session))}
        />
      )}
      <span className="tabular w-20 text-end text-xs text-ink-faint max-md:hidden">{t('logs.count', { count })}</span>
    </div>
  );
}

/** The value of the option for all; the others aren't empty. */
const ALL = '*';

interface ChoiceProps {
  readonly label: string;
  readonly all: string;
  readonly values: readonly string[];
  readonly describe?: (value: string) => string;
  /** Empty: all. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Choice({ label, all, values, describe = (value) => value, value, onChange }: ChoiceProps) {
  return (
    <div className="w-36">
      <Select
        label={label}
        options={[{ value: ALL, label: all }, ...values.map((one) => ({ value: one, label: describe(one) }))]}
        value={value === '' ? ALL : value}
        onChange={(next) => onChange(next === ALL ? '' : next)}
      />
    </div>
  );
}
