// What channels remember: linked people, pairing requests, link codes, and the state of chats.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ChannelPairing, ChannelPerson, PersonRight } from '#contract/types/channels.ts';
import type { ChatAddress } from '../ports/channel.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

/** A code that links whoever sends it. Only its hash is kept. */
export interface LinkCode {
  readonly hash: string;
  /** Only on this channel; absent: on any. */
  readonly channel?: string;
  readonly rights: readonly PersonRight[];
  readonly createdBy: string;
  readonly expiresAtMs: number;
}

/** What a chat has chosen. */
export interface ChatState {
  readonly projectId?: string;
  readonly agentId?: string;
  /** An unfinished conversation with several steps, by sender. */
  readonly flows?: Readonly<Record<string, ChatFlow>>;
}

/** A step of a conversation with several steps. */
export interface ChatFlow {
  readonly command: string;
  /** What was answered so far, by step. */
  readonly answers: Readonly<Record<string, string>>;
  readonly expiresAtMs: number;
}

/** A message that shows an approval or a question, to be changed when it is answered. */
export interface ShownRequest {
  readonly channel: string;
  readonly to: ChatAddress;
  readonly messageId: string;
  readonly text: string;
}

/** All keys of the settings store that channels use start with it. */
const CHANNEL_PREFIX = 'channel:';
const PEOPLE = `${CHANNEL_PREFIX}person:`;
const PAIRINGS = `${CHANNEL_PREFIX}pairing:`;
const CODES = `${CHANNEL_PREFIX}code:`;
const CHATS = `${CHANNEL_PREFIX}chat:`;
const SHOWN = `${CHANNEL_PREFIX}shown:`;

/** What channels remember. Each change is on disk when it returns. */
export class ChannelRecords {
  readonly #settings: SettingsStore;

  constructor(settings: SettingsStore) {
    this.#settings = settings;
  }

  async people(channel?: string): Promise<readonly ChannelPerson[]> {
    const all = await this.#list<ChannelPerson>(channel === undefined ? PEOPLE : `${PEOPLE}${channel}:`);
    return all.toSorted((a, b) => a.linkedAtMs - b.linkedAtMs);
  }

  person(channel: string, senderId: string): Promise<ChannelPerson | undefined> {
    return this.#get<ChannelPerson>(`${PEOPLE}${channel}:${senderId}`);
  }

  savePerson(person: ChannelPerson): Promise<void> {
    return this.#settings.set(`${PEOPLE}${person.channel}:${person.senderId}`, person);
  }

  removePerson({ channel, senderId }: Pick<ChannelPerson, 'channel' | 'senderId'>): Promise<void> {
    return this.#settings.delete(`${PEOPLE}${channel}:${senderId}`);
  }

  pairings(): Promise<readonly ChannelPairing[]> {
    return this.#list<ChannelPairing>(PAIRINGS);
  }

  savePairing(pairing: ChannelPairing): Promise<void> {
    return this.#settings.set(PAIRINGS + pairing.id, pairing);
  }

  removePairing(id: string): Promise<void> {
    return this.#settings.delete(PAIRINGS + id);
  }

  codes(): Promise<readonly LinkCode[]> {
    return this.#list<LinkCode>(CODES);
  }

  saveCode(code: LinkCode): Promise<void> {
    return this.#settings.set(CODES + code.hash, code);
  }

  removeCode(hash: string): Promise<void> {
    return this.#settings.delete(CODES + hash);
  }

  async chat(channel: string, address: ChatAddress): Promise<ChatState> {
    return (await this.#get<ChatState>(chatKey(channel, address))) ?? {};
  }

  saveChat(channel: string, address: ChatAddress, state: ChatState): Promise<void> {
    return this.#settings.set(chatKey(channel, address), state);
  }

  /** Where an approval or question is shown. */
  async shown(requestId: string): Promise<readonly ShownRequest[]> {
    const value = await this.#settings.get(SHOWN + requestId);
    return Array.isArray(value) ? (value as readonly ShownRequest[]) : []; // Written below.
  }

  async addShown(requestId: string, shown: ShownRequest): Promise<void> {
    await this.#settings.set(SHOWN + requestId, [...(await this.shown(requestId)), shown]);
  }

  forgetShown(requestId: string): Promise<void> {
    return this.#settings.delete(SHOWN + requestId);
  }

  /** Requests that are shown somewhere. */
  async shownRequests(): Promise<readonly string[]> {
    return (await this.#settings.list(SHOWN)).map(({ key }) => key.slice(SHOWN.length));
  }

  // Only this class writes these keys.
  async #list<T>(prefix: string): Promise<readonly T[]> {
    return (await this.#settings.list(prefix)).flatMap(({ value }) => (isJsonObject(value) ? [value as T] : []));
  }

  async #get<T>(key: string): Promise<T | undefined> {
    const value = await this.#settings.get(key);
    return isJsonObject(value) ? (value as T) : undefined;
  }
}

function chatKey(channel: string, { chatId, threadId }: ChatAddress): string {
  return `${CHATS}${channel}:${JSON.stringify(threadId === undefined ? [chatId] : [chatId, threadId])}`;
}
