// Folds a long log. Items that later events rarely change are set aside, so that they are not copied for each event and the time
// is proportional to the number of events.
import type { SessionEvent, SessionEventType } from '#contract/sessions/session-events.ts';
import { EMPTY_SESSION, foldSession } from '#contract/sessions/session-fold.ts';
import type { Item, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';

/** Items beyond which most are set aside, and how many then stay. */
const MAX_ITEMS = 512;
const KEPT_ITEMS = 256;

/** What an event may change of earlier items: nothing, its call, or any of them. */
const CHANGES: { readonly [T in SessionEventType]: 'nothing' | 'call' | 'any' } = {
  'message.accepted': 'nothing',
  'message.edited': 'nothing',
  'message.moved': 'nothing',
  'message.withdrawn': 'nothing',
  'message.injected': 'nothing',
  'run.started': 'nothing',
  'run.fallback': 'nothing',
  'message.completed': 'nothing',
  'tool.started': 'call',
  'tool.finished': 'call',
  'approval.requested': 'call',
  'approval.resolved': 'call',
  'question.asked': 'call',
  'question.resolved': 'call',
  'budget.reached': 'nothing',
  'budget.resolved': 'nothing',
  'quota.waiting': 'nothing',
  'quota.resolved': 'nothing',
  // It ends the open calls of its run, which are never set aside.
  'run.ended': 'nothing',
  rewound: 'any',
  'branch.switched': 'any',
  forked: 'nothing',
  reset: 'nothing',
  'note.added': 'nothing',
  'model.changed': 'nothing',
  compacted: 'nothing',
  'compaction.undone': 'any',
  'compaction.edited': 'any',
};

const ENDED: ReadonlySet<ToolCallView['state']> = new Set(['done', 'failed', 'denied', 'cancelled', 'unknown']);

/** A fold in progress. Its result is that of `foldSession` for each event. */
export class LogFold {
  #view = EMPTY_SESSION;
  /** Items before those of the view. */
  #aside: Item[] = [];

  /** Applies the next event. `apply` is for events that need more than the view. */
  add<E extends SessionEvent>(event: E, apply: (view: SessionView, event: E) => SessionView = foldSession): void {
    if (this.#reachesBack(event)) this.#join();
    if (event.type === 'reset') this.#aside = [];
    this.#view = apply(this.#view, event);
    if (this.#view.items.length > MAX_ITEMS) this.#setAside();
  }

  /** The session after all events so far. */
  get view(): SessionView {
    this.#join();
    return this.#view;
  }

  #reachesBack(event: SessionEvent): boolean {
    // Events of newer versions only count.
    const change = Object.hasOwn(CHANGES, event.type) ? CHANGES[event.type] : 'nothing';
    if (change !== 'call') return change === 'any';
    return (
      'callId' in event && !this.#view.items.some((item) => hasCall(item, ({ callId }) => callId === event.callId))
    );
  }

  #join(): void {
    if (this.#aside.length === 0) return;
    this.#view = { ...this.#view, items: [...this.#aside, ...this.#view.items] };
    this.#aside = [];
  }

  #setAside(): void {
    const { items } = this.#view;
    const open = items.findIndex((item) => hasCall(item, ({ state }) => !ENDED.has(state)));
    const end = Math.min(items.length - KEPT_ITEMS, open < 0 ? items.length : open);
    for (const item of items.slice(0, end)) this.#aside.push(item);
    this.#view = { ...this.#view, items: items.slice(end) };
  }
}

function hasCall(item: Item, fits: (call: ToolCallView) => boolean): boolean {
  return item.kind === 'assistant' && item.calls.some(fits);
}
