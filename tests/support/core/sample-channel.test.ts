import { channelConformance } from '#tests/conformance/channel.ts';
import { SampleChannel } from './sample-channel.ts';

channelConformance('the sample', async () => {
  const channel = new SampleChannel();
  return {
    channel,
    say: async (message) => void (await channel.deliver(message)),
    received: (chatId) => channel.sent.filter((reply) => reply.chatId === chatId).map(({ text }) => text),
  };
});
