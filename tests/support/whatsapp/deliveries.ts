// What Meta delivers to a webhook: the messages of people, signed with the secret of the app.
import { createHmac } from 'node:crypto';
import type { JsonObject } from '#contract/types/json-object.ts';
import type { WebhookRequest } from '#core/ports/channel.ts';
import { PHONE_NUMBER, PHONE_NUMBER_ID } from './graph-server.ts';

/** The secret of the tests' app. */
export const APP_SECRET = 'app-secret-of-the-tests';
/** The verify token of the tests. */
export const VERIFY_TOKEN = 'verify-token-of-the-tests';

/** A person on the network. */
export interface WhatsAppPerson {
  /** Phone number; missing if the person has a user name. */
  readonly phone?: string;
  readonly userId?: string;
  readonly name?: string;
}

let count = 0;

/** A message as it is delivered. `content` has its type and what the type needs. */
export function messageFrom(person: WhatsAppPerson, content: JsonObject): JsonObject {
  count += 1;
  return {
    id: `wamid.received${count}`,
    timestamp: String(1_780_000_000 + count),
    ...(person.phone === undefined ? {} : { from: person.phone }),
    ...(person.userId === undefined ? {} : { from_user_id: person.userId }),
    ...content,
  };
}

/** A text message. */
export function textFrom(person: WhatsAppPerson, body: string, more: JsonObject = {}): JsonObject {
  return messageFrom(person, { type: 'text', text: { body }, ...more });
}

/** A press of a button, or of a row of a list. */
export function pressFrom(
  person: WhatsAppPerson,
  { messageId, id, title }: { readonly messageId: string; readonly id: string; readonly title: string },
  kind: 'button' | 'list' = 'button',
): JsonObject {
  const type = `${kind}_reply`;
  return messageFrom(person, {
    type: 'interactive',
    context: { from: PHONE_NUMBER.replaceAll(/\D/g, ''), id: messageId },
    interactive: { type, [type]: { id, title } },
  });
}

/** The body of a delivery with messages of one person, and statuses. */
export function deliveryOf(
  person: WhatsAppPerson,
  messages: readonly JsonObject[],
  more: JsonObject = {},
  phoneNumberId = PHONE_NUMBER_ID,
): JsonObject {
  const contact = {
    profile: { name: person.name ?? 'Somebody' },
    ...(person.phone === undefined ? {} : { wa_id: person.phone }),
    ...(person.userId === undefined ? {} : { user_id: person.userId }),
  };
  const metadata = { display_phone_number: PHONE_NUMBER, phone_number_id: phoneNumberId };
  const value = { messaging_product: 'whatsapp', metadata, contacts: [contact], messages, ...more };
  return { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ value, field: 'messages' }] }] };
}

/** A request of Meta with a valid signature. */
export function signedRequest(body: JsonObject | string | Uint8Array, secret = APP_SECRET): WebhookRequest {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const signature = `sha256=${createHmac('sha256', secret).update(bytes).digest('hex')}`;
  return {
    method: 'POST',
    query: {},
    headers: { 'x-hub-signature-256': signature, 'content-type': 'application/json' },
    body: bytes,
  };
}
