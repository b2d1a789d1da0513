// Proves: CN-3
import { channelConformance } from '#tests/conformance/channel.ts';
import { openDiscord } from '#tests/support/discord/discord-stage.ts';
import { toPlain } from '#tests/support/discord/plain-text.ts';

channelConformance('Discord', async () => {
  const { server, state, ada, direct, general, channel } = await openDiscord();
  const channelFor = (id: string) => state.findChannel(id);
  let repeat: () => void = () => undefined;
  return {
    channel,
    senderId: ada.id,
    directChat: direct.id,
    otherChat: general.id,
    async say({ text, chatId = direct.id, file }) {
      const files = file === undefined ? [] : [{ name: file.name, type: file.mimeType, bytes: file.bytes }];
      const message = state.say(ada, channelFor(chatId), { text, files });
      repeat = () => state.dispatch('MESSAGE_CREATE', message);
    },
    async press(_chatId, messageId, data) {
      state.press(ada, messageId, `g:${data}`);
    },
    received: (chatId) => state.ofBot(chatId).map(({ content }) => toPlain(content)),
    files: (chatId) => state.ofBot(chatId).flatMap(({ attachments }) => attachments.map(({ filename }) => filename)),
    async repeat() {
      repeat();
    },
    limitOnce: (seconds) =>
      server.rest.fail({ on: 'POST /channels', status: 429, headers: { 'retry-after': String(seconds) } }),
    failOnce: () => server.rest.fail({ on: 'POST /channels', status: 503 }),
  };
});
