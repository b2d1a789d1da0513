// A complete session as Markdown or JSON Lines, for the app and the command line.
import type { SessionRow } from '../types/sessions.ts';
import type { GatewayClient } from '../wire/client-api.ts';
import { ITEM_TEXT_LIMIT } from '../wire/limits.ts';
import type { AssistantItem, Item } from './session-view.ts';

/** Items per request. */
const PAGE_SIZE = 200;

type Reader = Pick<GatewayClient, 'request'>;
/** Receives the number of items read, and an estimate of the total. */
type OnPage = (read: number, total: number) => void;

/** The last `limit` items, oldest first. */
export async function readItems(
  client: Reader,
  key: string,
  limit: number,
  onPage: OnPage = () => {},
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

/** All items with their full texts, which lists truncate. */
export async function readCompleteItems(client: Reader, key: string, onPage?: OnPage): Promise<readonly Item[]> {
  const items = await readItems(client, key, Infinity, onPage);
  return Promise.all(items.map((item) => completeItem(client, key, item)));
}

async function completeItem(client: Reader, key: string, item: Item): Promise<Item> {
  if (JSON.stringify(item).length < ITEM_TEXT_LIMIT) return item;
  return (await client.request('sessions.item.get', { key, itemId: item.id })).item;
}

/** The session's row, then one item per line. */
export function toJsonLines(session: SessionRow, items: readonly Item[]): string {
  return [{ session }, ...items].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The title, then a section per message. */
export function toMarkdown(title: string, items: readonly Item[]): string {
  return `${[`# ${title.replaceAll(/\s+/g, ' ')}`, ...items.map(section)].join('\n\n')}\n`;
}

/** The text blocks of a model's message. */
export function messageText({ content }: AssistantItem): string {
  return content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('\n');
}

function section(item: Item): string {
  const time = new Date(item.ts).toISOString();
  switch (item.kind) {
    case 'user':
      return `## ${item.sender ?? 'User'} (${time})\n\n${item.text}`;
    case 'assistant': {
      const calls = item.calls.map(({ name, title, state, text }) => {
        const result = text === undefined ? '' : `\n\n${fenced(text)}`;
        return `**${name}** ${title ?? ''} (${state})${result}`;
      });
      return [`## ${item.provider}/${item.model} (${time})`, messageText(item), ...calls].filter(Boolean).join('\n\n');
    }
    case 'divider':
      return `---\n\n*${item.text || item.what} (${time})*`;
  }
}

/** A code fence longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${text}\n${fence}`;
}
