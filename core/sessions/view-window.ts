// Windows on a session: its last items, with long texts cut, small enough to send at once.
import { ITEM_TEXT_LIMIT } from '#contract/wire/limits.ts';
import type { Block } from '#contract/types/content.ts';
import type { Item, SessionView, ToolCallView } from '#contract/sessions/session-view.ts';
import { truncateText } from '#contract/types/truncate-text.ts';

/** The view with its last `limit` items, long texts cut. `trimmed`: older ones are not in `view`. */
export function takeWindow(
  view: SessionView,
  limit: number,
  trimmed = false,
): { readonly view: SessionView; readonly hasOlder: boolean } {
  const items = view.items.slice(-limit).map(cutItem);
  return { view: { ...view, items }, hasOlder: trimmed || view.items.length > items.length };
}

/** The last `limit` items before `beforeSeq`. */
export function itemsBefore(
  view: SessionView,
  beforeSeq: number,
  limit: number,
): { readonly items: readonly Item[]; readonly hasOlder: boolean } {
  const older = view.items.filter((item) => item.seq < beforeSeq);
  const items = older.slice(-limit).map(cutItem);
  return { items, hasOlder: older.length > items.length };
}

/** An item with each of its texts at most {@link ITEM_TEXT_LIMIT} long. */
function cutItem(item: Item): Item {
  if (item.kind === 'user') return item.text.length <= ITEM_TEXT_LIMIT ? item : { ...item, text: truncate(item.text) };
  if (item.kind === 'divider' || !isLong(item.content, item.calls)) return item;
  return { ...item, content: item.content.map(cutBlock), calls: item.calls.map(cutCall) };
}

function isLong(content: readonly Block[], calls: readonly ToolCallView[]): boolean {
  return content.some((block) => cutBlock(block) !== block) || calls.some((call) => cutCall(call) !== call);
}

function cutBlock(block: Block): Block {
  if (block.type === 'text' && block.text.length > ITEM_TEXT_LIMIT) return { ...block, text: truncate(block.text) };
  if (block.type === 'thinking' && block.thinking.length > ITEM_TEXT_LIMIT)
    return { ...block, thinking: truncate(block.thinking) };
  return block;
}

function cutCall(call: ToolCallView): ToolCallView {
  return call.text === undefined || call.text.length <= ITEM_TEXT_LIMIT ? call : { ...call, text: truncate(call.text) };
}

function truncate(text: string): string {
  return truncateText(text, ITEM_TEXT_LIMIT);
}
