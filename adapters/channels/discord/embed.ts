// Embeds: cards with a title, fields, and a color.
import type { APIEmbed } from 'discord-api-types/v10';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { formatMarkdown } from './format.ts';

/** Characters of all texts together. */
const MAX_TOTAL = 6_000;
const MAX_FIELDS = 25;
const LIMITS = { title: 256, description: 4_096, footer: 2_048, name: 256, value: 1_024 } as const;
const MAX_COLOR = 0xff_ff_ff;

/**
 * An embed. `input`: `title`, `description` and the values of `fields` (`name`, `value`, `inline`) in Markdown, `url`, `color` as a
 * number, `footer`. @throws {ChannelError} `rejected`, `too-large`
 */
export function toEmbed(input: JsonObject): APIEmbed {
  const { url, color, fields = [] } = input;
  const embed: APIEmbed = {};
  const title = readText(input, 'title');
  const description = readText(input, 'description');
  const footer = readText(input, 'footer');
  if (title !== undefined) embed.title = title;
  if (description !== undefined) embed.description = checkLength('description', formatMarkdown(description));
  if (footer !== undefined) embed.footer = { text: footer };
  if (url !== undefined) embed.url = checkUrl(url);
  if (color !== undefined) embed.color = checkColor(color);
  if (!Array.isArray(fields) || fields.length > MAX_FIELDS) throw invalid(`fields can have ${MAX_FIELDS} entries.`);
  embed.fields = fields.map(toField);
  if (Object.keys(embed).length === 1 && embed.fields.length === 0) throw invalid('it is empty.');
  const texts = [title, embed.description, footer, ...embed.fields.flatMap(({ name, value }) => [name, value])];
  if (texts.join('').length > MAX_TOTAL)
    throw new ChannelError('too-large', `The texts of a Discord embed can have ${MAX_TOTAL} characters in total.`);
  return embed;
}

function toField(field: unknown): { name: string; value: string; inline: boolean } {
  const input = isJsonObject(field) ? field : {};
  const name = readText(input, 'name');
  const value = readText(input, 'value');
  if (name === undefined || value === undefined) throw invalid('each field needs a name and a value.');
  return { name, value: checkLength('value', formatMarkdown(value)), inline: input['inline'] === true };
}

function readText(input: JsonObject, name: keyof typeof LIMITS): string | undefined {
  const value = input[name];
  if (value === undefined) return undefined;
  if (typeof value !== 'string' || value.trim() === '') throw invalid(`${name} must be a text.`);
  return checkLength(name, value);
}

function checkLength(name: keyof typeof LIMITS, text: string): string {
  if (text.length > LIMITS[name])
    throw new ChannelError('too-large', `The ${name} of a Discord embed can have ${LIMITS[name]} characters.`);
  return text;
}

function checkUrl(url: unknown): string {
  const parsed = typeof url === 'string' ? URL.parse(url) : null;
  if (parsed === null || !['https:', 'http:'].includes(parsed.protocol)) throw invalid('url must be a web address.');
  return parsed.href;
}

function checkColor(color: unknown): number {
  if (typeof color !== 'number' || !Number.isInteger(color) || color < 0 || color > MAX_COLOR)
    throw invalid('color must be a number from 0 to 16777215.');
  return color;
}

function invalid(reason: string): ChannelError {
  return new ChannelError('rejected', `The embed isn't valid: ${reason}`);
}
