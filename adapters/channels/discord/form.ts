// Forms (Discord's modals). Discord shows one only when a button is pressed, so a form is a message that lists its fields, with a
// button that opens it. Everything about the form is in that message, so it works after a restart.
import {
  ButtonStyle,
  ComponentType,
  TextInputStyle,
  type APIEmbed,
  type APIModalInteractionResponseCallbackData,
} from 'discord-api-types/v10';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { formatMarkdown } from './format.ts';
import { formatComponentId } from './press-id.ts';

const MAX_FIELDS = 5;
const MAX_TEXT = 45;
const MAX_DATA = 60;
/** The values of the embed's fields, which tell how to show a field. */
const LINE = 'One line';
const PARAGRAPH = 'Several lines';
const OPTIONAL = ', optional';

/**
 * The message of a form. `input`: `data` (the data of the press), `title`, `text`, `button`, and `fields`, each with `label`, and perhaps
 * `paragraph` and `optional`. @throws {ChannelError} `rejected`
 */
export function toFormMessage(input: JsonObject) {
  const title = requireText(input, 'title', MAX_TEXT);
  const data = requireText(input, 'data', MAX_DATA);
  const { fields, text, button } = input;
  if (!Array.isArray(fields) || fields.length === 0 || fields.length > MAX_FIELDS)
    throw invalid(`fields must have 1 to ${MAX_FIELDS} entries.`);
  const embed: APIEmbed = {
    title,
    fields: fields.map((field: unknown) => {
      const { paragraph, optional, ...rest } = isJsonObject(field) ? field : {};
      const kind = paragraph === true ? PARAGRAPH : LINE;
      return { name: requireText(rest, 'label', MAX_TEXT), value: kind + (optional === true ? OPTIONAL : '') };
    }),
  };
  const label = typeof button === 'string' && button !== '' ? button.slice(0, MAX_TEXT) : 'Open form';
  return {
    content: typeof text === 'string' ? formatMarkdown(text) : '',
    embeds: [embed],
    components: [
      {
        type: ComponentType.ActionRow as const,
        components: [
          {
            type: ComponentType.Button as const,
            style: ButtonStyle.Primary as const,
            label,
            custom_id: formatComponentId({ kind: 'form', data }),
          },
        ],
      },
    ],
  };
}

/** The form of a message that {@link toFormMessage} made; undefined if it isn't one of the bot. */
export function readForm(
  message: unknown,
  customId: string,
  botId: string,
): APIModalInteractionResponseCallbackData | undefined {
  if (!isJsonObject(message) || !isJsonObject(message['author']) || message['author']['id'] !== botId) return undefined;
  const embed: unknown = Array.isArray(message['embeds']) ? message['embeds'][0] : undefined;
  if (!isJsonObject(embed) || typeof embed['title'] !== 'string' || !Array.isArray(embed['fields'])) return undefined;
  const inputs = embed['fields'].flatMap((field: unknown) => {
    const { name, value } = isJsonObject(field) ? field : {};
    return typeof name === 'string' && typeof value === 'string' ? [{ name, value }] : [];
  });
  return {
    custom_id: customId,
    title: embed['title'],
    components: inputs.slice(0, MAX_FIELDS).map(({ name, value }) => ({
      type: ComponentType.ActionRow,
      components: [
        {
          type: ComponentType.TextInput,
          custom_id: name,
          label: name,
          style: value.startsWith(PARAGRAPH) ? TextInputStyle.Paragraph : TextInputStyle.Short,
          required: !value.endsWith(OPTIONAL),
        },
      ],
    })),
  };
}

/** What a person entered, by label. */
export function readFields(data: JsonObject): Readonly<Record<string, string>> {
  const rows: readonly unknown[] = Array.isArray(data['components']) ? data['components'] : [];
  const inputs = rows.flatMap((row): readonly unknown[] =>
    isJsonObject(row) && Array.isArray(row['components']) ? row['components'] : [],
  );
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const { custom_id: name, value } = isJsonObject(input) ? input : {};
      return typeof name === 'string' && typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function requireText(input: JsonObject, name: string, max: number): string {
  const value = input[name];
  if (typeof value !== 'string' || value.trim() === '' || value.length > max)
    throw invalid(`${name} must be a text of 1 to ${max} characters.`);
  return value;
}

function invalid(reason: string): ChannelError {
  return new ChannelError('rejected', `The form isn't valid: ${reason}`);
}
