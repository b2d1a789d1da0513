// The search within a session: the bar, and the highlights on the screen.
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent, type RefObject } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { IconButton } from '../../../design/button.tsx';
import { Spinner } from '../../../design/states.tsx';
import { ITEMS_TO_SEARCH, type OpenSession } from '../../../state/session-feed.ts';
import { useCommand } from '../../../state/use-client.ts';
import type { Row } from '../transcript/transcript-rows.ts';
import './find.css';
import { findRows, stepMatch } from './find-rows.ts';

interface FindInSessionProps {
  readonly session: OpenSession;
  readonly rows: readonly Row[];
  readonly focused: boolean;
  /** The container of the rows, each with its `data-index`. */
  readonly content: RefObject<HTMLElement | null>;
  readonly onShow: (index: number) => void;
}

/** Empty until opened by shortcut. */
export function FindInSession({ session, rows, focused, content, onShow }: FindInSessionProps) {
  const find = useFind(session, rows, focused, onShow);
  const { query, current } = find;
  // After each render, because rows mount and unmount while the list scrolls.
  useEffect(() => {
    const node = content.current;
    if (query === undefined || node === null) return undefined;
    const row = current === undefined ? null : node.querySelector(`[data-index="${current}"]`);
    markMatches(node, query, row ?? undefined);
    return clearMatches;
  });
  return query === undefined ? null : <FindBar find={find} query={query} />;
}

/** Names of the marks in find.css. */
const ALL = 'gatehouse-find';
const CURRENT = 'gatehouse-find-current';

/** Marks each occurrence in `container`; those inside of `current` stand out. Removes earlier marks. */
function markMatches(container: Element, query: string, current: Element | undefined): void {
  clearMatches();
  const wanted = query.trim().toLowerCase();
  if (wanted === '') return;
  const all: Range[] = [];
  const active: Range[] = [];
  const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const target = current?.contains(node) === true ? active : all;
    target.push(...rangesIn(node, wanted));
  }
  CSS.highlights.set(ALL, new Highlight(...all));
  CSS.highlights.set(CURRENT, new Highlight(...active));
}

function clearMatches(): void {
  CSS.highlights.delete(ALL);
  CSS.highlights.delete(CURRENT);
}

function rangesIn(node: Node, wanted: string): readonly Range[] {
  const text = (node.textContent ?? '').toLowerCase();
  const ranges: Range[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    const range = new Range();
    range.setStart(node, at);
    range.setEnd(node, at + wanted.length);
    ranges.push(range);
  }
  return ranges;
}

interface FindBarProps {
  readonly find: ReturnType<typeof useFind>;
  readonly query: string;
}

/** Enter goes to the previous match, Shift+Enter to the next one: the search starts at the end. */
function FindBar({ find: { matches, current, reading, setQuery, step, close }, query }: FindBarProps) {
  const count = matches.length;
  const place = current === undefined ? 0 : matches.indexOf(current) + 1;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') step(event.shiftKey ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const stepButton = (by: 1 | -1) => ({ size: 'xs', disabled: count === 0, onClick: () => step(by) }) as const;
  return (
    <search className="appear absolute top-2 end-4 z-20 flex items-center gap-0.5 rounded-lg bg-raised py-1 pe-1 ps-3 shadow-mid ring-1 ring-line">
      <input
        autoFocus
        role="searchbox"
        aria-label={t('sessions.find.label')}
        placeholder={t('sessions.find.label')}
        value={query}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={onKeyDown}
        className="h-6.5 w-44 bg-transparent text-sm text-ink outline-none placeholder:text-ink-faint"
      />
      <span
        role="status"
        className="tabular flex min-w-14 items-center justify-end gap-1.5 px-1 text-2xs text-ink-faint"
      >
        {reading && <Spinner size={11} label={t('transcript.loadingOlder')} />}
        {query.trim() === '' ? '' : t('sessions.find.count', { place, count })}
      </span>
      <IconButton icon={ChevronUp} label={t('controls.previousMatch')} keys="Enter" {...stepButton(-1)} />
      <IconButton icon={ChevronDown} label={t('controls.nextMatch')} keys="Shift+Enter" {...stepButton(1)} />
      <IconButton icon={X} label={t('controls.closeSearch')} keys="Escape" size="xs" onClick={close} />
    </search>
  );
}

/** A search; `query` is absent while it is closed. `onShow` brings a row onto the screen. */
function useFind(session: OpenSession, rows: readonly Row[], focused: boolean, onShow: (index: number) => void) {
  const [query, setText] = useState<string | undefined>(undefined);
  // A key, because loading older rows changes every index.
  const [currentKey, setCurrentKey] = useState<string | undefined>(undefined);
  const { hasOlder, loadingOlder } = useStore(session.store);
  const open = query !== undefined;
  useCommand('chat.find', () => setText((now) => now ?? ''), focused);
  useEffect(() => {
    if (open && hasOlder && !loadingOlder) void session.loadOlder(ITEMS_TO_SEARCH);
  }, [open, hasOlder, loadingOlder, session]);
  const matches = findRows(rows, query ?? '');
  const at = rows.findIndex((row) => row.key === currentKey);
  const show = (index: number | undefined): void => {
    setCurrentKey(index === undefined ? undefined : rows[index]?.key);
    if (index !== undefined) onShow(index);
  };
  return {
    query,
    /** The rows that match, and the current one, by index. */
    matches,
    current: at < 0 ? undefined : at,
    /** Older messages are still loading. */
    reading: open && hasOlder,
    setQuery(next: string) {
      setText(next);
      show(findRows(rows, next).at(-1));
    },
    step: (step: 1 | -1) => show(stepMatch(matches, at < 0 ? undefined : at, step)),
    close() {
      setText(undefined);
      setCurrentKey(undefined);
    },
  };
}
