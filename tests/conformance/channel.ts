// Conformance suite of the channel port. Every channel passes it.
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ChannelError,
  type Channel,
  type ChannelEvent,
  type ChannelMessage,
  type OutgoingMessage,
} from '#core/ports/channel.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

/** What a person writes. */
export interface Said {
  readonly text: string;
  /** Default: the direct chat of {@link ChannelUnderTest.directChat}. */
  readonly chatId?: string;
  readonly file?: { readonly name: string; readonly mimeType: string; readonly bytes: Uint8Array };
}

/** A channel and the other side of its network. */
export interface ChannelUnderTest {
  readonly channel: Channel;
  /** The person who writes, and two chats of theirs with the bot, by the network's IDs. */
  readonly senderId: string;
  readonly directChat: string;
  readonly otherChat: string;
  /** A person writes; resolves when the network has taken the message, whether or not the bot is connected. */
  say(said: Said): Promise<void>;
  /** The person presses a button of a message of the bot. */
  press(chatId: string, messageId: string, data: string): Promise<void>;
  /** Messages of the bot in a chat as they are now, oldest first, without formatting. */
  received(chatId: string): readonly string[];
  /** Names of the files that the bot sent to a chat. */
  files(chatId: string): readonly string[];
  /** The network delivers its last event again. */
  repeat(): Promise<void>;
  /** The network rejects the next call with its rate limit, after which it asks to wait so long. */
  limitOnce(retryAfterSeconds: number): void;
  /** The network fails with a server error for the next call. */
  failOnce(): void;
}

