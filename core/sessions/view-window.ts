// Parts of a long session: its end in memory, and pages that are small enough to send.
import { ITEM_TEXT_LIMIT } from '#contract/wire/limits.ts';
import type { AttachedFile, Block } from '#contract/types/content.ts';
import type { Item, SessionView, ToolCallView, UserItem } from '#contract/sessions/session-view.ts';
import { defined } from '#contract/types/defined.ts';
import type { ItemPage } from '../engine/queries-facet.ts';
import { truncateText } from '#contract/types/truncate-text.ts';

/** Items beyond which a view is trimmed, and how many then stay. */
const TRIM_AT = 240;
const KEPT_ITEMS = 120;

/** The view with its last `limit` items, long texts truncated. `trimmed`: `view` doesn't contain older ones. */
export function takeWindow(
  view: SessionView,
  limit: number,
  trimmed = false,
): { readonly view: SessionView; readonly hasOlder: boolean } {
  const items = view.items.slice(-limit).map(truncateItem);
  return { view: { ...view, items }, hasOlder: trimmed || view.items.length > items.length };
}

/** The last `limit` items before `beforeSeq`. */
export function itemsBefore(view: SessionView, beforeSeq: number, limit: number): ItemPage {
  const older = view.items.filter((item) => item.seq < beforeSeq);
  const items = older.slice(-limit).map(truncateItem);
  return { items, hasOlder: older.length > items.length };
}

/** An item with each of its texts at most {@link ITEM_TEXT_LIMIT} long. */
function truncateItem(item: Item): Item {
  if (item.kind === 'user') return truncateMessage(item);
  if (item.kind === 'divider') return item;
  return { ...item, content: item.content.map(truncateBlock), calls: item.calls.map(truncateCall) };
}

/** Clients show only the names of attached files. */
function truncateMessage(item: UserItem): UserItem {
  const { text, files } = item;
  if (text.length <= ITEM_TEXT_LIMIT && files === undefined) return item;
  return { ...item, text: truncate(text), ...defined({ files: files?.map(withoutContent) }) };
}

function withoutContent(file: AttachedFile): AttachedFile {
  return file.type === 'textFile' ? { ...file, text: '' } : { ...file, data: '' };
}

function truncateBlock(block: Block): Block {
  if (block.type === 'text' && block.text.length > ITEM_TEXT_LIMIT) return { ...block, text: truncate(block.text) };
  if (block.type === 'thinking' && block.thinking.length > ITEM_TEXT_LIMIT)
    return { ...block, thinking: truncate(block.thinking) };
  return block;
}

function truncateCall(call: ToolCallView): ToolCallView {
  return call.text === undefined || call.text.length <= ITEM_TEXT_LIMIT ? call : { ...call, text: truncate(call.text) };
}

function truncate(text: string): string {
  return truncateText(text, ITEM_TEXT_LIMIT);
}

/** The view without its oldest items, which stay in the store, or the same view. Everything that the model still sees is kept. */
export function trimView(view: SessionView): SessionView {
  if (view.items.length <= TRIM_AT) return view;
  const seenFrom = view.items.findIndex((item) => item.seq >= view.keptFromSeq);
  const from = Math.min(view.items.length - KEPT_ITEMS, seenFrom < 0 ? view.items.length : seenFrom);
  return from < TRIM_AT - KEPT_ITEMS ? view : { ...view, items: view.items.slice(from) };
}
