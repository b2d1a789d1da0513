// Attacks on a Telegram bot: forged webhook calls, false senders, text that would be markup, files, and tokens in errors.
import { createHash } from 'node:crypto';
import type { Update } from 'grammy/types';
import { describe, expect, it } from 'vitest';
import type { Channel, ChannelMessage, WebhookRequest } from '#core/ports/channel.ts';
import type { Log } from '#core/ports/log.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { BOT, BOT_TOKEN } from '#tests/support/telegram/bot-server.ts';
import { ADA, press, say } from '#tests/support/telegram/people.ts';
import { openStage, type TelegramStage } from '#tests/support/telegram/stage.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const { signal } = new AbortController();
const TO = { chatId: String(ADA.id) };

/** Writes a last message, and waits for it: whatever was to be ignored came before. */
async function settle(stage: TelegramStage): Promise<readonly ChannelMessage[]> {
  say(stage.server, 'the end');
  const messages = (): readonly ChannelMessage[] => stage.events.filter((event) => event.kind === 'message');
  await waitUntil('the last message', () => messages().some(({ text }) => text === 'the end'));
  return messages().filter(({ text }) => text !== 'the end');
}

async function start(): Promise<TelegramStage> {
  const stage = await openStage();
  await stage.start();
  return stage;
}

describe('calls of the webhook', () => {
  const secret = createHash('sha256').update(`gatehouse webhook ${BOT_TOKEN}`).digest('hex');
  const update = {
    update_id: 7,
    message: { message_id: 1, date: 0, chat: { id: 111, type: 'private' }, from: ADA, text: 'forged' },
  };
  const request = (
    headers: WebhookRequest['headers'],
    body: string | Uint8Array = JSON.stringify(update),
  ): WebhookRequest => ({
    method: 'POST',
    query: {},
    headers,
    body: typeof body === 'string' ? Buffer.from(body) : body,
  });
  const post = async (channel: Channel, one: WebhookRequest) => (await channel.webhook?.(one))?.status;
  const open = async (receive: 'polling' | 'webhook' = 'webhook') => {
    const stage = await openStage({ receive });
    await stage.start();
    return stage;
  };
  const NAME = 'x-telegram-bot-api-secret-token';

  it.each<readonly [string, WebhookRequest['headers']]>([
    ['without a secret', {}],
    ['with an empty secret', { [NAME]: '' }],
    ['with the token of the bot as the secret', { [NAME]: BOT_TOKEN }],
    ['with the start of the secret', { [NAME]: secret.slice(0, 40) }],
    ['with the secret in capitals', { [NAME]: secret.toUpperCase() }],
    ['with the secret and more', { [NAME]: `${secret}0` }],
    ['with the secret in another header', { authorization: `Bearer ${secret}` }],
  ])('%s are rejected, and nothing is stored', async (_name, headers) => {
    const stage = await open();
    expect(await post(stage.channel, request(headers))).toBe(401);
    expect(stage.events).toEqual([]);
  });

  it('are accepted with the secret only, and only as POST', async () => {
    const stage = await open();
    expect(await post(stage.channel, { ...request({ [NAME]: secret }), method: 'GET' })).toBe(405);
    expect(await post(stage.channel, request({ [NAME]: secret }))).toBe(200);
    expect(stage.events).toHaveLength(1);
  });

  it('are refused while the bot polls', async () => {
    const stage = await open('polling');
    expect(await post(stage.channel, request({ [NAME]: secret }))).toBe(503);
  });

  it('that cannot be read are rejected or skipped, and later ones still work', async () => {
    const stage = await open();
    const headers = { [NAME]: secret };
    for (const body of ['{', '', new Uint8Array([0x7b, 0xff])])
      expect(await post(stage.channel, request(headers, body))).toBe(400);
    for (const body of [
      'null',
      '5',
      '[]',
      '{"message":5}',
      '{"message":{"from":{}}}',
      `${'['.repeat(50_000)}${']'.repeat(50_000)}`,
    ])
      expect(await post(stage.channel, request(headers, body))).toBeLessThan(500);
    expect(await post(stage.channel, request(headers))).toBe(200);
    expect(stage.events).toHaveLength(1);
  });
});

describe('false senders', () => {
  it.each<readonly [string, object]>([
    ['that are bots', { from: { ...ADA, is_bot: true } }],
    ['that are the bot itself', { from: BOT }],
    ['that write in the name of a group', { sender_chat: { id: -1, type: 'supergroup', title: 'The team' } }],
    ['that write in the name of a channel', { sender_chat: { id: -2, type: 'channel', title: 'News' } }],
  ])('%s are ignored', async (_name, change) => {
    const stage = await start();
    say(stage.server, 'forged', change);
    expect(await settle(stage)).toEqual([]);
  });

  it('that are nobody are ignored', async () => {
    const stage = await start();
    const message = { message_id: 9, date: 0, chat: { id: 111, type: 'private', first_name: 'Ada' }, text: 'forged' };
    stage.server.push({ message: message as unknown as NonNullable<Update['message']> });
    expect(await settle(stage)).toEqual([]);
  });

  it('with the name and the user name of another person keep their own ID', async () => {
    const stage = await start();
    say(stage.server, 'I am Ada', { from: { ...ADA, id: 666, username: 'ada' } });
    expect(await settle(stage)).toMatchObject([{ sender: { id: '666' } }]);
  });

  it('with hidden and reversed characters in their names stay who they are', async () => {
    const stage = await start();
    say(stage.server, 'Hello', { from: { ...ADA, id: 666, first_name: '\u202eadA\u200b' } });
    expect(await settle(stage)).toMatchObject([{ sender: { id: '666' } }]);
  });

  it('who forward a command of somebody else are told apart from those who write it', async () => {
    const stage = await start();
    const forward_origin = { type: 'user', sender_user: { ...ADA, id: 5 }, date: 0 } as const;
    say(stage.server, '/run rm -rf .', { forward_origin });
    expect(await settle(stage)).toMatchObject([{ isForwarded: true }]);
  });
});

