// What a share link shows of a session.
import type { Item } from '#contract/sessions/session-view.ts';
import type { ShareLink } from '#contract/types/share-links.ts';
import type { GatewayServices } from '../server/services.ts';

type Guard = Pick<GatewayServices['secretGuard'], 'redact'>;

/** The item as others may see it; undefined if they may not. Without secrets, also those that its author sent on purpose. */
export function toShared(item: Item, { withTools }: Pick<ShareLink, 'withTools'>, guard: Guard): Item | undefined {
  const shown = withTools ? item : withoutTools(item);
  return shown && masked(shown, guard);
}

/** Commands, their output, and what only the model is told can contain more than a conversation says, such as parts of files. */
function withoutTools(item: Item): Item | undefined {
  if (item.kind === 'assistant') return { ...item, content: item.content.filter(({ type }) => type === 'text') };
  const isForModel = item.kind === 'divider' && item.what === 'note' && item.label === undefined;
  return isForModel ? undefined : item;
}

/** The data of images has no secrets, but can look like one. */
function masked(item: Item, guard: Guard): Item {
  if (item.kind !== 'user') return guard.redact(item).value;
  return { ...guard.redact({ ...item, images: [] }).value, images: item.images };
}
