// The log of the host: filters by level, component and text; follow, pause, copy.
import { ChevronsDown, Copy, Pause, Play, ScrollText } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useVirtualizer } from '@tanstack/react-virtual';
import { formatTimeWithSeconds } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Page } from '../../design/page.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import { Select } from '../../design/select.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast } from '../../design/toasts.ts';
import { useClient } from '../../state/use-client.ts';
import {
  filterLogs,
  formatFields,
  LOG_LEVELS,
  formatLog,
  listParts,
  type LogFilter,
  type LogLevel,
  type NumberedLog,
} from './log-lines.ts';
import { createLogTail, type LogTail } from './log-tail.ts';

const ALL_PARTS = '*';
const FIRST_READ = { limit: 1_000, maxBytes: 1_000_000 } as const;

/** `/logs`. */
export function LogsPage() {
  const tail = useLogTail();
  const state = useStore(tail.store);
  const [filter, setFilter] = useState<LogFilter>({ minLevel: 'info', part: '', text: '' });
  const shown = useMemo(() => filterLogs(state.lines, filter), [state.lines, filter]);
  const copy = async () => {
    await navigator.clipboard.writeText(shown.map(formatLog).join('\n'));
    toast({ title: t('logs.copied', { count: shown.length }) });
  };
  const actions = (
    <>
      <Button size="sm" icon={state.following ? Pause : Play} onClick={() => tail.setFollowing(!state.following)}>
        {state.following ? t('logs.pause') : t('logs.follow')}
      </Button>
      <Button
        label={t('controls.copy')}
        size="sm"
        icon={Copy}
        disabled={shown.length === 0}
        onClick={() => void copy()}
      />
    </>
  );
  return (
    <Page
      title={t('logs.title')}
      summary={state.file === '' ? t('logs.summary') : state.file}
      width="full"
      actions={actions}
    >
      <Filters filter={filter} parts={listParts(state.lines)} count={shown.length} onChange={setFilter} />
      {state.error !== '' && (
        <div className="px-5 py-2">
          <ErrorNote title={t('logs.loadFailed')} message={state.error} onRetry={() => tail.setFollowing(true)} />
        </div>
      )}
      {state.loading ? (
        <SkeletonLines count={8} label={t('logs.loading')} className="p-6" />
      ) : (
        <LogList lines={shown} following={state.following} any={state.lines.length > 0} />
      )}
    </Page>
  );
}

function useLogTail(): LogTail {
  const client = useClient();
  const tail = useMemo(
    () =>
      createLogTail(
        (cursor) => client.request('logs.tail', cursor === undefined ? FIRST_READ : { ...FIRST_READ, cursor }),
        () => document.visibilityState === 'visible',
      ),
    [client],
  );
  useEffect(() => {
    tail.start();
    return () => tail.stop();
  }, [tail]);
  return tail;
}

interface FiltersProps {
  readonly filter: LogFilter;
  readonly parts: readonly string[];
  readonly count: number;
  readonly onChange: (filter: LogFilter) => void;
}

function Filters({ filter, parts, count, onChange }: FiltersProps) {
  const options = [
    { value: ALL_PARTS, label: t('logs.allComponents') },
    ...parts.map((part) => ({ value: part, label: part })),
  ];
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
      <div className="w-32">
        <Select
          label={t('logs.component')}
          options={options}
          value={filter.part === '' ? ALL_PARTS : filter.part}
          onChange={(part) => onChange({ ...filter, part: part === ALL_PARTS ? '' : part })}
        />
      </div>
      <span className="tabular w-20 text-right text-xs text-ink-faint max-md:hidden">{t('logs.count', { count })}</span>
    </div>
  );
}

const ROW_PX = 24;
/** Within this distance from the end the list follows new lines, px. */
const NEAR_END_PX = 40;

interface LogListProps {
  readonly lines: readonly NumberedLog[];
  readonly following: boolean;
  /** Whether there are lines without the filter. */
  readonly any: boolean;
}

function LogList({ lines, following, any }: LogListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  // The virtualizer's functions stay in this component; nothing memoized receives them.
  // oxlint-disable-next-line react/incompatible-library
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    getItemKey: (index) => lines[index]?.id ?? index,
    overscan: 20,
  });
  useEffect(() => {
    if (following && atEnd && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [rows, lines, following, atEnd]);
  if (lines.length === 0) {
    return (
      <EmptyState
        icon={ScrollText}
        title={any ? t('logs.noMatch') : t('logs.empty')}
        text={any ? t('logs.noMatchText') : t('logs.emptyText')}
      />
    );
  }
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={t('logs.lines')}
        aria-live="off"
        tabIndex={0}
        className="h-full overflow-y-auto bg-code py-1 outline-offset-[-2px]"
        onScroll={(event) => setAtEnd(distanceToEnd(event.currentTarget) < NEAR_END_PX)}
      >
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const line = lines[row.index];
            return (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="absolute inset-x-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                {line && <LogRow line={line} />}
              </div>
            );
          })}
        </div>
      </div>
      {!atEnd && (
        <Button
          label={t('logs.latest')}
          className="absolute bottom-4 left-1/2 -translate-x-1/2 rounded-full"
          icon={ChevronsDown}
          onClick={() => rows.scrollToIndex(lines.length - 1, { align: 'end' })}
        />
      )}
    </div>
  );
}

function distanceToEnd(element: Element): number {
  return element.scrollHeight - element.scrollTop - element.clientHeight;
}

const LEVELS: Readonly<Record<LogLevel, string>> = {
  debug: 'text-ink-faint',
  info: 'text-ink-soft',
  warn: 'text-warn font-medium',
  error: 'text-bad font-medium',
};

function LogRow({ line }: { readonly line: NumberedLog }) {
  const fields = formatFields(line);
  return (
    <div className="flex gap-3 px-5 py-0.5 font-mono text-xs leading-5 hover:bg-hover max-md:flex-wrap max-md:gap-x-2 max-md:px-3">
      <span className="tabular shrink-0 text-ink-faint">
        {line.ts > 0 ? formatTimeWithSeconds(line.ts) : '--:--:--'}
      </span>
      <span className={cx('w-10 shrink-0', LEVELS[line.level])}>{line.level}</span>
      <span className="w-20 shrink-0 truncate text-ink-faint">{line.part}</span>
      <span className="min-w-0 wrap-anywhere">
        {line.message}
        {fields !== '' && <span className="text-ink-faint"> {fields}</span>}
      </span>
    </div>
  );
}
