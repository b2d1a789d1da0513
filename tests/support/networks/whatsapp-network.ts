// WhatsApp, for tests of every network.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import {
  APP_SECRET,
  deliveryOf,
  messageFrom,
  pressFrom,
  signedRequest,
  textFrom,
  VERIFY_TOKEN,
  type WhatsAppPerson,
} from '#tests/support/whatsapp/deliveries.ts';
import { ACCESS_TOKEN, GraphServer, PHONE_NUMBER_ID, type SentMessage } from '#tests/support/whatsapp/graph-server.ts';
import { shownText } from '#tests/support/whatsapp/shown-text.ts';
import { findButton, type Network, type SentFile, type ShownMessage } from './network.ts';

const RETRY_MS = 100;

/** Opens the network. */
export async function openWhatsAppNetwork(): Promise<Network> {
  const server = await GraphServer.open();
  const deliveries = new Deliveries();
  let people = 0;
  return {
    title: 'WhatsApp',
    id: 'whatsapp',
    keys: false,
    edits: false,
    environment: { GATEHOUSE_WHATSAPP_API: server.address },
    options: { phoneNumberId: PHONE_NUMBER_ID },
    secrets: { accessToken: ACCESS_TOKEN, appSecret: APP_SECRET, verifyToken: VERIFY_TOKEN },
    attach: (origin) => deliveries.attach(`${origin}/channels/whatsapp/webhook`),
    isConnected: () => deliveries.isAttached,
    person(name) {
      people += 1;
      const person = { phone: `49170000${1000 + people}`, userId: `DE.13491208655${1000 + people}`, name };
      const deliver = (message: JsonObject): void => deliveries.add(deliveryOf(person, [message]));
      return {
        id: person.userId,
        name,
        say: (text, file) =>
          deliver(file === undefined ? textFrom(person, text) : fileFrom(server, person, text, file)),
        press(message, label) {
          const { data: id } = findButton(message, label);
          deliver(pressFrom(person, { messageId: message.id, id, title: label }));
        },
        shown: () => server.sent.filter(({ content }) => isTo(content, person)).map((sent) => toShown(server, sent)),
      };
    },
    isIdle: () => deliveries.pending === 0,
    async close() {
      await deliveries.end();
      await server.close();
    },
  };
}

/** Delivers in order, and again until the webhook accepts, as Meta does. */
class Deliveries {
  #address = '';
  #chain: Promise<void> = Promise.resolve();
  #isEnded = false;
  pending = 0;

  get isAttached(): boolean {
    return this.#address !== '';
  }

  attach(address: string): void {
    this.#address = address;
  }

  add(body: JsonObject): void {
    this.pending += 1;
    this.#chain = this.#chain.then(() => this.#deliver(body)).finally(() => (this.pending -= 1));
  }

  async end(): Promise<void> {
    this.#isEnded = true;
    await this.#chain;
  }

  async #deliver(body: JsonObject): Promise<void> {
    const { method, headers, body: bytes } = signedRequest(body);
    const given = Object.entries(headers).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value] as [string, string]],
    );
    while (!this.#isEnded) {
      const response = await fetch(this.#address, { method, headers: given, body: new Uint8Array(bytes) }).catch(
        () => undefined,
      );
      if (response?.ok === true) return;
      // Meta waits too, and longer.
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

function fileFrom(
  server: GraphServer,
  person: WhatsAppPerson,
  caption: string,
  { name, type, bytes }: SentFile,
): JsonObject {
  const id = server.addFile(bytes, type, name);
  return messageFrom(person, { type: 'document', document: { id, filename: name, mime_type: type, caption } });
}

function isTo({ to, recipient }: JsonObject, { phone, userId }: WhatsAppPerson): boolean {
  return [to, recipient].some((one) => one !== undefined && (one === phone || one === userId));
}

function toShown(server: GraphServer, { id, content }: SentMessage): ShownMessage {
  const interactive = child(content, 'interactive');
  const action = child(interactive, 'action');
  const document = child(content, 'document');
  const texts = [child(content, 'text')['body'], child(interactive, 'body')['text'], document['caption']];
  const stored = server.files.get(String(document['id'] ?? ''));
  return {
    id,
    text: shownText(texts.find((text) => typeof text === 'string') ?? ''),
    buttons: [
      ...readReplies(action['buttons']),
      ...list(action['sections']).flatMap((section) => readRows(section['rows'])),
    ],
    ...(stored === undefined
      ? {}
      : { file: { name: String(document['filename'] ?? stored.name), bytes: stored.bytes } }),
  };
}

function readReplies(buttons: unknown): ShownMessage['buttons'] {
  return list(buttons)
    .map((button) => child(button, 'reply'))
    .map(({ id, title }) => ({ label: String(title), data: String(id) }));
}

function readRows(rows: unknown): ShownMessage['buttons'] {
  return list(rows).map(({ id, title }) => ({ label: String(title), data: String(id) }));
}

function child(object: JsonObject, name: string): JsonObject {
  const value = object[name];
  return isJsonObject(value) ? value : {};
}

function list(value: unknown): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
