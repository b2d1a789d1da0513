// Forms (Slack's modals). Slack opens one only for whoever presses a button, within three seconds, so a form is a message with a button.
// Everything about the form is in the value of the button, so it works after a restart.
import type { ModalView, KnownBlock } from '@slack/types';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { ChannelError, type ChannelPress } from '#core/ports/channel.ts';
import { parseMarkdown } from '../markdown/parse-markdown.ts';
import { measure, toRichText } from './format.ts';
import { MAX_TEXT } from './limits.ts';
import { escapeText } from './message-body.ts';
import { readSender, toChat, type BotIdentity } from './read-event.ts';

/** Action of the button that opens a form. */
export const FORM = 'form';
const MAX_FIELDS = 10;
const MAX_LABEL = 45;
const MAX_DATA = 60;
/** Longest title of a modal, and longest value of a button, characters. */
const MAX_TITLE = 24;
const MAX_VALUE = 2_000;

interface Field {
  readonly label: string;
  readonly paragraph?: true;
  readonly optional?: true;
}

interface Form {
  readonly data: string;
  readonly title: string;
  readonly fields: readonly Field[];
}

/**
 * The message of a form. `input`: `data` (the data of the press), `title`, `text`, `button`, and `fields`, each with `label`, and perhaps
 * `paragraph` and `optional`. @throws {ChannelError} `rejected`
 */
export function toFormMessage(input: JsonObject) {
  const form = readForm(input);
  if (form === undefined)
    throw new ChannelError('rejected', `A form needs data, a title, and 1 to ${MAX_FIELDS} fields with labels.`);
  const value = JSON.stringify(form);
  if (value.length > MAX_VALUE)
    throw new ChannelError('rejected', 'The form is too long for Slack. Use shorter labels.');
  const text = typeof input['text'] === 'string' ? input['text'] : '';
  if (measure(parseMarkdown(text)) > MAX_TEXT) throw new ChannelError('too-large', 'The text of the form is too long.');
  const button = typeof input['button'] === 'string' && input['button'] !== '' ? input['button'] : 'Open form';
  const body = toRichText(`**${form.title}**\n\n${text}`);
  const blocks: KnownBlock[] = [
    ...(body === undefined ? [] : [body]),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: FORM,
          style: 'primary',
          value,
          text: { type: 'plain_text', text: truncateText(button, MAX_LABEL) },
        },
      ],
    },
  ];
  return { text: escapeText(form.title), blocks };
}

/** The modal of a pressed button; undefined if its value isn't a form. */
export function toModal({
  data: value,
  chat,
  messageId,
}: Pick<ChannelPress, 'data' | 'chat' | 'messageId'>): ModalView | undefined {
  const form = parseForm(value);
  if (form === undefined) return undefined;
  return {
    type: 'modal',
    callback_id: FORM,
    private_metadata: JSON.stringify({ data: form.data, channel: chat.chatId, thread: chat.threadId, messageId }),
    title: { type: 'plain_text', text: truncateText(form.title, MAX_TITLE) },
    submit: { type: 'plain_text', text: 'Send' },
    close: { type: 'plain_text', text: 'Cancel' },
    blocks: form.fields.map(({ label, paragraph, optional }, at) => ({
      type: 'input',
      block_id: `f${at}`,
      optional: optional === true,
      label: { type: 'plain_text', text: label },
      element: { type: 'plain_text_input', action_id: label, multiline: paragraph === true },
    })),
  };
}

/** What a person entered, as the press of the form's button. */
export function readSubmission(payload: JsonObject, bot: BotIdentity): ChannelPress | undefined {
  const { view, user, team } = payload;
  if (!isJsonObject(view) || view['callback_id'] !== FORM || !isJsonObject(user)) return undefined;
  const sender = readSender(user['id'], user['team_id'] ?? (isJsonObject(team) ? team['id'] : undefined), bot);
  const meta = parseJson(view['private_metadata']);
  const { data, channel, thread, messageId } = meta ?? {};
  if (sender === undefined || typeof data !== 'string' || typeof channel !== 'string' || typeof messageId !== 'string')
    return undefined;
  const state = isJsonObject(view['state']) ? view['state']['values'] : undefined;
  const blocks = isJsonObject(state) ? Object.values(state) : [];
  const fields = blocks
    .flatMap((block) => (isJsonObject(block) ? Object.entries(block) : []))
    .flatMap(([label, field]) => {
      const value = isJsonObject(field) ? field['value'] : undefined;
      return [[label, typeof value === 'string' ? value : '']];
    });
  return {
    kind: 'press',
    id: `${String(view['id'])}:${sender.id}`,
    chat: toChat(channel, typeof thread === 'string' ? thread : undefined),
    sender,
    messageId,
    data,
    fields: Object.fromEntries(fields) as Record<string, string>,
  };
}

function parseForm(value: string): Form | undefined {
  const parsed = parseJson(value);
  return parsed === undefined ? undefined : readForm(parsed);
}

function readForm({ data, title, fields }: JsonObject): Form | undefined {
  if (!isShort(data, MAX_DATA) || !isShort(title, MAX_LABEL) || !Array.isArray(fields)) return undefined;
  const read = fields.flatMap((field: unknown): readonly Field[] => {
    const { label, paragraph, optional } = isJsonObject(field) ? field : {};
    if (!isShort(label, MAX_LABEL)) return [];
    return [{ label, ...(paragraph === true ? { paragraph } : {}), ...(optional === true ? { optional } : {}) }];
  });
  const isValid = read.length === fields.length && read.length > 0 && read.length <= MAX_FIELDS;
  return isValid ? { data, title, fields: read } : undefined;
}

function isShort(value: unknown, max: number): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= max;
}

function parseJson(text: unknown): JsonObject | undefined {
  try {
    const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined;
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
