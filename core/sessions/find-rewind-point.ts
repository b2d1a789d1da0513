// Finds the point that a rewind to an entry of a conversation goes back to. Pure.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Item, SessionView } from '#contract/sessions/session-view.ts';
import type { CancelledMessage } from '../engine/history-facet.ts';

/** A tool result is part of the answer that called the tool, not an item. */
const RESULT = /^(.+):result$/s;

/**
 * Items before `beforeSeq` stay; all of them if it is undefined. The point is just before a message of a person, which is
 * returned for editing, and just after anything else. @throws {GatewayError}
 */
export function findRewindPoint(
  view: SessionView,
  entryId: string,
): { readonly beforeSeq: number | undefined; readonly canceledMessage: CancelledMessage } {
  const index = findIndex(view.items, entryId);
  const item = view.items[index];
  if (item === undefined) {
    const hint = 'Reload the conversation; it may have changed.';
    throw invalidRequest('No entry in this conversation has this ID.', 'ENTRY_NOT_FOUND', hint);
  }
  if (item.kind === 'user') return { beforeSeq: item.seq, canceledMessage: { text: item.text, images: item.images } };
  return { beforeSeq: view.items[index + 1]?.seq, canceledMessage: { images: [] } };
}

function findIndex(items: readonly Item[], entryId: string): number {
  const found = items.findIndex((item) => item.id === entryId);
  const callId = RESULT.exec(entryId)?.[1];
  if (found >= 0 || callId === undefined) return found;
  return items.findIndex((item) => item.kind === 'assistant' && item.calls.some((call) => call.callId === callId));
}
