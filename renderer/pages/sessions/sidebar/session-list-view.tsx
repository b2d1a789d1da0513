// The sidebar as a virtual list, so that a thousand sessions cost no more than a screenful.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useRef, useState } from 'react';
import { formatNumber } from '#messages/format.ts';
import { Chevron } from '../../../design/chevron.tsx';
import { cx } from '../../../design/class-names.ts';
import { jumpTo } from '../../../state/jump.ts';
import type { MessageHit } from '../../../state/message-search.ts';
import { useServices, useShallowStore } from '../../../state/use-client.ts';
import { sidebarEntries, type SessionGroup, type SidebarEntry } from './session-groups.ts';
import { SessionRowView } from './session-row.tsx';

/** Estimated heights, px. */
const HEADING_PX = 32;
const ROW_PX = 45;

interface SessionListViewProps {
  readonly groups: readonly SessionGroup[];
  readonly nowMs: number;
  /** Matching messages, shown under their session. */
  readonly hits: ReadonlyMap<string, MessageHit>;
}

/** Scrolls on its own. */
export function SessionListView({ groups, nowMs, hits }: SessionListViewProps) {
  const { layout } = useServices();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const shown = useShallowStore(layout, (state) => state.panes.map((pane) => pane.key));
  const scroller = useRef<HTMLDivElement>(null);
  const entries = sidebarEntries(groups, unfolded);
  const latest = useRef(entries);
  useEffect(() => {
    latest.current = entries;
  });
  const order = useCallback(() => latest.current.flatMap((entry) => (entry.type === 'session' ? [entry.key] : [])), []);
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLLIElement>({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (entries[index]?.type === 'heading' ? HEADING_PX : ROW_PX),
    getItemKey: (index) => entries[index]?.key ?? index,
    overscan: 12,
    paddingEnd: 12,
  });
  const toggle = (id: string): void =>
    setUnfolded((open) => new Set(open.has(id) ? [...open].filter((entry) => entry !== id) : [...open, id]));
  return (
    <div ref={scroller} className="min-h-0 flex-1 overflow-y-auto px-2">
      <ul style={{ height: virtualizer.getTotalSize() }} className="relative">
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const entry = entries[index];
          return entry === undefined ? null : (
            <li
              key={key}
              ref={virtualizer.measureElement}
              data-index={index}
              style={{ top: start }}
              className="absolute inset-x-0 pb-px"
            >
              {entry.type === 'heading' ? (
                <Heading entry={entry} onToggle={() => toggle(entry.group.id)} />
              ) : (
                <>
                  <SessionRowView row={entry.row} shown={shown.includes(entry.key)} nowMs={nowMs} order={order} />
                  <Match hit={hits.get(entry.key)} />
                </>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Links to the message. */
function Match({ hit }: { readonly hit: MessageHit | undefined }) {
  if (hit === undefined) return null;
  return (
    <button
      type="button"
      onClick={() => jumpTo(hit)}
      className="mb-1 block w-full rounded-md py-0.5 pe-2 ps-7 text-start text-2xs wrap-anywhere text-ink-faint hover:bg-hover hover:text-ink-soft"
    >
      <span className="line-clamp-2">{hit.snippet}</span>
    </button>
  );
}

interface HeadingProps {
  readonly entry: Extract<SidebarEntry, { type: 'heading' }>;
  readonly onToggle: () => void;
}

function Heading({ entry: { group, open }, onToggle }: HeadingProps) {
  if (!group.folded) {
    const tone = group.id === 'needs-you' ? 'text-warn' : 'text-ink-faint';
    return <h2 className={cx('flex h-7.5 items-end truncate px-2 pb-1 text-2xs font-medium', tone)}>{group.title}</h2>;
  }
  return (
    <h2 className="flex min-h-7.5 items-end">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex h-6 w-full items-center gap-1 rounded-sm px-2 text-2xs font-medium text-ink-faint hover:text-ink"
      >
        {group.title} <span className="tabular">{formatNumber(group.rows.length)}</span>
        <Chevron open={open} size={12} />
      </button>
    </h2>
  );
}
