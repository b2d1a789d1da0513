// Formats session transcripts.
import { isJsonObject } from '#contract/types/json-object.ts';
import { messageText } from '#contract/sessions/session-export.ts';
import type { AssistantItem, Item } from '#contract/sessions/session-view.ts';

import type { Colorize } from './colors.ts';
import { plainLine, plainText } from './plain-text.ts';
import { formatTime } from './format-time.ts';

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
