// Conformance suite of the channel port. Every channel passes it.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Channel, ChannelMessage } from '#core/ports/channel.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

/** A channel and the other side of its network. */
export interface ChannelUnderTest {
  readonly channel: Channel;
  /** A person writes; resolves when the network has handed the message over, or noticed that nobody is connected. */
  say(message: ChannelMessage): Promise<void>;
  /** Texts that the network received for a chat. */
  received(chatId: string): readonly string[];
}

const HELLO: ChannelMessage = { id: 'message-1', chatId: 'chat-1', senderId: 'ada', text: 'Hello' };

/** Registers the suite. */
export function channelConformance(name: string, open: () => Promise<ChannelUnderTest>): void {
  async function started(receive: (message: ChannelMessage) => Promise<void> = async () => {}) {
    const opened = await open();
    opened.channel.start(receive);
    onTestFinished(() => opened.channel.stop());
    await waitUntil('the connection', () => opened.channel.status().connected);
    return opened;
  }

  describe(`${name}: a channel`, () => {
    it('is disconnected until it is started', async () => {
      const { channel } = await open();
      expect(channel.status().connected).toBe(false);
    });

    it('hands over messages with their ID, chat, sender, and text', async () => {
      const heard: ChannelMessage[] = [];
      const { say } = await started(async (message) => void heard.push(message));
      await say(HELLO);
      await waitUntil('the message', () => heard.length > 0);
      expect(heard).toEqual([HELLO]);
    });

    it('sends texts to their chats, in order', async () => {
      const { channel, received } = await started();
      const { signal } = new AbortController();
      await channel.send('chat-1', 'first', 'key-1', signal);
      await channel.send('chat-2', 'other', 'key-2', signal);
      await channel.send('chat-1', '<b>second</b> & *last*', 'key-3', signal);
      expect(received('chat-1')).toEqual(['first', '<b>second</b> & *last*']);
      expect(received('chat-2')).toEqual(['other']);
    });

    it('hands over nothing after it was stopped, and can be started again', async () => {
      const heard: string[] = [];
      const receive = async ({ id }: ChannelMessage): Promise<void> => void heard.push(id);
      const { channel, say } = await started(receive);
      await channel.stop();
      expect(channel.status().connected).toBe(false);
      await say(HELLO);
      expect(heard).toEqual([]);
      channel.start(receive);
      await waitUntil('the connection', () => channel.status().connected);
      await say({ ...HELLO, id: 'message-2' });
      await waitUntil('the message', () => heard.includes('message-2'));
    });

    it('can be stopped twice', async () => {
      const { channel } = await started();
      await channel.stop();
      await channel.stop();
    });
  });
}
