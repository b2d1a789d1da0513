// The search within a session: the bar, and the highlights on the screen.
import { useEffect, useState, type RefObject } from 'react';
import { useStore } from 'zustand';
import { t } from '#messages/translate.ts';
import { FindBar } from '../../../design/find/find-bar.tsx';
import { clearMarks, markMatches, textNodes } from '../../../design/find/find-marks.ts';
import { ITEMS_TO_SEARCH, type OpenSession } from '../../../state/session-feed.ts';
import { useCommand } from '../../../state/use-client.ts';
import type { Row } from '../transcript/transcript-rows.ts';
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
  const { query, matchesCase, current } = find;
  // After each render, because rows mount and unmount while the list scrolls.
  useEffect(() => {
    const node = content.current;
    if (query === undefined || node === null) return undefined;
    const row = current === undefined ? null : node.querySelector(`[data-index="${current}"]`);
    const texts = textNodes(node).map((text) => ({ nodes: [text], isCurrent: row?.contains(text) === true }));
    markMatches('session', texts, { query, matchesCase });
    return () => clearMarks('session');
  });
  return query === undefined ? null : <SessionFindBar find={find} query={query} />;
}

interface SessionFindBarProps {
  readonly find: ReturnType<typeof useFind>;
  readonly query: string;
}

/** Enter goes to the previous match: the search starts at the end. */
function SessionFindBar({ find, query }: SessionFindBarProps) {
  const { matches, current, reading, matchesCase, setWanted } = find;
  return (
    <FindBar
      className="appear absolute top-2 end-4 z-20 rounded-lg bg-raised py-1 pe-1 ps-3 shadow-mid ring-1 ring-line"
      label={t('sessions.find.label')}
      query={query}
      matchesCase={matchesCase}
      count={matches.length}
      place={current === undefined ? 0 : matches.indexOf(current) + 1}
      loading={reading ? t('transcript.loadingOlder') : undefined}
      enter="previous"
      onQuery={(next) => setWanted(next, matchesCase)}
      onCase={(next) => setWanted(query, next)}
      onStep={find.step}
      onClose={find.close}
    />
  );
}

/** A search; `query` is absent while it is closed. `onShow` brings a row onto the screen. */
function useFind(session: OpenSession, rows: readonly Row[], focused: boolean, onShow: (index: number) => void) {
  const [query, setText] = useState<string | undefined>(undefined);
  const [matchesCase, setCase] = useState(false);
  // A key, because loading older rows changes every index.
  const [currentKey, setCurrentKey] = useState<string | undefined>(undefined);
  const { hasOlder, loadingOlder } = useStore(session.store);
  const open = query !== undefined;
  useCommand('chat.find', () => setText((now) => now ?? ''), focused);
  useEffect(() => {
    if (open && hasOlder && !loadingOlder) void session.loadOlder(ITEMS_TO_SEARCH);
  }, [open, hasOlder, loadingOlder, session]);
  const matches = findRows(rows, { query: query ?? '', matchesCase });
  const at = rows.findIndex((row) => row.key === currentKey);
  const show = (index: number | undefined): void => {
    setCurrentKey(index === undefined ? undefined : rows[index]?.key);
    if (index !== undefined) onShow(index);
  };
  return {
    query,
    matchesCase,
    /** The rows that match, and the current one, by index. */
    matches,
    current: at < 0 ? undefined : at,
    /** Older messages are still loading. */
    reading: open && hasOlder,
    setWanted(next: string, matchesCase: boolean) {
      setText(next);
      setCase(matchesCase);
      show(findRows(rows, { query: next, matchesCase }).at(-1));
    },
    step: (step: 1 | -1) => show(stepMatch(matches, at < 0 ? undefined : at, step)),
    close() {
      setText(undefined);
      setCurrentKey(undefined);
    },
  };
}
