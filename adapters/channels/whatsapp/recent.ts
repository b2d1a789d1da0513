// What was seen lately, in memory: it makes replies clearer, and a repeated send shorter. Nothing depends on it.
import type { ChannelMessage } from '#core/ports/channel.ts';

const MAX_ENTRIES = 1_000;
const MAX_QUOTE = 500;

/** A map that forgets its oldest entries. */
class RecentMap<Value> {
  readonly #entries = new Map<string, Value>();

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > MAX_ENTRIES && oldest !== undefined) this.#entries.delete(oldest);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }
}

/** Memory of a connection. */
export class Recent {
  /** Texts by message, because WhatsApp names only the ID of the message that was replied to. */
  readonly #texts = new RecentMap<string>();
  /** Last message of a person, for the typing indicator. */
  readonly lastMessages = new RecentMap<string>();
  /** IDs of the messages of an unfinished send, by key. */
  readonly sent = new RecentMap<readonly string[]>();
  /** People whose last message is too old, until they write again. */
  readonly closed = new RecentMap<true>();

  noteText(messageId: string, text: string): void {
    if (text !== '') this.#texts.set(messageId, text.slice(0, MAX_QUOTE));
  }

  /** A message with the text of the one that it replies to. */
  addQuote(message: ChannelMessage, repliedTo: string | undefined): ChannelMessage {
    const quoted = repliedTo === undefined ? undefined : this.#texts.get(repliedTo);
    return quoted === undefined ? message : { ...message, quoted };
  }
}
