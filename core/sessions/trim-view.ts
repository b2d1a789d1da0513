// A long session keeps only its end in memory; the rest is read from the store when somebody scrolls back.
import type { SessionView } from '#contract/sessions/session-view.ts';

/** Items beyond which a view is trimmed, and how many then stay. */
const TRIM_AT = 240;
const KEPT_ITEMS = 120;

/** The view without its oldest items, or the same view. What the model still sees always stays. */
export function trimView(view: SessionView): SessionView {
  if (view.items.length <= TRIM_AT) return view;
  const seenFrom = view.items.findIndex((item) => item.seq >= view.keptFromSeq);
  const from = Math.min(view.items.length - KEPT_ITEMS, seenFrom < 0 ? view.items.length : seenFrom);
  return from < TRIM_AT - KEPT_ITEMS ? view : { ...view, items: view.items.slice(from) };
}
