import { channelConformance } from '#tests/conformance/channel.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { SampleChannel } from './sample-channel.ts';

channelConformance('the sample', async () => {
  const channel = new SampleChannel();
  let count = 0;
  let last = {
    id: '',
    chatId: '',
    senderId: 'ada',
    text: '',
    files: [] as { ref: string; name: string; mimeType: string }[],
  };
  // Like a network, it delivers again what wasn't taken.
  const deliver = (): Promise<unknown> => channel.deliver(last).catch(() => channel.deliver(last));
  return {
    channel,
    senderId: 'ada',
    directChat: 'chat-1',
    otherChat: 'chat-2',
    async say({ text, chatId = 'chat-1', file }) {
      count += 1;
      if (file !== undefined) channel.files.set(`file-${count}`, file.bytes);
      const files = file === undefined ? [] : [{ ref: `file-${count}`, name: file.name, mimeType: file.mimeType }];
      last = { id: `message-${count}`, chatId, senderId: 'ada', text, files };
      await deliver();
    },
    repeat: async () => void (await deliver()),
    async press(chatId, messageId, data) {
      const chat = { chatId, kind: 'direct' } as const;
      await channel.emit({ kind: 'press', id: 'press-1', chat, sender: { id: 'ada' }, messageId, data });
    },
    received: (chatId) =>
      channel.sent
        .filter((reply) => reply.chatId === chatId)
        .map(({ text }) => text.replaceAll('&amp;', '&').replaceAll(/\\([*<>])/g, '$1')),
    files: (chatId) =>
      channel.messages
        .filter(({ to }) => to.chatId === chatId)
        .flatMap(({ files = [] }) => files.map(({ name }) => name)),
    limitOnce(seconds) {
      channel.fault = new ChannelError('rate-limited', 'Too many messages.', seconds * 1_000);
    },
    failOnce() {
      channel.fault = new ChannelError('unavailable', 'The network has an error.');
    },
  };
});
