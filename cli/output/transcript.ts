// Reads and formats session transcripts.
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import type { AssistantItem, Item } from '#contract/sessions/session-view.ts';

import type { Colorize } from './colors.ts';
import { plainLine, plainText } from './plain-text.ts';
import { formatTime } from './format-time.ts';

/** Items per request. */
const PAGE_SIZE = 200;

/** The last `limit` items, oldest first. `onPage` receives the number of items read and an estimate of the total. */
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
      limit: Math.min(limit - items.length, PAGE_SIZE),
    });
    items = [...page.items, ...items];
    const [first] = items;
    // Sequence numbers count events, so the first one is an upper limit for what is left.
    onPage(items.length, page.hasOlder && items.length < limit ? items.length + (first?.seq ?? 1) : items.length);
    if (!page.hasOlder || items.length >= limit || first === undefined) return items;
    beforeSeq = first.seq;
  }
}

/** An item for a terminal. */
export function formatItem(item: Item, colorize: Colorize): string {
  const time = colorize('dim', formatTime(item.ts));
  switch (item.kind) {
    case 'user':
      return `${colorize('cyan', plainLine(item.sender ?? 'you'))} ${time}\n${plainText(item.text)}`;
    case 'assistant':
      return [`${colorize('green', item.model)} ${time}`, ...assistantLines(item, colorize)].join('\n');
    case 'divider':
      return colorize('dim', `── ${plainLine(item.text || item.what)} ${time}`);
  }
}

/** The text blocks of a model's message. */
export function messageText({ content }: AssistantItem): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

function assistantLines(item: AssistantItem, colorize: Colorize): readonly string[] {
  const text = plainText(messageText(item)).trim();
  const calls = item.calls.map(({ name, title, state }) =>
    colorize(state === 'failed' || state === 'denied' ? 'red' : 'dim', `  ⚙ ${plainLine(title ?? name)} (${state})`),
  );
  return [...(text === '' ? [] : [text]), ...calls];
}

/** A row of `chat.history` for a terminal; undefined if it has no text, such as reasoning or the result of a tool. */
export function formatRow(row: Readonly<Record<string, unknown>>, colorize: Colorize): string | undefined {
  const { role, content, timestamp } = row;
  if (role !== 'user' && role !== 'assistant') return undefined;
  const blocks: readonly unknown[] = Array.isArray(content) ? content : [{ type: 'text', text: content }];
  const text = blocks
    .filter(isJsonObject)
    .flatMap(({ type, text: said }) => (type === 'text' && typeof said === 'string' ? [said] : []))
    .join('\n');
  if (text.trim() === '') return undefined;
  const who = role === 'user' ? colorize('cyan', 'you') : colorize('green', 'agent');
  const time = typeof timestamp === 'number' ? ` ${colorize('dim', formatTime(timestamp))}` : '';
  return `${who}${time}\n${plainText(text).trim()}`;
}
