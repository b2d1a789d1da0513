// What the Cloud API checks in a message, as its documentation says.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';

const MAX_TEXT = 4_096;
const MB = 1_000_000;

/** Largest file by type, bytes. */
export const MAX_BYTES: Readonly<Record<string, number>> = {
  image: 5 * MB,
  audio: 16 * MB,
  video: 16 * MB,
  document: 100 * MB,
};

/** Types of files that can be uploaded. */
export const MEDIA_TYPES: ReadonlySet<string> = new Set([
  'audio/aac',
  'audio/mp4',
  'audio/mpeg',
  'audio/amr',
  'audio/ogg',
  'audio/opus',
  'image/jpeg',
  'image/png',
  'image/webp',
  'video/mp4',
  'video/3gpp',
  'text/plain',
  'application/pdf',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
]);

/** What is wrong with a message; undefined if it can be sent. */
export function findFault(message: JsonObject): string | undefined {
  if (message['messaging_product'] !== 'whatsapp') return 'messaging_product is required';
  const person = message['to'] ?? message['recipient'];
  if (typeof person !== 'string' || person === '') return 'to is required';
  if (message['to'] !== undefined && !/^\+?[0-9]{5,20}$/.test(person)) return 'to must be a phone number';
  const content = message[String(message['type'])];
  if (!isJsonObject(content)) return 'type must name the content';
  switch (message['type']) {
    case 'text':
      return checkText(content['body'], MAX_TEXT, 'text.body');
    case 'interactive':
      return findInteractiveFault(content);
    case 'reaction':
      return typeof content['message_id'] === 'string' ? undefined : 'reaction.message_id is required';
    case 'image':
    case 'audio':
    case 'video':
    case 'document':
      return typeof content['id'] === 'string' ? undefined : 'id is required';
    default:
      return 'unknown type';
  }
}

function checkText(value: unknown, max: number, name: string): string | undefined {
  return typeof value === 'string' && value.trim() !== '' && value.length <= max
    ? undefined
    : `${name} must have 1 to ${max} characters`;
}

function findInteractiveFault(content: JsonObject): string | undefined {
  const { type, body, action } = content;
  if (!isJsonObject(body) || !isJsonObject(action)) return 'body and action are required';
  if (type === 'button') {
    const replies = list(action['buttons'])
      .map((button) => button['reply'])
      .filter(isJsonObject);
    if (replies.length < 1 || replies.length > 3) return 'a message has 1 to 3 buttons';
    return checkText(body['text'], 1_024, 'body.text') ?? checkRows(replies, 20, 256);
  }
  if (type !== 'list') return 'unknown interactive type';
  const rows = list(action['sections']).flatMap((section) => list(section['rows']));
  if (rows.length < 1 || rows.length > 10) return 'a list has 1 to 10 rows';
  return (
    checkText(body['text'], MAX_TEXT, 'body.text') ??
    checkText(action['button'], 20, 'action.button') ??
    checkRows(rows, 24, 200)
  );
}

function checkRows(rows: readonly JsonObject[], maxTitle: number, maxId: number): string | undefined {
  if (new Set(rows.map(({ title }) => title)).size !== rows.length) return 'titles must be different';
  if (new Set(rows.map(({ id }) => id)).size !== rows.length) return 'IDs must be different';
  const faults = rows.flatMap(({ title, id, description }) => [
    checkText(title, maxTitle, 'title'),
    checkText(id, maxId, 'id'),
    description === undefined ? undefined : checkText(description, 72, 'description'),
  ]);
  return faults.find((fault) => fault !== undefined);
}

function list(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
