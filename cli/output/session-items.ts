// The transcript of a session as the command line reads and writes it.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import type { AssistantItem, Item } from '#contract/sessions/session-view.ts';

import type { Paint } from './colors.ts';
import { plainLine, plainText } from './plain-text.ts';
import { timeText } from './format-time.ts';

/** Items that one call brings. */
const PAGE = 200;

/** The last `limit` items, oldest first. `onPage` is told how many are read and how many there may be. */
export async function readItems(
  client: GatewayClient,
  key: string,
  limit: number,
  onPage: (read: number, total: number) => void = () => {},
): Promise<readonly Item[]> {
  let items: readonly Item[] = [];
  let beforeSeq = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const page = await client.request('sessions.items', {
      key,
      beforeSeq,
      limit: Math.min(limit - items.length, PAGE),
    });
    items = [...page.items, ...items];
    const [first] = items;
    // Numbers count events: the first number says how much is left at most.
    onPage(items.length, page.hasOlder && items.length < limit ? items.length + (first?.seq ?? 1) : items.length);
    if (!page.hasOlder || items.length >= limit || first === undefined) return items;
    beforeSeq = first.seq;
  }
}

/** What one item says, for a person on a terminal. */
export function itemText(item: Item, paint: Paint): string {
  const time = paint('dim', timeText(item.ts));
  switch (item.kind) {
    case 'user':
      return `${paint('cyan', plainLine(item.sender ?? 'you'))} ${time}\n${plainText(item.text)}`;
    case 'assistant':
      return [`${paint('green', item.model)} ${time}`, ...assistantLines(item, paint)].join('\n');
    case 'divider':
      return paint('dim', `── ${plainLine(item.text || item.what)} ${time}`);
  }
}

/** The words of a message of a model. */
export function wordsOf({ content }: AssistantItem): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

function assistantLines(item: AssistantItem, paint: Paint): readonly string[] {
  const words = plainText(wordsOf(item)).trim();
  const calls = item.calls.map(({ name, title, state }) =>
    paint(state === 'failed' || state === 'denied' ? 'red' : 'dim', `  ⚙ ${plainLine(title ?? name)} (${state})`),
  );
  return [...(words === '' ? [] : [words]), ...calls];
}
