// The messages of the Cloud API for what is sent: a text, buttons (three, or a list of ten), and files one by one.
import type { JsonObject } from '#contract/types/json-object.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import type { ChannelButton, OutgoingContent } from '#core/ports/channel.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { formatText, MAX_TEXT } from './format.ts';

const MAX_BUTTONS = 3;
const MAX_BUTTON_TITLE = 20;
/** Longest text above buttons, characters; a list has {@link MAX_TEXT}. */
const MAX_BUTTON_TEXT = 1_024;
const MAX_ROWS = 10;
const MAX_ROW_TITLE = 24;
const MAX_ROW_TEXT = 72;
const OPEN_LIST = 'Choose';
/** Text above further lists. */
const MORE = 'More choices:';

/** Messages for a text with its buttons; none if both are empty. @throws {ChannelError} `too-large` */
export function toMessages({ markdown, buttons = [] }: OutgoingContent): readonly JsonObject[] {
  const text = formatText(markdown);
  if (text.length > MAX_TEXT)
    throw new ChannelError('too-large', `A WhatsApp message has at most ${MAX_TEXT} characters. Split the text.`);
  const all = buttons.flat();
  if (all.length === 0) return text === '' ? [] : [{ type: 'text', text: { body: text, preview_url: false } }];
  const shown = text === '' ? OPEN_LIST : text;
  const areShort = all.every(({ label }) => label.length <= MAX_BUTTON_TITLE);
  if (all.length <= MAX_BUTTONS && areShort && shown.length <= MAX_BUTTON_TEXT) return [toButtons(shown, all)];
  const lists: JsonObject[] = [];
  for (let from = 0; from < all.length; from += MAX_ROWS)
    lists.push(toList(from === 0 ? shown : MORE, all.slice(from, from + MAX_ROWS)));
  return lists;
}

function toButtons(text: string, buttons: readonly ChannelButton[]): JsonObject {
  const titles = toTitles(buttons, MAX_BUTTON_TITLE);
  return interactive({
    type: 'button',
    body: { text },
    action: { buttons: buttons.map(({ data }, at) => ({ type: 'reply', reply: { id: data, title: titles[at] } })) },
  });
}

function toList(text: string, buttons: readonly ChannelButton[]): JsonObject {
  const titles = toTitles(buttons, MAX_ROW_TITLE);
  const rows = buttons.map(({ label, data }, at) => ({
    id: data,
    title: titles[at],
    ...(label.length > MAX_ROW_TITLE ? { description: truncateText(label, MAX_ROW_TEXT) } : {}),
  }));
  return interactive({
    type: 'list',
    body: { text },
    action: { button: OPEN_LIST, sections: [{ title: OPEN_LIST, rows }] },
  });
}

function interactive(content: JsonObject): JsonObject {
  return { type: 'interactive', interactive: content };
}

/** Titles that fit. Each must be different, so equal ones are numbered. */
function toTitles(buttons: readonly ChannelButton[], maxLength: number): readonly string[] {
  const taken = new Set<string>();
  return buttons.map(({ label }) => {
    const base = label.trim() === '' ? '…' : label.trim();
    let title = truncateText(base, maxLength);
    for (let number = 2; taken.has(title); number += 1)
      title = `${truncateText(base, maxLength - ` ${number}`.length)} ${number}`;
    taken.add(title);
    return title;
  });
}
