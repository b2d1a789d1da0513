// What people write while Gatehouse is stopped for so long that its session ends. Proves: CN-3
import { expect, it, onTestFinished } from 'vitest';
import { createDiscordChannel } from '#adapters/channels/discord/discord.ts';
import type { ChannelEvent } from '#core/ports/channel.ts';
import { ADA_SAYS, memoryRecords } from '#tests/support/discord/records.ts';
import { discordContext, FAST, openDiscord, untilHeard } from '#tests/support/discord/discord-stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

async function openTwice() {
  const records = memoryRecords();
  const opened = await openDiscord({ records });
  const { server } = opened;
  const start = async (receive: (event: ChannelEvent) => Promise<void>) => {
    const channel = createDiscordChannel(discordContext(server, { records }), FAST);
    onTestFinished(() => channel.stop());
    channel.start(receive);
    await waitUntil('the connection', () => channel.status().connected);
    return channel;
  };
  return { ...opened, start, records };
}

const texts = (heard: readonly ChannelEvent[]) => heard.map((event) => (event.kind === 'message' ? event.text : ''));

it('is read when it starts again, in order, and before what is written then', async () => {
  const { state, server, ada, direct, general, start } = await openTwice();
  const heard: ChannelEvent[] = [];
  const receive = async (event: ChannelEvent) => void heard.push(event);
  const first = await start(receive);
  state.say(ada, direct, { text: 'one' });
  state.say(ada, general, { text: `<@${state.bot.id}> in the guild` });
  await untilHeard(heard, 2);
  await first.stop();
  server.gateway.forget();
  for (const text of ADA_SAYS) state.say(ada, direct, { text });
  state.say(ada, general, { text: `<@${state.bot.id}> missed` });
  await start(receive);
  state.say(ada, direct, { text: 'last' });
  await waitUntil('all messages', () => texts(heard).includes('last') && texts(heard).includes('missed'));
  // What is written while missed messages are read comes twice, with the same ID.
  const once = [...new Map(heard.map((event) => [event.id, event])).values()];
  expect(texts(once.filter(({ chat }) => chat.chatId === direct.id))).toEqual(['one', ...ADA_SAYS, 'last']);
  expect(heard.find((event) => event.kind === 'message' && event.text === 'missed')).toMatchObject({
    chat: { kind: 'group', chatId: general.id },
    isForBot: true,
  });
});

it('is read again when it could not be saved, also if the new session is resumed', async () => {
  const { state, server, ada, direct, start } = await openTwice();
  const heard: ChannelEvent[] = [];
  const first = await start(async (event) => void heard.push(event));
  state.say(ada, direct, { text: 'one' });
  await untilHeard(heard);
  await first.stop();
  server.gateway.forget();
  state.say(ada, direct, { text: 'missed' });
  let refused = 0;
  const second = await start(async () => {
    refused += 1;
    throw new Error('The disk is full.');
  });
  await waitUntil('the attempt', () => refused > 0);
  await second.stop();
  await start(async (event) => void heard.push(event));
  await untilHeard(heard, 2);
  expect(texts(heard)).toEqual(['one', 'missed']);
});

it('of another chat is read even if the bot was removed from one', async () => {
  const { state, server, ada, direct, general, start } = await openTwice();
  const heard: ChannelEvent[] = [];
  const receive = async (event: ChannelEvent) => void heard.push(event);
  const first = await start(receive);
  state.say(ada, direct, { text: 'one' });
  state.say(ada, general, { text: 'two' });
  await untilHeard(heard, 2);
  await first.stop();
  server.gateway.forget();
  state.say(ada, direct, { text: 'missed' });
  state.channels.delete(general.id);
  await start(receive);
  await untilHeard(heard, 3);
  expect(texts(heard)).toEqual(['one', 'two', 'missed']);
});
