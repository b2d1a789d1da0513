// Attacks on a Discord bot: false senders and buttons, text that would mention everybody, files and gateways elsewhere, and tokens in errors.
import { describe, expect, it } from 'vitest';
import { openConnection } from '#adapters/channels/discord/connection.ts';
import { readForm, toFormMessage } from '#adapters/channels/discord/form.ts';
import { TIMING } from '#adapters/channels/discord/limits.ts';
import type { ChannelEvent } from '#core/ports/channel.ts';
import type { Log } from '#core/ports/log.ts';
import { BOT_TOKEN } from '#tests/support/discord/discord-model.ts';
import { connectDiscord, discordContext, openDiscord } from '#tests/support/discord/discord-stage.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

type Stage = Awaited<ReturnType<typeof connectDiscord>>;

/** Writes a last message, and waits for it: whatever was to be ignored came before. */
async function settle({ state, ada, direct, heard }: Stage): Promise<readonly ChannelEvent[]> {
  state.say(ada, direct, { text: 'the end' });
  await waitUntil('the last message', () =>
    heard.some((event) => event.kind === 'message' && event.text === 'the end'),
  );
  return heard.filter((event) => event.kind !== 'message' || event.text !== 'the end');
}

describe('false senders', () => {
  const message = ({ direct }: Stage) => ({
    id: '1000000000000000001',
    channel_id: direct.id,
    content: 'forged',
    attachments: [],
    mentions: [],
    type: 0,
  });

  it.each<readonly [string, object]>([
    ['that are bots', { author: { id: '1000000000000000005', username: 'x', bot: true } }],
    ['that are the system', { author: { id: '1000000000000000005', username: 'x', system: true } }],
    ['without an author', {}],
    ['with an ID that is no number', { author: { id: 'ada', username: 'ada' } }],
    ['with an ID that is a list', { author: { id: ['1000000000000000005'], username: 'ada' } }],
    ['of a webhook', { author: { id: '1000000000000000005', username: 'ada' }, webhook_id: '1' }],
    ['in a channel without an ID', { author: { id: '1000000000000000005', username: 'ada' }, channel_id: '../1' }],
  ])('%s are ignored', async (_name, change) => {
    const stage = await connectDiscord();
    stage.state.dispatch('MESSAGE_CREATE', { ...message(stage), ...change });
    expect(await settle(stage)).toEqual([]);
  });

  it('that are the bot itself are ignored', async () => {
    const stage = await connectDiscord();
    stage.state.say(stage.state.bot, stage.direct, { text: 'forged' });
    expect(await settle(stage)).toEqual([]);
  });

  it('with the name of another person keep their own ID', async () => {
    const stage = await connectDiscord();
    const eve = stage.state.person('Ada');
    stage.state.say(eve, stage.direct, { text: 'I am Ada' });
    expect(await settle(stage)).toMatchObject([{ sender: { id: eve.id, name: 'Ada' } }]);
  });

  it('with hidden and reversed characters in their names stay who they are', async () => {
    const stage = await connectDiscord();
    const eve = stage.state.person('\u202eadA\u200b');
    stage.state.say(eve, stage.direct, { text: 'Hello' });
    expect(await settle(stage)).toMatchObject([{ sender: { id: eve.id } }]);
  });
});

describe('groups', () => {
  it('mentions of a role that only looks like that of the bot are not for it', async () => {
    const stage = await connectDiscord();
    stage.state.say(stage.ada, stage.general, { text: '@gatehouse hello' });
    stage.state.say(stage.ada, stage.general, { text: 'hello', mentionRoles: ['1000000000000000009'] });
    expect(await settle(stage)).toMatchObject([{ isForBot: false }, { isForBot: false }]);
  });

  it('mentions of everybody are not for the bot', async () => {
    const stage = await connectDiscord();
    stage.state.say(stage.ada, stage.general, { text: '@everyone @here stop' });
    expect(await settle(stage)).toMatchObject([{ isForBot: false }]);
  });
});

describe('buttons and forms', () => {
  it('name the person who pressed, not the one who is asked', async () => {
    const stage = await connectDiscord();
    const { state, channel, general, heard, signal } = stage;
    const buttons = [[{ label: 'Allow', data: 'a:1:o' }]];
    const id = await channel.send({ to: { chatId: general.id }, markdown: 'Ada, may I?', buttons, key: 'k' }, signal);
    const eve = state.person('Ada');
    state.press(eve, id, 'g:a:1:o');
    await waitUntil('the press', () => heard.length > 0);
    expect(heard).toMatchObject([{ kind: 'press', sender: { id: eve.id } }]);
  });

  it('with data that is not of Gatehouse are ignored', async () => {
    const stage = await connectDiscord();
    const { state, channel, general, ada, signal } = stage;
    const id = await channel.send(
      { to: { chatId: general.id }, markdown: 'x', buttons: [[{ label: 'A', data: 'd' }]], key: 'k' },
      signal,
    );
    for (const data of ['a:1:o', 'x:a:1:o', '', 'G:a:1:o']) state.press(ada, id, data);
    expect(await settle(stage)).toEqual([]);
  });

  it('of a message that the bot did not write open no form', () => {
    const made = toFormMessage({ data: 'f:1', title: 'Title', fields: [{ label: 'Name' }] });
    expect(readForm({ author: { id: '7' }, embeds: made.embeds }, 'f:1', '7')).toBeDefined();
    expect(readForm({ author: { id: '8' }, embeds: made.embeds }, 'f:1', '7')).toBeUndefined();
    for (const embeds of [[], [{}], [{ title: 5, fields: [] }], 'none'])
      expect(readForm({ author: { id: '7' }, embeds }, 'f:1', '7')).toBeUndefined();
  });
});

