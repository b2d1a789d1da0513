// The lines of a console, with buttons on the errors. Only those in view are rendered.
import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronsDown, SquareTerminal } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/states.tsx';
import { attempt } from '../../design/toasts.ts';
import { NO_FILTER, type ConsoleFeed } from './console-feed.ts';
import { ConsoleRow } from './console-row.tsx';

const ROW_PX = 20;
/** Within this distance from the end the list follows new lines, px. */
const NEAR_END_PX = 40;

interface ConsoleLinesProps {
  readonly feed: ConsoleFeed;
  /** Whether rows link to their sessions. */
  readonly linksSessions: boolean;
  /** Whether local addresses can be opened beside the session. */
  readonly offersPreview: boolean;
}

/** The list, which follows its end. */
export function ConsoleLines({ feed, linksSessions, offersPreview }: ConsoleLinesProps) {
  const { lines, sources, errors, hasOlder, filter } = useStore(feed.store);
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
    if (atEnd && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
  }, [rows, lines, atEnd]);
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(NO_FILTER);
  if (lines.length === 0) {
    return (
      <EmptyState
        icon={SquareTerminal}
        title={isFiltered ? t('console.noMatch') : t('console.empty')}
        text={isFiltered ? t('console.noMatchText') : t('console.emptyText')}
      />
    );
  }
  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={t('console.lines')}
        aria-live="off"
        tabIndex={0}
        className="h-full overflow-y-auto bg-code py-1 outline-offset-[-2px]"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setAtEnd(scrollHeight - scrollTop - clientHeight < NEAR_END_PX)
        }
      >
        {hasOlder && (
          <Button
            label={t('console.older')}
            size="sm"
            look="quiet"
            className="mx-3"
            onClick={() => attempt(t('console.loadFailed'), () => feed.loadOlder())}
          />
        )}
        <div className="relative" style={{ height: rows.getTotalSize() }}>
          {rows.getVirtualItems().map((row) => {
            const line = lines[row.index];
            if (line === undefined) return null;
            const source = sources.get(line.sourceId);
            const isResumed = !isFiltered && line.kind !== 'start' && lines[row.index - 1]?.sourceId !== line.sourceId;
            const error = line.errorId === undefined ? undefined : errors.get(line.errorId);
            return (
              <div
                key={row.key}
                ref={rows.measureElement}
                data-index={row.index}
                className="absolute inset-x-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ConsoleRow
                  line={line}
                  sessionKey={linksSessions ? source?.sessionKey : undefined}
                  resumed={isResumed ? source?.title : undefined}
                  isPage={source?.kind === 'browser'}
                  error={error?.lineId === line.id ? error : undefined}
                  onFix={feed.fix}
                  offersPreview={offersPreview}
                />
              </div>
            );
          })}
        </div>
      </div>
      {!atEnd && (
        <Button
          label={t('console.latest')}
          className="absolute bottom-4 left-1/2 -translate-x-1/2 rounded-full"
          icon={ChevronsDown}
          onClick={() => rows.scrollToIndex(lines.length - 1, { align: 'end' })}
        />
      )}
    </div>
  );
}
