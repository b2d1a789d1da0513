// Proves: CN-4
import { channelConformance } from '#tests/conformance/channel.ts';
import { readPlain } from '#tests/support/slack/plain-blocks.ts';
import { openSlack } from '#tests/support/slack/slack-stage.ts';

channelConformance('Slack', async () => {
  const { server, state, ada, direct, general, channel } = await openSlack();
  let repeat: () => void = () => undefined;
  return {
    channel,
    senderId: ada.id,
    directChat: direct,
    otherChat: general,
    async say({ text, chatId = direct, file }) {
      const sent = file === undefined ? {} : { file: { name: file.name, type: file.mimeType, bytes: file.bytes } };
      const event = state.say(ada, chatId, { text, ...sent });
      repeat = () => state.event(event);
    },
    async press(chatId, messageId, data) {
      const message = state.find(chatId, messageId);
      if (message !== undefined) state.press(ada, message, data);
    },
    received: (chatId) =>
      state
        .ofBot(chatId)
        .filter(({ files }) => files.length === 0)
        .map(readPlain),
    files: (chatId) => state.ofBot(chatId).flatMap(({ files }) => files.map(({ name }) => name)),
    async repeat() {
      repeat();
    },
    limitOnce: (seconds) => server.fail({ on: 'chat.postMessage', status: 429, retryAfter: seconds }),
    failOnce: () => server.fail({ on: 'chat.postMessage', status: 503 }),
  };
});
