// The messages of web chat: in the store one by one, and in memory while somebody reads them.
import { randomUUID } from 'node:crypto';
import type { WebChatMessage, WebChatUpdate } from '#contract/types/web-chat.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { SettingsStore } from '#core/ports/settings-store.ts';

/** Messages of a chat; the oldest are removed. The session keeps all. */
const MAX_MESSAGES = 200;
/** Files of a chat; the oldest are removed. */
const MAX_FILES = 10;
/** "Typing" is shown for this time, ms. */
const TYPING_MS = 6_000;
const DIGITS = 9;

/** A file of a chat. */
export interface StoredFile {
  readonly name: string;
  readonly mimeType: string;
  readonly base64: string;
}

interface Entry {
  readonly key: string;
  readonly message: WebChatMessage;
  readonly revision: number;
}

interface Chat {
  readonly entries: Map<string, Entry>;
  next: number;
  revision: number;
  typingUntil: number;
  readonly waiting: Set<() => void>;
}

/** The chats of all visitors. */
export class Chats {
  readonly #store: SettingsStore;
  readonly #clock: Clock;
  readonly #chats = new Map<string, Promise<Chat>>();
  /** Revisions of another process mean something else. */
  readonly #epoch = randomUUID();

  constructor(store: SettingsStore, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
  }

  async get(visitorId: string, messageId: string): Promise<WebChatMessage | undefined> {
    return (await this.#open(visitorId)).entries.get(messageId)?.message;
  }

  /** Adds a message, or replaces the one with its ID. */
  async put(visitorId: string, message: WebChatMessage): Promise<void> {
    const chat = await this.#open(visitorId);
    const known = chat.entries.get(message.id);
    const key = known?.key ?? `message:${visitorId}:${String((chat.next += 1)).padStart(DIGITS, '0')}`;
    await this.#store.set(key, message);
    chat.revision += 1;
    chat.entries.set(message.id, { key, message, revision: chat.revision });
    if (message.from === 'agent') chat.typingUntil = 0;
    wake(chat);
    const [oldest] = chat.entries;
    if (chat.entries.size <= MAX_MESSAGES || oldest === undefined) return;
    chat.entries.delete(oldest[0]);
    await this.#store.delete(oldest[1].key);
  }

  async showTyping(visitorId: string): Promise<void> {
    const chat = await this.#open(visitorId);
    chat.typingUntil = this.#clock.now() + TYPING_MS;
    chat.revision += 1;
    wake(chat);
  }

  /** What changed since a cursor; waits until something does, or `signal` aborts. */
  async read(
    visitorId: string,
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<Omit<WebChatUpdate, 'title'>> {
    const chat = await this.#open(visitorId);
    const [epoch, given = ''] = (cursor ?? '').split('.');
    const isComplete = epoch !== this.#epoch || !(Number(given) <= chat.revision);
    const after = isComplete ? -1 : Number(given);
    if (!isComplete && chat.revision <= after) await untilChanged(chat, signal);
    const changed = [...chat.entries.values()].filter(({ revision }) => revision > after);
    return {
      cursor: `${this.#epoch}.${chat.revision}`,
      isComplete,
      messages: changed.map(({ message }) => message),
      isTyping: chat.typingUntil > this.#clock.now(),
    };
  }

  async addFile(visitorId: string, file: StoredFile): Promise<string> {
    const id = randomUUID();
    const start = `file:${visitorId}:`;
    const before = await this.#store.list(start);
    for (const { key } of before.slice(0, Math.max(0, before.length + 1 - MAX_FILES))) await this.#store.delete(key);
    await this.#store.set(`${start}${String(this.#clock.now()).padStart(15, '0')}-${id}`, file);
    return id;
  }

  async file(visitorId: string, id: string): Promise<StoredFile | undefined> {
    const rows = await this.#store.list(`file:${visitorId}:`);
    // Rows are what #addFile wrote.
    return rows.find(({ key }) => key.endsWith(`-${id}`))?.value as StoredFile | undefined;
  }

  /** Removes everything of a visitor. */
  async remove(visitorId: string): Promise<void> {
    const open = this.#chats.get(visitorId);
    this.#chats.delete(visitorId);
    for (const kind of ['message', 'file'])
      for (const { key } of await this.#store.list(`${kind}:${visitorId}:`)) await this.#store.delete(key);
    if (open !== undefined) wake(await open);
  }

  /** Ends all waiting reads. */
  async release(): Promise<void> {
    for (const chat of this.#chats.values()) wake(await chat);
  }

  #open(visitorId: string): Promise<Chat> {
    let chat = this.#chats.get(visitorId);
    if (chat === undefined) this.#chats.set(visitorId, (chat = this.#load(visitorId)));
    return chat;
  }

  async #load(visitorId: string): Promise<Chat> {
    const rows = await this.#store.list(`message:${visitorId}:`);
    const entries = new Map<string, Entry>();
    for (const { key, value } of rows.toSorted((a, b) => (a.key < b.key ? -1 : 1))) {
      // Rows are what #put wrote.
      const message = value as WebChatMessage;
      entries.set(message.id, { key, message, revision: 0 });
    }
    const next = Number(
      rows
        .map(({ key }) => key)
        .toSorted()
        .at(-1)
        ?.split(':')
        .at(-1) ?? 0,
    );
    return { entries, next, revision: 0, typingUntil: 0, waiting: new Set() };
  }
}

function wake(chat: Chat): void {
  for (const done of chat.waiting) done();
  chat.waiting.clear();
}

function untilChanged(chat: Chat, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = (): void => {
      chat.waiting.delete(done);
      signal.removeEventListener('abort', done);
      resolve();
    };
    chat.waiting.add(done);
    signal.addEventListener('abort', done);
  });
}
