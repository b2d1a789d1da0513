// Folds compactions: a summary replaces the older part until it is undone.
import type { SessionEvent } from './session-events.ts';
import type { DividerItem, Item, SessionView } from './session-view.ts';

const UNDONE = 'Summary undone. The model sees the earlier messages again.';

/** The last compaction that wasn't undone. */
export function compactionInForce(items: readonly Item[]): DividerItem | undefined {
  return items.findLast(
    (item): item is DividerItem => item.kind === 'divider' && item.what === 'compacted' && item.undoneSeq === undefined,
  );
}

/** Applies compaction events. Other events change nothing. */
export function foldCompaction(view: SessionView, event: SessionEvent): SessionView {
  switch (event.type) {
    case 'compacted': {
      const { seq, ts, summary, keptFromSeq, tokensAfter } = event;
      const text = 'Earlier messages were summarized for the model.';
      const line = {
        kind: 'divider',
        id: `d${seq}`,
        seq,
        ts,
        what: 'compacted',
        text,
        more: summary,
        keptFromSeq,
      } as const;
      return { ...view, items: [...view.items, line], keptFromSeq, contextTokens: tokensAfter };
    }
    case 'compaction.undone': {
      const { compactionSeq, keptFromSeq, tokensAfter, seq } = event;
      const changed = change(view, compactionSeq, { undoneSeq: seq, text: UNDONE });
      return { ...changed, keptFromSeq, contextTokens: tokensAfter };
    }
    case 'compaction.edited':
      return change(view, event.compactionSeq, { more: event.summary });
    default:
      return view;
  }
}

function change(view: SessionView, seq: number, patch: Partial<DividerItem>): SessionView {
  const items = view.items.map((item) =>
    item.kind === 'divider' && item.what === 'compacted' && item.seq === seq ? { ...item, ...patch } : item,
  );
  return { ...view, items };
}
