// Proves: CN-3
import { describe, expect, it } from 'vitest';
import { connectDiscord, untilHeard } from '#tests/support/discord/discord-stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

describe('messages in a guild', () => {
  it('are for the bot if they mention it, and are in the thread they were written in', async () => {
    const { state, ada, general, heard } = await connectDiscord();
    const thread = state.channel('a thread', general.id);
    state.say(ada, general, { text: 'just talking' });
    state.say(ada, thread, { text: `<@${state.bot.id}> what is new?` });
    await untilHeard(heard, 2);
    expect(heard).toMatchObject([
      { kind: 'message', isForBot: false, chat: { kind: 'group' } },
      { kind: 'message', isForBot: true, text: 'what is new?', sender: { id: ada.id } },
    ]);
  });

  it('of bots and of webhooks are ignored', async () => {
    const { state, general, ada, heard } = await connectDiscord();
    const bot = state.person('Other', { bot: true });
    state.say(bot, general, { text: `<@${state.bot.id}> hello` });
    state.say(ada, general, { text: 'from a webhook', webhookId: '42' });
    state.say(ada, general, { text: 'last' });
    await untilHeard(heard);
    expect(heard).toMatchObject([{ text: 'last' }]);
  });
});

describe('interactions', () => {
  it('of a button name the person who pressed it', async () => {
    const { state, channel, ada, general, heard, signal } = await connectDiscord();
    const eve = state.person('Ada');
    const buttons = [[{ label: 'Allow', data: 'a:1:o' }]];
    const id = await channel.send({ to: { chatId: general.id }, markdown: 'May I?', buttons, key: 'k' }, signal);
    state.press(eve, id, 'g:a:1:o');
    await untilHeard(heard);
    expect(heard).toMatchObject([{ kind: 'press', data: 'a:1:o', sender: { id: eve.id } }]);
    expect(eve.id).not.toBe(ada.id);
  });

  it('of a slash command are messages, and are completed by the answer', async () => {
    const { state, channel, ada, direct, heard, signal } = await connectDiscord();
    const pending = state.command(ada, direct, 'status');
    await untilHeard(heard);
    expect(heard).toMatchObject([{ kind: 'message', text: '/status', isForBot: true }]);
    await channel.send({ to: { chatId: direct.id }, markdown: 'State: idle', key: 'k' }, signal);
    await waitUntil('the response', () => pending.answered !== undefined);
  });
});

describe('the connection', () => {
  it('is resumed after a disconnect, and no message is lost', async () => {
    const { state, server, ada, direct, heard } = await connectDiscord();
    state.say(ada, direct, { text: 'before' });
    await untilHeard(heard);
    server.gateway.disconnect();
    state.say(ada, direct, { text: 'meanwhile' });
    await untilHeard(heard, 2);
    expect(heard.map((event) => event.kind === 'message' && event.text)).toEqual(['before', 'meanwhile']);
  });

  it('survives frames that are not valid', async () => {
    const { state, server, ada, direct, heard } = await connectDiscord();
    server.gateway.sendRaw('{');
    state.say(ada, direct, { text: 'after' });
    await untilHeard(heard);
    expect(heard).toMatchObject([{ text: 'after' }]);
  });

  it('sends a message once when a send is repeated with its key', async () => {
    const { state, channel, direct, signal } = await connectDiscord();
    const message = { to: { chatId: direct.id }, markdown: 'Once', key: 'same' };
    await channel.send(message, signal);
    await channel.send(message, signal);
    expect(channel.capabilities.keys).toBe(true);
    expect(state.ofBot(direct.id)).toHaveLength(1);
  });

  it('pings nobody with an answer', async () => {
    const { state, channel, general, signal } = await connectDiscord();
    await channel.send({ to: { chatId: general.id }, markdown: '@everyone look', key: 'k' }, signal);
    expect(state.ofBot(general.id)[0]?.mentions ?? []).toEqual([]);
  });
});
