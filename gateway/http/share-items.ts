// What a share link without tools shows of a session.
import type { Item } from '#contract/sessions/session-view.ts';

/** Commands, their output, and what only the model is told can contain more than a conversation says, such as parts of files. */
export function withoutTools(item: Item): Item | undefined {
  if (item.kind === 'assistant') return { ...item, content: item.content.filter(({ type }) => type === 'text') };
  const isForModel = item.kind === 'divider' && item.what === 'note' && item.label === undefined;
  return isForModel ? undefined : item;
}