describe('text of an agent', () => {
  it.each(['@everyone', '@here', '<@1000000000000000005>', '<@&1000000000000000005>', '<#1000000000000000005>'])(
    'with %s mentions nobody',
    async (text) => {
      const { state, channel, general, signal } = await connectDiscord();
      await channel.send({ to: { chatId: general.id }, markdown: text.replaceAll('<', '\\<'), key: 'k' }, signal);
      expect(state.ofBot(general.id)[0]?.allowed_mentions).toEqual({ parse: [], replied_user: false });
    },
  );

  it.each(['javascript:alert(1)', 'discord://-/channels/@me', 'data:text/html,x', 'file:///etc/passwd'])(
    'with the address %s has no link',
    async (address) => {
      const { state, channel, direct, signal } = await connectDiscord();
      await channel.send({ to: { chatId: direct.id }, markdown: `[press](${address})`, key: 'k' }, signal);
      expect(state.ofBot(direct.id)[0]?.content).not.toContain(`](${address}`);
    },
  );

  it('hides no address behind another one', async () => {
    const { state, channel, direct, signal } = await connectDiscord();
    await channel.send(
      { to: { chatId: direct.id }, markdown: '[https://bank.example](https://evil.example)', key: 'k' },
      signal,
    );
    expect(state.ofBot(direct.id)[0]?.content).toContain('evil.example');
  });

  it('that would be too long is rejected before it is sent', async () => {
    const { state, channel, direct, signal } = await connectDiscord();
    const sending = channel.send({ to: { chatId: direct.id }, markdown: 'x'.repeat(20_000), key: 'k' }, signal);
    await expect(sending).rejects.toMatchObject({ code: 'too-large' });
    expect(state.ofBot(direct.id)).toEqual([]);
  });
});

describe('addresses and tokens', () => {
  it('of gateways and files outside of Discord are refused', async () => {
    const { server } = await openDiscord();
    const context = { ...discordContext(server), environment: {} };
    const { agent, isContentUrl, close } = await openConnection(context, BOT_TOKEN, TIMING);
    for (const url of [
      'ws://gateway.discord.gg/',
      'wss://discord.gg.evil.example/',
      'wss://evil.example/.discord.gg',
      'https://gateway.discord.gg/',
    ])
      expect(() => agent(url), url).toThrow();
    expect(() => agent('wss://gateway.discord.gg/')).not.toThrow();
    for (const url of [
      'http://cdn.discordapp.com/x',
      'https://cdn.discordapp.com.evil.example/',
      'https://evil.example/cdn.discordapp.com',
    ])
      expect(isContentUrl(new URL(url)), url).toBe(false);
    close();
  });

  it('are in no error, no status, and no line of the log', async () => {
    const lines: string[] = [];
    const write = (message: string, details?: object): void => void lines.push(`${message} ${JSON.stringify(details)}`);
    const log: Log = { ...QUIET, info: write, warn: write, error: write, part: () => log };
    const { server, channel, direct, signal } = await connectDiscord({ log });
    server.rest.fail({ on: 'POST /channels', status: 400, body: { code: 50_035, message: `Invalid ${BOT_TOKEN}` } });
    const message = { to: { chatId: direct.id }, markdown: 'x', key: 'k' };
    const failed: unknown = await channel.send(message, signal).catch((error: unknown) => error);
    server.rest.fail({ on: 'POST /channels', instead: 'cut' });
    const lost: unknown = await channel.send(message, signal).catch((error: unknown) => error);
    server.gateway.disconnect();
    await waitUntil('the next connection', () => server.gateway.resumes > 0);
    expect([lines.join('\n'), String(lost), JSON.stringify(channel.status())].join('\n')).not.toContain(BOT_TOKEN);
    expect(String(failed)).toContain('Discord rejected the request');
  });
});

describe('floods', () => {
  it('of the same event are handed over under one ID', async () => {
    const stage = await connectDiscord();
    stage.state.say(stage.ada, stage.direct, { text: 'again', times: 30 });
    const heard = await settle(stage);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
  });

  it('of frames that cannot be read do not stop the bot', async () => {
    const stage = await connectDiscord();
    for (const text of [
      '{',
      '[]',
      'null',
      '{"op":0}',
      `{"op":0,"t":"MESSAGE_CREATE","s":"x","d":${'['.repeat(5_000)}${']'.repeat(5_000)}}`,
    ])
      stage.server.gateway.sendRaw(text);
    expect(await settle(stage)).toEqual([]);
  });
});
