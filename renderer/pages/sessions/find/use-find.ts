// The state of a search within a session: query, matches, the current one. Reads older messages while it is open.
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { OpenSession } from '../../../state/session-feed.ts';
import { useCommand } from '../../../state/use-client.ts';
import type { Row } from '../transcript/transcript-rows.ts';
import { findRows, stepMatch } from './find-rows.ts';

/** A search; `query` is absent while it is closed. */
export interface Find {
  readonly query: string | undefined;
  readonly matches: readonly number[];
  readonly current: number | undefined;
  readonly reading: boolean;
  readonly setQuery: (query: string) => void;
  readonly step: (step: 1 | -1) => void;
  readonly close: () => void;
}

/** `onShow` brings a row onto the screen. */
export function useFind(
  session: OpenSession,
  rows: readonly Row[],
  focused: boolean,
  onShow: (index: number) => void,
): Find {
  const [query, setText] = useState<string | undefined>(undefined);
  // A key, because loading older rows changes every index.
  const [currentKey, setCurrentKey] = useState<string | undefined>(undefined);
  const { hasOlder, loadingOlder } = useStore(session.store);
  const open = query !== undefined;
  useCommand('chat.find', () => setText((now) => now ?? ''), focused);
  useEffect(() => {
    if (open && hasOlder && !loadingOlder) void session.loadOlder();
  }, [open, hasOlder, loadingOlder, session]);
  const matches = findRows(rows, query ?? '');
  const at = rows.findIndex((row) => row.key === currentKey);
  const show = (index: number | undefined): void => {
    setCurrentKey(index === undefined ? undefined : rows[index]?.key);
    if (index !== undefined) onShow(index);
  };
  return {
    query,
    matches,
    current: at < 0 ? undefined : at,
    reading: open && hasOlder,
    setQuery(next) {
      setText(next);
      show(findRows(rows, next).at(-1));
    },
    step: (step) => show(stepMatch(matches, at < 0 ? undefined : at, step)),
    close() {
      setText(undefined);
      setCurrentKey(undefined);
    },
  };
}
