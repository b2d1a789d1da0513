// Proves: CN-1, CN-2, MD-6
import { channelConformance, type ChannelUnderTest } from '#tests/conformance/channel.ts';
import { ADA, press, say, sendFile } from '#tests/support/telegram/people.ts';
import { openStage } from '#tests/support/telegram/stage.ts';

channelConformance('Telegram', async (): Promise<ChannelUnderTest> => {
  const { server, channel } = await openStage();
  let last = () => say(server, 'nothing');
  return {
    channel,
    senderId: String(ADA.id),
    directChat: String(ADA.id),
    otherChat: '222',
    async say({ text, file, chatId = String(ADA.id) }) {
      const written = { chatId: Number(chatId) };
      const update =
        file === undefined ? say(server, text, written) : sendFile(server, file.bytes, file.name, text, written);
      const { update_id: id, ...content } = update;
      last = () => server.push(content, id);
    },
    press: async (chatId, messageId, data) => void press(server, Number(chatId), Number(messageId), data),
    received: (chatId) => server.shown(chatId).map(({ text }) => text),
    files: (chatId) => server.shown(chatId).flatMap(({ file }) => (file === undefined ? [] : file.name)),
    repeat: async () => void last(),
    limitOnce: (seconds) =>
      server.fail('*', { status: 429, description: `Too Many Requests: retry after ${seconds}`, retryAfter: seconds }),
    failOnce: () => server.fail('*', { status: 502, description: 'Bad Gateway' }),
  };
});