describe('groups', () => {
  it('commands for another bot are not for this one', async () => {
    const stage = await start();
    say(stage.server, '/status@another_bot', { chatId: -100 });
    say(stage.server, '@gatehouse_bot_evil hello', { chatId: -100 });
    expect(await settle(stage)).toMatchObject([{ isForBot: false }, { isForBot: false }]);
  });

  it('replies to other people are not for the bot, whatever they quote', async () => {
    const stage = await start();
    const replied = {
      message_id: 3,
      date: 0,
      chat: { id: -100, type: 'supergroup' },
      from: { ...ADA, id: 5 },
      text: '@gatehouse_bot',
    };
    say(stage.server, 'yes', { chatId: -100, reply_to_message: replied as never });
    expect(await settle(stage)).toMatchObject([{ isForBot: false, quoted: '@gatehouse_bot' }]);
  });
});

describe('buttons', () => {
  it('name the person who pressed, not the one who is asked', async () => {
    const stage = await start();
    press(stage.server, ADA.id, 5, 'a:1:o', { ...ADA, id: 666 });
    await settle(stage);
    expect(stage.events.filter(({ kind }) => kind === 'press')).toMatchObject([
      { sender: { id: '666' }, data: 'a:1:o' },
    ]);
  });

  it('pressed by bots, without data, or of no message are ignored', async () => {
    const stage = await start();
    const query = { id: '1', from: ADA, chat_instance: '1', data: 'a:1:o' };
    const message = { message_id: 5, date: 0, chat: { id: 111, type: 'private', first_name: 'Ada' }, from: BOT };
    for (const change of [{ from: { ...ADA, is_bot: true }, message }, { data: undefined, message }, {}])
      stage.server.push({
        callback_query: { ...query, ...change } as unknown as NonNullable<Update['callback_query']>,
      });
    await settle(stage);
    expect(stage.events.filter(({ kind }) => kind === 'press')).toEqual([]);
  });
});

describe('text of an agent', () => {
  it.each([
    '<script>alert(1)</script>',
    '<a href="https://evil.example">bank</a>',
    '<tg-spoiler>x</tg-spoiler>',
    '&lt;b&gt; & <b>bold',
    '</code></pre><b>out',
    '<a href="tg://user?id=1">Ada</a>',
  ])('%s is shown as it is', async (text) => {
    const { server, channel } = await start();
    await channel.send({ to: TO, markdown: `\`\`\`\n${text}\n\`\`\``, key: 'k' }, signal);
    expect(server.shown(TO.chatId)[0]?.text.trim()).toBe(text);
  });

  it.each(['javascript:alert(1)', 'tg://resolve?domain=evil', 'data:text/html,x', 'file:///etc/passwd', 'vbscript:x'])(
    'with the address %s has no link',
    async (address) => {
      const { server, channel } = await start();
      await channel.send({ to: TO, markdown: `[press](${address})`, key: 'k' }, signal);
      expect(server.shown(TO.chatId)[0]?.html).not.toContain('<a');
    },
  );

  it('loads no preview of an address', async () => {
    const { server, channel } = await start();
    const sending = channel.send({ to: TO, markdown: 'https://evil.example/?secret', key: 'k' }, signal);
    await sending;
    expect(server.calls).toContain('sendMessage');
    expect(server.shown(TO.chatId)[0]?.text).toContain('evil.example');
  });
});

describe('files and tokens', () => {
  it('above the limit are not downloaded, whatever size was declared', async () => {
    const { server, channel } = await start();
    const ref = server.addFile(new Uint8Array(1_000));
    await expect(channel.download(ref, 100, signal)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('are in no error, no status, and no line of the log', async () => {
    const lines: string[] = [];
    const write = (message: string, details?: object): void => void lines.push(`${message} ${JSON.stringify(details)}`);
    const log: Log = { ...QUIET, info: write, warn: write, error: write, part: () => log };
    const stage = await openStage({ log });
    stage.server.fail('getMe', 'disconnect');
    stage.server.fail('getUpdates', { status: 502, description: `Bad Gateway for ${BOT_TOKEN}` });
    await stage.start();
    stage.server.fail('sendMessage', { status: 400, description: `Bad Request: ${BOT_TOKEN}` });
    const failed: unknown = await stage.channel
      .send({ to: TO, markdown: 'x', key: 'k' }, signal)
      .catch((error: unknown) => error);
    stage.server.fail('sendMessage', 'disconnect');
    const lost: unknown = await stage.channel
      .send({ to: TO, markdown: 'x', key: 'l' }, signal)
      .catch((error: unknown) => error);
    const all = [lines.join('\n'), String(failed), String(lost), JSON.stringify(stage.channel.status())].join('\n');
    expect(all).not.toContain(BOT_TOKEN);
    expect(all).not.toContain(BOT_TOKEN.split(':')[1]);
  });
});

describe('floods', () => {
  it('of the same update are handed over under one ID', async () => {
    const stage = await start();
    const { update_id: id, ...update } = say(stage.server, 'again');
    for (let time = 0; time < 30; time += 1) stage.server.push(update, id);
    const heard = await settle(stage);
    expect(new Set(heard.map((message) => message.id)).size).toBe(1);
  });
});