/** Registers the suite. */
export function channelConformance(name: string, open: () => Promise<ChannelUnderTest>): void {
  async function started(receive: (event: ChannelEvent) => Promise<void> = async () => {}) {
    const opened = await open();
    opened.channel.start(receive);
    onTestFinished(() => opened.channel.stop());
    await waitUntil('the connection', () => opened.channel.status().connected);
    return opened;
  }
  let keys = 0;
  const send = (
    opened: ChannelUnderTest,
    message: Partial<OutgoingMessage> & { readonly markdown: string },
  ): Promise<string> =>
    opened.channel.send(
      { to: { chatId: opened.directChat }, key: `key-${(keys += 1)}`, ...message },
      new AbortController().signal,
    );
  const messages = (events: readonly ChannelEvent[]): readonly ChannelMessage[] =>
    events.filter((event) => event.kind === 'message');

  describe(`${name}: a channel`, () => {
    it('is disconnected until it is started', async () => {
      const { channel } = await open();
      expect(channel.status().connected).toBe(false);
    });

    it('hands over messages with their IDs, chat, sender, and text', async () => {
      const heard: ChannelEvent[] = [];
      const { say, senderId, directChat } = await started(async (event) => void heard.push(event));
      await say({ text: 'Hello' });
      await waitUntil('the message', () => heard.length > 0);
      expect(heard).toHaveLength(1);
      const [message] = messages(heard);
      expect(message).toMatchObject({
        kind: 'message',
        text: 'Hello',
        isForBot: true,
        chat: { chatId: directChat, kind: 'direct' },
        sender: { id: senderId },
      });
      expect(message?.id).not.toBe('');
      expect(message?.messageId).not.toBe('');
    });

    it('hands over the messages of a chat in order, each after the one before was saved', async () => {
      const heard: string[] = [];
      let active = 0;
      const { say } = await started(async (event) => {
        expect((active += 1)).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        active -= 1;
        if (event.kind === 'message') heard.push(event.text);
      });
      const texts = Array.from({ length: 8 }, (_, n) => `message ${n}`);
      for (const text of texts) await say({ text });
      await waitUntil('all messages', () => heard.length === texts.length);
      expect(heard).toEqual(texts);
    });

    it('receives a message again that could not be saved, under the same ID', async () => {
      const ids: string[] = [];
      const { say } = await started(async (event) => {
        ids.push(event.id);
        if (ids.length === 1) throw new Error('The disk is full.');
      });
      await say({ text: 'Hello' });
      await waitUntil('the message again', () => ids.length >= 2);
      expect(new Set(ids).size).toBe(1);
    });

    it('gives an event that the network delivers again the same ID', async () => {
      const ids: string[] = [];
      const { say, repeat } = await started(async ({ id }) => void ids.push(id));
      await say({ text: 'Hello' });
      await waitUntil('the message', () => ids.length === 1);
      await repeat();
      await say({ text: 'Another' });
      await waitUntil('the other message', () => new Set(ids).size === 2);
    });

    it('sends messages to their chats, in order, without interpreting their text', async () => {
      const opened = await started();
      const { directChat, otherChat, received } = opened;
      await send(opened, { markdown: 'first' });
      await send(opened, { markdown: 'other', to: { chatId: otherChat } });
      await send(opened, { markdown: 'a \\*b\\* &amp; \\<c\\>' });
      expect(received(directChat)).toEqual(['first', 'a *b* & <c>']);
      expect(received(otherChat)).toEqual(['other']);
    });

    it('splits any text into parts that it can send', async () => {
      const opened = await started();
      const code = Array.from({ length: 900 }, (_, n) => `const value${n} = '😀 & <${n}>';`).join('\n');
      const markdown = `# Title\n\nSome **bold** text.\n\n\`\`\`ts\n${code}\n\`\`\`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n`;
      const parts = opened.channel.split(markdown);
      expect(parts.length).toBeGreaterThan(1);
      for (const part of parts) await send(opened, { markdown: part });
      const all = opened.received(opened.directChat).join('\n');
      for (const n of [0, 450, 899]) expect(all).toContain(`const value${n} = '😀 & <${n}>';`);
    });

    it('edits a message, also to the same content', async () => {
      const opened = await started();
      const { channel, directChat, received } = opened;
      const id = await send(opened, { markdown: 'draft' });
      if (!channel.capabilities.edit) {
        const edit = channel.edit({ chatId: directChat }, id, { markdown: 'final' }, new AbortController().signal);
        await expect(edit).rejects.toMatchObject({ code: 'unsupported' });
        return;
      }
      for (const markdown of ['final', 'final'])
        await channel.edit({ chatId: directChat }, id, { markdown }, new AbortController().signal);
      expect(received(directChat)).toEqual(['final']);
    });

    it('hands over a pressed button with its message and who pressed it', async () => {
      const heard: ChannelEvent[] = [];
      const opened = await started(async (event) => void heard.push(event));
      const { channel, directChat, senderId } = opened;
      if (!channel.capabilities.buttons) return;
      const buttons = [
        [
          { label: 'Allow', data: 'a:1:o' },
          { label: 'Deny', data: 'a:1:d' },
        ],
      ];
      const messageId = await send(opened, { markdown: 'May I?', buttons });
      await opened.press(directChat, messageId, 'a:1:d');
      await waitUntil('the press', () => heard.length > 0);
      expect(heard[0]).toMatchObject({ kind: 'press', data: 'a:1:d', messageId, sender: { id: senderId } });
      const pressId = heard[0]?.id ?? '';
      await channel.act({ kind: 'answer-press', pressId, text: 'Denied' }, new AbortController().signal);
    });

    it('sends and receives files, and rejects larger ones than allowed', async () => {
      const heard: ChannelEvent[] = [];
      const opened = await started(async (event) => void heard.push(event));
      const { channel, directChat, say } = opened;
      const bytes = new TextEncoder().encode('one,two\n1,2\n');
      await send(opened, { markdown: 'A file', files: [{ name: 'data.csv', mimeType: 'text/csv', bytes }] });
      expect(opened.files(directChat)).toEqual(['data.csv']);
      await say({ text: 'For you', file: { name: 'notes.txt', mimeType: 'text/plain', bytes } });
      await waitUntil('the message', () => messages(heard).length > 0);
      const [file] = messages(heard)[0]?.files ?? [];
      const { signal } = new AbortController();
      expect(await channel.download(file?.ref ?? '', 1_000, signal)).toEqual(bytes);
      await expect(channel.download(file?.ref ?? '', 5, signal)).rejects.toMatchObject({ code: 'too-large' });
    });

    it('says how long to wait at a rate limit, and that a failed network can be tried again', async () => {
      const opened = await started();
      opened.limitOnce(7);
      const limited: unknown = await send(opened, { markdown: 'one' }).catch((error: unknown) => error);
      expect(limited).toBeInstanceOf(ChannelError);
      expect(limited).toMatchObject({ code: 'rate-limited', retryAfterMs: 7_000 });
      opened.failOnce();
      await expect(send(opened, { markdown: 'two' })).rejects.toMatchObject({ code: 'unavailable' });
      await send(opened, { markdown: 'three' });
      expect(opened.received(opened.directChat)).toEqual(['three']);
    });

    it('rejects a chat that does not exist for good', async () => {
      const opened = await started();
      await expect(send(opened, { markdown: 'Hello', to: { chatId: '999999999' } })).rejects.toMatchObject({
        code: 'rejected',
      });
    });

    it('hands over nothing after it was stopped, and can be started again', async () => {
      const heard: string[] = [];
      const receive = async (event: ChannelEvent): Promise<void> =>
        void (event.kind === 'message' && heard.push(event.text));
      const { channel, say } = await started(receive);
      await channel.stop();
      expect(channel.status().connected).toBe(false);
      await say({ text: 'while stopped' });
      expect(heard).toEqual([]);
      channel.start(receive);
      await waitUntil('the connection', () => channel.status().connected);
      await say({ text: 'after' });
      await waitUntil('the message', () => heard.includes('after'));
    });

    it('can be stopped twice', async () => {
      const { channel } = await started();
      await channel.stop();
      await channel.stop();
    });
  });
}
