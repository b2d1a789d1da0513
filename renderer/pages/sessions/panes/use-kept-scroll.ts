// Keeps the scroll positions of panes that change places.
import { useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import type { PaneTree } from '../../../state/pane-tree.ts';
import { useServices } from '../../../state/use-client.ts';

/** The browser resets the position of an element that moves in the document, which happens only after `tree` has changed. */
export function useKeptScroll(area: RefObject<HTMLElement | null>, tree: PaneTree | undefined): void {
  const { layout } = useServices();
  const kept = useRef<ReadonlyMap<Element, number>>(new Map());
  useEffect(
    () =>
      layout.subscribe((after, before) => {
        if (after.tree === before.tree) return;
        const logs = [...(area.current?.querySelectorAll('[role="log"]') ?? [])];
        kept.current = new Map(logs.map((log) => [log, log.scrollTop]));
      }),
    [layout, area],
  );
  useLayoutEffect(() => {
    for (const [element, top] of kept.current) if (element.scrollTop !== top) element.scrollTo({ top });
    kept.current = new Map();
  }, [tree]);
}
