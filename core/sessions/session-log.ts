// The log of a session as a tree: branches left by rewinding stay in it and can be made current again. Pure.
import type { SessionEvent, SessionEventOf } from '#contract/sessions/session-events.ts';
import { foldSession } from '#contract/sessions/session-fold.ts';
import type { SessionView } from '#contract/sessions/session-view.ts';
import type { SeqRange } from '../ports/sessions-store.ts';
import { LogFold } from './log-fold.ts';

/** The session after all its events. */
export function foldLog(events: readonly SessionEvent[]): SessionView {
  return walk(events).view;
}

/** The leaf of a branch, with the session at that point. */
export interface Leaf {
  /** Number of its last event. */
  readonly seq: number;
  readonly view: SessionView;
}

/** Leaves of abandoned branches of the current conversation, in order, and the current session. */
export function findLeaves(events: readonly SessionEvent[]): { readonly left: readonly Leaf[]; readonly now: Leaf } {
  const { view, leaves } = walk(events);
  return { left: [...leaves].map(([seq, left]) => ({ seq, view: left })), now: { seq: view.seq, view } };
}

function walk(events: readonly SessionEvent[]): {
  readonly view: SessionView;
  readonly leaves: ReadonlyMap<number, SessionView>;
} {
  const log = new LogReader();
  for (const event of events) log.add(event);
  return log;
}

/** Reads a log event by event, with the views at which its branches were left. */
export class LogReader {
  readonly leaves = new Map<number, SessionView>();
  readonly #fold = new LogFold();

  get view(): SessionView {
    return this.#fold.view;
  }

  add(event: SessionEvent): void {
    if (event.type === 'rewound' || event.type === 'branch.switched') {
      const { view } = this.#fold;
      this.leaves.set(view.seq, view);
    }
    // A reset closes the conversation with all its branches.
    if (event.type === 'reset') this.leaves.clear();
    if (event.type === 'branch.switched') this.#fold.add(event, (view, mark) => switched(view, this.leaves, mark));
    else this.#fold.add(event);
  }
}

/** The view that a switch to `leaf` is folded onto: usage since then is kept, queued messages are not restored. */
export function ontoLeaf(view: SessionView, leaf: SessionView): SessionView {
  const { run: _ended, ...rest } = leaf;
  return { ...rest, usage: view.usage, queue: [], seq: view.seq };
}

function switched(
  view: SessionView,
  leaves: ReadonlyMap<number, SessionView>,
  event: SessionEventOf<'branch.switched'>,
): SessionView {
  return foldSession(ontoLeaf(view, leaves.get(event.leafSeq) ?? view), event);
}

/** Events that add other events to the conversation or remove them from it. */
export type LogMark = SessionEventOf<'rewound' | 'branch.switched' | 'reset'>;

/** Whether an event is one of them. */
export function isMark(event: SessionEvent): event is LogMark {
  return event.type === 'rewound' || event.type === 'branch.switched' || event.type === 'reset';
}

/** The events of the conversation when `seq` was the last one, as ordered ranges. `marks` must be ordered. */
export function rangesAt(marks: readonly LogMark[], seq: number): readonly SeqRange[] {
  const ranges: SeqRange[] = [];
  let end = seq;
  // A later mark on the same path excluded the events from here on.
  let bound = Number.POSITIVE_INFINITY;
  for (let at = marks.length - 1; ; at -= 1) {
    while (at >= 0 && (marks[at]?.seq ?? 0) > end) at -= 1;
    const mark = marks[at];
    const from = mark?.seq ?? 1;
    const to = Math.min(end, bound - 1);
    if (to >= from) ranges.unshift({ from, to });
    if (mark === undefined || mark.type === 'reset') return ranges;
    if (mark.type === 'rewound') bound = Math.min(bound, mark.beforeSeq);
    end = mark.type === 'rewound' ? mark.seq - 1 : mark.leafSeq;
  }
}
