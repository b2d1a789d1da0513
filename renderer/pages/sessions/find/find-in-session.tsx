// The search within a session: the bar, and the highlights on the screen.
import { useEffect, type RefObject } from 'react';
import type { OpenSession } from '../../../state/session-feed.ts';
import type { Row } from '../transcript/transcript-rows.ts';
import { FindBar } from './find-bar.tsx';
import { clearMatches, markMatches } from './mark-matches.ts';
import { useFind } from './use-find.ts';

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
  const { query, matches, current, reading, setQuery, step, close } = useFind(session, rows, focused, onShow);
  // After each render, because rows mount and unmount while the list scrolls.
  useEffect(() => {
    const node = content.current;
    if (query === undefined || node === null) return undefined;
    const row = current === undefined ? null : node.querySelector(`[data-index="${current}"]`);
    markMatches(node, query, row ?? undefined);
    return clearMatches;
  });
  if (query === undefined) return null;
  return (
    <FindBar
      query={query}
      onQuery={setQuery}
      count={matches.length}
      place={current === undefined ? 0 : matches.indexOf(current) + 1}
      reading={reading}
      onStep={step}
      onClose={close}
    />
  );
}
