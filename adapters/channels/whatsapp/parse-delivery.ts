// Reads what WhatsApp delivers to the webhook. Anything that isn't as documented is skipped: it must not stop later messages.
import { defined } from '#contract/types/defined.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { ChannelEvent, ChannelFile, ChannelMessage } from '#core/ports/channel.ts';
import { readFault, type GraphFault } from './graph-error.ts';

const MAX_NAME = 200;
const FILE_TYPES = ['image', 'video', 'audio', 'document', 'sticker'];
const DEFAULT_TYPE = 'application/octet-stream';

/** A message that wasn't delivered. */
export interface Undelivered {
  readonly chatId: string;
  readonly fault: GraphFault;
}

/** Something that a person did. */
export interface Received {
  readonly event: ChannelEvent;
  /** ID of the message that it replies to; its text isn't in the delivery. */
  readonly repliedTo?: string;
}

/** What a delivery contains. */
export interface Delivery {
  /** What people did, in the order of their times. */
  readonly received: readonly Received[];
  readonly undelivered: readonly Undelivered[];
  /** Messages in groups, and of kinds that are unknown. */
  readonly skipped: number;
}

/** Reads a delivery; only what belongs to this phone number counts. */
export function parseDelivery(body: unknown, phoneNumberId: string): Delivery {
  const values = objects(field(body, 'entry'))
    .flatMap((entry) => objects(entry['changes']))
    .filter((change) => change['field'] === 'messages')
    .map((change) => change['value'])
    .filter(isJsonObject)
    .filter((value) => field(value['metadata'], 'phone_number_id') === phoneNumberId);
  const messages = values.flatMap((value) =>
    objects(value['messages']).map((message) => ({ message, person: findPerson(value, message) })),
  );
  const inOrder = messages.toSorted((one, other) => seconds(one.message) - seconds(other.message));
  const received = inOrder.flatMap(({ message, person }): readonly Received[] => {
    const event = toEvent(message, person);
    return event === undefined ? [] : [{ event, ...defined({ repliedTo: text(field(message['context'], 'id')) }) }];
  });
  return {
    received,
    undelivered: values.flatMap((value) => objects(value['statuses']).flatMap((status) => toUndelivered(status) ?? [])),
    skipped: messages.length - received.length,
  };
}

/** The business-scoped ID is in every delivery; the phone number is missing if the person has a user name. */
function findPerson(value: JsonObject, message: JsonObject): JsonObject | undefined {
  const contacts = objects(value['contacts']);
  return (
    contacts.find((one) => isSame(one['user_id'], message['from_user_id']) || isSame(one['wa_id'], message['from'])) ??
    (contacts.length === 1 && message['from'] === undefined ? contacts[0] : undefined)
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return typeof one === 'string' && one !== '' && one === other;
}

function toEvent(message: JsonObject, person: JsonObject | undefined): ChannelEvent | undefined {
  const id = text(message['id']);
  const senderId = text(message['from_user_id']) ?? text(person?.['user_id']) ?? text(message['from']);
  // Groups of businesses would look like direct chats.
  if (id === undefined || senderId === undefined || message['group_id'] !== undefined) return undefined;
  const name = text(field(person?.['profile'], 'name'))?.slice(0, MAX_NAME);
  const base = {
    id,
    chat: { chatId: senderId, kind: 'direct' as const, ...(name === undefined ? {} : { title: name }) },
    sender: { id: senderId, ...(name === undefined ? {} : { name }) },
  };
  const type = text(message['type']) ?? '';
  if (type === 'reaction') return toReaction(message['reaction'], base);
  if (type === 'interactive') return toPress(message, base);
  return toMessage(type, message, base);
}

type Base = Pick<ChannelMessage, 'id' | 'chat' | 'sender'>;

function toReaction(reaction: unknown, base: Base): ChannelEvent | undefined {
  const messageId = text(field(reaction, 'message_id'));
  if (messageId === undefined) return undefined;
  const emoji = text(field(reaction, 'emoji')) ?? '';
  return { ...base, kind: 'reaction', messageId, emoji, isRemoved: emoji === '' };
}

function toPress(message: JsonObject, base: Base): ChannelEvent | undefined {
  const answer = message['interactive'];
  const reply = field(answer, 'button_reply') ?? field(answer, 'list_reply');
  const [data, messageId] = [text(field(reply, 'id')), text(field(message['context'], 'id'))];
  if (data === undefined || messageId === undefined) return undefined;
  return { ...base, kind: 'press', messageId, data };
}

function toMessage(type: string, message: JsonObject, base: Base): ChannelMessage | undefined {
  const content = message[type];
  const file = FILE_TYPES.includes(type) ? toFile(type, content) : undefined;
  const words = file === undefined ? toText(type, content) : (text(field(content, 'caption')) ?? '');
  if (words === undefined) return undefined;
  const context = message['context'];
  const isForwarded = field(context, 'forwarded') === true || field(context, 'frequently_forwarded') === true;
  return {
    ...base,
    kind: 'message',
    messageId: base.id,
    text: words,
    files: file === undefined ? [] : [file],
    isForBot: true,
    ...(isForwarded ? { isForwarded: true as const } : {}),
  };
}

function toFile(type: string, content: unknown): ChannelFile | undefined {
  const ref = text(field(content, 'id'));
  if (ref === undefined) return undefined;
  const mimeType = (text(field(content, 'mime_type')) ?? DEFAULT_TYPE).split(';')[0]?.trim() ?? DEFAULT_TYPE;
  const ending = mimeType.split('/')[1] ?? 'bin';
  const name = text(field(content, 'filename'))?.slice(0, MAX_NAME) ?? `${type}.${ending === 'mpeg' ? 'mp3' : ending}`;
  const isVoice = type === 'audio' && field(content, 'voice') === true;
  return { ref, name, mimeType, ...(isVoice ? { isVoice: true as const } : {}) };
}

function toText(type: string, content: unknown): string | undefined {
  switch (type) {
    case 'text':
      return text(field(content, 'body'));
    case 'button':
      // A button of a template, which has no ID.
      return text(field(content, 'text'));
    case 'location': {
      const place = [field(content, 'name'), field(content, 'address')].flatMap((one) => text(one) ?? []);
      return ['Location:', ...place, `${field(content, 'latitude')}, ${field(content, 'longitude')}`].join('\n');
    }
    case 'contacts':
      return ['Contacts:', ...objects(content).map(toContact)].join('\n');
    default:
      return undefined;
  }
}

function toContact(contact: JsonObject): string {
  const name = text(field(contact['name'], 'formatted_name')) ?? '';
  return [name, ...objects(contact['phones']).flatMap((phone) => text(phone['phone']) ?? [])].join(', ');
}

function toUndelivered(status: JsonObject): Undelivered | undefined {
  const chatId = text(status['recipient_user_id']) ?? text(status['recipient_id']);
  if (status['status'] !== 'failed' || chatId === undefined) return undefined;
  return { chatId, fault: readFault(objects(status['errors'])[0]) };
}

function seconds(message: JsonObject): number {
  const time = Number(message['timestamp']);
  return Number.isFinite(time) ? time : 0;
}

function field(value: unknown, name: string): unknown {
  return isJsonObject(value) ? value[name] : undefined;
}

function objects(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

/** A text with content. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
