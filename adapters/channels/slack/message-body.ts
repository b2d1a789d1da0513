// The body of a message for Slack's API.
import type { ActionsBlock, Button, KnownBlock } from '@slack/types';
import { truncateText } from '#contract/types/truncate-text.ts';
import { ChannelError, type ChannelButton, type OutgoingContent } from '#core/ports/channel.ts';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { measure, toPlainText, toRichText } from './format.ts';
import { MAX_TEXT } from './limits.ts';

const MAX_LABEL = 75;
/** Buttons of one block. */
const MAX_PER_ROW = 25;
const MAX_ROWS = 49;
/** Start of the IDs of buttons. */
const BUTTON = 'g:';
/** An empty text is rejected. */
const NO_TEXT = '(no text)';

/** Text and buttons. Nothing in the text is a mention or a command, and no preview of an address is loaded. @throws {ChannelError} `too-large` */
export function toContent({ markdown, buttons = [] }: OutgoingContent) {
  if (measure(parseMarkdown(markdown)) > MAX_TEXT)
    throw new ChannelError('too-large', `The message is longer than ${MAX_TEXT} characters. Split it first.`);
  const body = toRichText(markdown);
  const blocks: KnownBlock[] = [...(body === undefined ? [] : [body]), ...toRows(buttons)];
  return {
    text: escapeText(toPlainText(markdown)) || NO_TEXT,
    blocks,
    mrkdwn: false,
    parse: 'none' as const,
    link_names: false,
    unfurl_links: false,
    unfurl_media: false,
  };
}

/** Text in which nothing is a mention, a link, or a command. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function toRows(rows: readonly (readonly ChannelButton[])[]): readonly ActionsBlock[] {
  const filled = rows.filter((row) => row.length > 0);
  if (filled.length > MAX_ROWS || filled.some((row) => row.length > MAX_PER_ROW))
    throw new ChannelError('rejected', `A Slack message can have ${MAX_ROWS} rows of ${MAX_PER_ROW} buttons.`);
  return filled.map((row, at) => ({
    type: 'actions',
    // IDs must be unique within a message.
    elements: row.map((button, place) => toButton(button, `${BUTTON}${at}:${place}`)),
  }));
}

function toButton({ label, data, style }: ChannelButton, id: string): Button {
  return {
    type: 'button',
    action_id: id,
    value: data,
    text: { type: 'plain_text', text: truncateText(label, MAX_LABEL), emoji: true },
    ...(style === undefined ? {} : { style }),
  };
}
