// Compactions in the fold: a summary stands for the old part, until a person takes it back.
import type { SessionEvent } from './session-events.ts';
import type { DividerItem, Item, SessionView } from './session-view.ts';

const UNDONE = 'A summary of earlier messages was taken back: the model sees them again.';

/** The last compaction that was not taken back: its summary stands for what came before. */
export function compactionInForce(items: readonly Item[]): DividerItem | undefined {
  return items.findLast(
    (item): item is DividerItem => item.kind === 'divider' && item.what === 'compacted' && item.undoneSeq === undefined,
  );
}

/** Applies what concerns compactions; any other event changes nothing. */
export function foldCompaction(view: SessionView, event: SessionEvent): SessionView {
  switch (event.type) {
    case 'compacted': {
      const { seq, ts, summary, keptFromSeq, tokensAfter } = event;
      const text = 'Earlier messages were summarised for the model.';
      const line: DividerItem = {
        kind: 'divider',
        id: `d${seq}`,
        seq,
        ts,
        what: 'compacted',
        text,
        more: summary,
        keptFromSeq,
      };
      return { ...view, items: [...view.items, line], keptFromSeq, contextTokens: tokensAfter };
    }
    case 'compaction.undone': {
      const { compactionSeq, keptFromSeq, tokensAfter, seq } = event;
      return {
        ...change(view, compactionSeq, { undoneSeq: seq, text: UNDONE }),
        keptFromSeq,
        contextTokens: tokensAfter,
      };
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
