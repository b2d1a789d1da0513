// The limits of Discord's API for what a bot sends.
import { ApiError, invalidBody } from './discord-model.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Largest file, bytes. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Checks a message that is created or edited. */
export function validateMessage(body: Fields, files: number): void {
  const { content = '', embeds = [], components = [], nonce, allowed_mentions: mentions } = body;
  if (typeof content !== 'string') throw invalidBody('content', 'BASE_TYPE_STRING', 'Must be string.');
  if ([...content].length > 2000) throw tooLong('content', 2000);
  if (!content.isWellFormed()) throw invalidBody('content', 'STRING_INVALID', 'Not valid Unicode.');
  validateEmbeds(list(embeds));
  validateComponents(list(components));
  if (nonce !== undefined && String(nonce).length > 25) throw tooLong('nonce', 25);
  if (mentions === undefined) throw new Error('The answer could ping people: allowed_mentions is missing.');
  if (content.trim() === '' && list(embeds).length === 0 && files === 0)
    throw new ApiError(400, 50_006, 'Cannot send an empty message');
}

/** Checks the commands of an application. */
export function validateCommands(commands: unknown): void {
  if (list(commands).length > 100) throw tooLong('commands', 100);
  for (const { name, description, type = 1, options = [] } of list(commands)) {
    if (!/^[-_'\p{L}\p{N}]{1,32}$/u.test(String(name)) || String(name) !== String(name).toLowerCase())
      throw invalidBody('name', 'STRING_TYPE_REGEX', 'String value did not match validation regex.');
    if (type !== 1 || String(description).length < 1 || String(description).length > 100)
      throw tooLong('description', 100);
    for (const option of list(options))
      if (!/^[-_\p{L}\p{N}]{1,32}$/u.test(String(option['name'])) || String(option['description']).length > 100)
        throw tooLong('options', 100);
  }
}

/** Checks a modal. */
export function validateModal({ custom_id: id, title, components }: Fields): void {
  if (typeof id !== 'string' || id.length === 0 || id.length > 100) throw tooLong('custom_id', 100);
  if (typeof title !== 'string' || title.length === 0 || title.length > 45) throw tooLong('title', 45);
  const inputs = list(components).flatMap((row) => list(row['components']));
  if (inputs.length < 1 || inputs.length > 5) throw tooLong('components', 5);
  for (const { type, label, custom_id: inputId, style } of inputs) {
    if (type !== 4 || (style !== 1 && style !== 2)) throw invalidBody('components', 'BASE_TYPE_CHOICES', 'Wrong type.');
    if (typeof label !== 'string' || label.length === 0 || label.length > 45) throw tooLong('label', 45);
    if (typeof inputId !== 'string' || inputId.length > 100) throw tooLong('custom_id', 100);
  }
}

function validateEmbeds(embeds: readonly Fields[]): void {
  if (embeds.length > 10) throw tooLong('embeds', 10);
  let total = 0;
  for (const { title = '', description = '', fields = [], footer } of embeds) {
    if (String(title).length > 256) throw tooLong('title', 256);
    if (String(description).length > 4096) throw tooLong('description', 4096);
    if (list(fields).length > 25) throw tooLong('fields', 25);
    for (const { name, value } of list(fields)) {
      if (String(name).length < 1 || String(name).length > 256) throw tooLong('name', 256);
      if (String(value).length < 1 || String(value).length > 1024) throw tooLong('value', 1024);
      total += String(name).length + String(value).length;
    }
    total += String(title).length + String(description).length + (footer === undefined ? 0 : String(footer).length);
  }
  if (total > 6000) throw invalidBody('embeds', 'MAX_EMBED_SIZE_EXCEEDED', 'Embed size exceeds maximum size of 6000');
}

function validateComponents(rows: readonly Fields[]): void {
  if (rows.length > 5) throw tooLong('components', 5);
  const ids = new Set<string>();
  for (const row of rows) {
    const buttons = list(row['components']);
    if (row['type'] !== 1 || buttons.length < 1 || buttons.length > 5) throw tooLong('components', 5);
    for (const { type, label, custom_id: id, style } of buttons) {
      if (type !== 2 || typeof style !== 'number') throw invalidBody('type', 'BASE_TYPE_CHOICES', 'Wrong type.');
      if (typeof label !== 'string' || label.length < 1 || label.length > 80) throw tooLong('label', 80);
      if (typeof id !== 'string' || id.length < 1 || id.length > 100) throw tooLong('custom_id', 100);
      if (ids.has(id)) throw invalidBody('components', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Duplicated custom id');
      ids.add(id);
    }
  }
}

function tooLong(field: string, limit: number): ApiError {
  return invalidBody(field, 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${limit} in length.`);
}

function list(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as readonly Fields[]) : [];
}
