// A channel in memory, for tests: messages are delivered by the test, and replies are kept.
import type { Channel, ChannelMessage, ChannelStatus } from '#core/ports/channel.ts';

/** A reply that was sent. */
export interface SampleReply {
  readonly chatId: string;
  readonly text: string;
  readonly key: string;
}

/** A network with one chat client: the test. */
export class SampleChannel implements Channel {
  readonly sent: SampleReply[] = [];
  /** How many of the next sends fail. */
  failures = 0;
  #receive: ((message: ChannelMessage) => Promise<void>) | undefined;

  start(receive: (message: ChannelMessage) => Promise<void>): void {
    this.#receive = receive;
  }

  async stop(): Promise<void> {
    this.#receive = undefined;
  }

  async send(chatId: string, text: string, key: string): Promise<void> {
    if (this.#receive === undefined) throw new Error('The channel is not connected.');
    if (this.failures > 0) {
      this.failures -= 1;
      throw new Error('The network is down.');
    }
    this.sent.push({ chatId, text, key });
  }

  status(): ChannelStatus {
    return { connected: this.#receive !== undefined };
  }

  /** Delivers a message; false when the channel isn't connected. */
  async deliver(message: ChannelMessage): Promise<boolean> {
    await this.#receive?.(message);
    return this.#receive !== undefined;
  }
}
