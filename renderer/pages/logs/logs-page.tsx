// The log of the host: filters; follow, pause, copy, export.
import { ChevronsDown, Copy, Download, Pause, Play, ScrollText } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useVirtualizer } from '@tanstack/react-virtual';
import { formatTimeWithSeconds } from '#messages/format.ts';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { cx } from '../../design/class-names.ts';
import { Menu, type MenuEntry } from '../../design/menu.tsx';
import { Page } from '../../design/page.tsx';
import { EmptyState, ErrorNote, SkeletonLines } from '../../design/states.tsx';
import { toast } from '../../design/toasts.ts';
import { navigate } from '../../state/route.ts';
import { useClient, useRoute } from '../../state/use-client.ts';
import { saveFile } from '../settings/export-audit.ts';
import { LogFilters } from './log-filters.tsx';
import {
  exportLogs,
  filterLogs,
  formatFields,
  formatLog,
  type LogFilter,
  type LogLevel,
  type NumberedLog,
} from './log-lines.ts';
import { createLogTail, type LogTail } from './log-tail.ts';

const FIRST_READ = { limit: 1_000, maxBytes: 1_000_000 } as const;

/** The part of the filter that isn't in the address. */
type OwnFilter = Omit<LogFilter, 'session' | 'agent'>;

/** `/logs`, and `/logs?session=<key>&agent=<id>`. */
export function LogsPage() {
  const { session = '', agent = '' } = useRoute().query;
  const tail = useLogTail(session, agent);
  const state = useStore(tail.store);
  const [own, setOwn] = useState<OwnFilter>({ minLevel: 'info', part: '', text: '' });
  const filter = useMemo(() => ({ ...own, session, agent }), [own, session, agent]);
  const change = ({ session: key, agent: id, ...rest }: LogFilter): void => {
    setOwn(rest);
    const query = new URLSearchParams({ ...(key !== '' && { session: key }), ...(id !== '' && { agent: id }) });
    if (key !== session || id !== agent) navigate(`/logs${query.size === 0 ? '' : `?${query}`}`, { replace: true });
  };
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
      <Menu entries={exportEntries(shown)} align="end">
        <Button label={t('logs.export')} size="sm" icon={Download} disabled={shown.length === 0} />
      </Menu>
    </>
  );
  return (
    <Page
      title={t('logs.title')}
      summary={state.file === '' ? t('logs.summary') : state.file}
      width="full"
      actions={actions}
    >
      <LogFilters filter={filter} lines={state.lines} count={shown.length} onChange={change} />
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

function exportEntries(lines: readonly NumberedLog[]): readonly MenuEntry[] {
  const save = (format: 'text' | 'jsonl', ending: string, type: string) => (): void =>
    saveFile(`gatehouse-log.${ending}`, exportLogs(lines, format), type);
  return [
    { kind: 'item', label: t('logs.export.text'), run: save('text', 'txt', 'text/plain') },
    { kind: 'item', label: t('logs.export.jsonl'), run: save('jsonl', 'jsonl', 'application/jsonl') },
  ];
}

/** The first read looks further back for the lines of a session or agent; what follows is filtered here. */
function useLogTail(session: string, agent: string): LogTail {
  const client = useClient();
  const tail = useMemo(() => {
    const place = { ...(session !== '' && { sessionKey: session }), ...(agent !== '' && { agentId: agent }) };
    return createLogTail(
      (cursor) => client.request('logs.tail', { ...FIRST_READ, ...(cursor === undefined ? place : { cursor }) }),
      () => document.visibilityState === 'visible',
    );
  }, [client, session, agent]);
  useEffect(() => {
    tail.start();
    return () => tail.stop();
  }, [tail]);
  return tail;
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
