// Where a conversation is cut when somebody goes back to one of its entries. Pure.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { Item, SessionView } from '#contract/sessions/session-view.ts';
import type { CancelledMessage } from '../engine/history-facet.ts';

/** A cut: items before `beforeSeq` stay. Undefined `beforeSeq`: everything stays. */
export interface Cut {
  readonly beforeSeq: number | undefined;
  readonly canceledMessage: CancelledMessage;
}

/** A tool result has no item of its own: it belongs to the answer that called the tool. */
const RESULT = /^(.+):result$/s;

/** Before a message of a person, which is given back for the editor; after anything else. @throws {GatewayError} */
export function cutAt(view: SessionView, entryId: string): Cut {
  const index = findIndex(view.items, entryId);
  const item = view.items[index];
  if (item === undefined)
    throw invalidRequest(
      'No entry in this conversation has this ID.',
      'ENTRY_NOT_FOUND',
      'Reload the conversation; it may have changed.',
    );
  if (item.kind === 'user') return { beforeSeq: item.seq, canceledMessage: { text: item.text, images: item.images } };
  return { beforeSeq: view.items[index + 1]?.seq, canceledMessage: { images: [] } };
}

function findIndex(items: readonly Item[], entryId: string): number {
  const found = items.findIndex((item) => item.id === entryId);
  const callId = RESULT.exec(entryId)?.[1];
  if (found >= 0 || callId === undefined) return found;
  return items.findIndex((item) => item.kind === 'assistant' && item.calls.some((call) => call.callId === callId));
}
