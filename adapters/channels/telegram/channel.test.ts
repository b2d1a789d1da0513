// Proves: CN-2, CN-8
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Update, User } from 'grammy/types';
import { BOT_TOKEN } from '#tests/support/telegram/bot-server.ts';
import { ADA, press, say, sendFile } from '#tests/support/telegram/people.ts';
import { openStage } from '#tests/support/telegram/stage.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const NEVER = new AbortController().signal;
const GROUP = -1_001;
const EVE: User = { id: 666, is_bot: false, first_name: 'Ada' };
const OTHER_BOT: User = { id: 777, is_bot: true, first_name: 'Other', username: 'other_bot' };

describe('messages in groups', () => {
  it('are for the bot if they mention it, reply to it, or are its commands', async () => {
    const { server, events, start } = await openStage();
    await start();
    const bot = { from: { id: 1_234_567_890, is_bot: true, first_name: 'Gatehouse' } };
    say(server, 'just talking', { chatId: GROUP });
    say(server, 'hey @gatehouse_bot what is new?', { chatId: GROUP });
    say(server, 'and this?', { chatId: GROUP, reply_to_message: { ...bot, text: 'The answer' } as never });
    say(server, '/status@Gatehouse_Bot', { chatId: GROUP });
    say(server, '/status@other_bot', { chatId: GROUP });
    say(server, '@other_bot hello', { chatId: GROUP });
    await waitUntil('all messages', () => events.length === 6);
    expect(events.map((event) => event.kind === 'message' && [event.text, event.isForBot, event.quoted])).toEqual([
      ['just talking', false, undefined],
      ['hey what is new?', true, undefined],
      ['and this?', true, 'The answer'],
      ['/status', true, undefined],
      ['/status@other_bot', false, undefined],
      ['@other_bot hello', false, undefined],
    ]);
    expect(events[0]?.chat).toEqual({ chatId: '-1001', kind: 'group', title: 'The team' });
  });

  it('in topics have the thread of the topic, and answers go there', async () => {
    const { server, channel, events, start } = await openStage();
    await start();
    say(server, '/help', { chatId: GROUP, topic: 7 });
    await waitUntil('the message', () => events.length === 1);
    expect(events[0]?.chat.threadId).toBe('7');
    await channel.send({ to: { chatId: '-1001', threadId: '7' }, markdown: 'Here', key: 'k', replyTo: '101' }, NEVER);
    expect(server.messages[0]).toMatchObject({ threadId: '7', replyTo: 101, text: 'Here' });
  });
});

describe('senders', () => {
  it('are known by their ID only, whatever their name is', async () => {
    const { server, events, start } = await openStage();
    await start();
    say(server, 'It is me', { from: EVE });
    say(server, 'It is me', { from: { ...EVE, id: 667, first_name: 'A\u200dda', username: 'ada' } });
    await waitUntil('the messages', () => events.length === 2);
    expect(events.map(({ sender }) => sender.id)).toEqual(['666', '667']);
  });

  it('that are bots, or write in the name of a chat, are ignored', async () => {
    const { server, events, start } = await openStage();
    await start();
    say(server, '@gatehouse_bot hello', { from: OTHER_BOT, chatId: GROUP });
    say(server, '@gatehouse_bot hello', { chatId: GROUP, sender_chat: { id: GROUP, type: 'channel', title: 'News' } });
    say(server, 'last');
    await waitUntil('the last message', () => events.length > 0);
    expect(events).toMatchObject([{ text: 'last' }]);
  });

  it('of forwarded messages are those who forward them, and the text is marked', async () => {
    const { server, events, start } = await openStage();
    await start();
    say(server, '/new', { forward_origin: { type: 'user', date: 0, sender_user: EVE } });
    await waitUntil('the message', () => events.length > 0);
    expect(events).toMatchObject([{ sender: { id: '111' }, isForwarded: true }]);
  });

  it('who press a button are those who pressed it, not those it was sent to', async () => {
    const { server, events, start } = await openStage();
    await start();
    press(server, GROUP, 5, 'a:1:o', EVE);
    press(server, GROUP, 5, 'a:1:o', OTHER_BOT);
    press(server, GROUP, 5, 'a:1:d', ADA);
    await waitUntil('the presses', () => events.length === 2);
    expect(events.map(({ sender }) => sender.id)).toEqual(['666', '111']);
  });
});

describe('files', () => {
  it('of all kinds are received: photos in their largest size, and voice as such', async () => {
    const { server, events, channel, start } = await openStage();
    await start();
    const bytes = new Uint8Array([1, 2, 3]);
    const file = (size: number) => ({ file_id: server.addFile(bytes), file_unique_id: 'u', file_size: size });
    say(server, '', {
      photo: [
        { ...file(1), width: 1, height: 1 },
        { ...file(3), width: 9, height: 9 },
      ],
      caption: 'Look',
    });
    say(server, '', { voice: { ...file(3), duration: 1, mime_type: 'audio/ogg' } });
    say(server, '', { video: { ...file(3), duration: 1, width: 1, height: 1, file_name: '../../clip.mp4' } });
    await waitUntil('the files', () => events.length === 3);
    const files = events.flatMap((event) => (event.kind === 'message' ? event.files : []));
    expect(files).toMatchObject([
      { name: 'photo.jpg', mimeType: 'image/jpeg', bytes: 3 },
      { name: 'voice.ogg', isVoice: true },
      { name: '../../clip.mp4' },
    ]);
    expect(await channel.download(files[1]?.ref ?? '', 10, NEVER)).toEqual(bytes);
  });

  it('above the limits are typed errors: 20 MB to receive, 50 MB to send', async () => {
    const { server, channel, start } = await openStage();
    await start();
    const large = new Uint8Array(20 * 1024 * 1024 + 1);
    const id = server.addFile(large);
    await expect(channel.download(id, Number.MAX_SAFE_INTEGER, NEVER)).rejects.toMatchObject({ code: 'too-large' });
    const file = { name: 'big.bin', mimeType: 'application/octet-stream', bytes: new Uint8Array(50 * 1024 * 1024 + 1) };
    const sending = channel.send({ to: { chatId: '111' }, markdown: 'Big', files: [file], key: 'k' }, NEVER);
    await expect(sending).rejects.toMatchObject({ code: 'too-large' });
  });

  it('continue with those that are missing when a send is repeated', async () => {
    const { server, channel, start } = await openStage();
    await start();
    const files = ['a', 'b'].map((name) => ({ name, mimeType: 'text/plain', bytes: new Uint8Array([1]) }));
    const message = { to: { chatId: '111' }, markdown: 'Two files', files, key: 'k' };
    server.fail('sendDocument', { status: 500, description: 'Internal' });
    await expect(channel.send(message, NEVER)).rejects.toMatchObject({ code: 'unavailable' });
    await channel.send(message, NEVER);
    expect(server.shown('111').map(({ text, file }) => file?.name ?? text)).toEqual(['Two files', 'a', 'b']);
  });
});

describe('the connection', () => {
  it('confirms an update only after it was saved, and continues after a disconnect', async () => {
    const { server, start } = await openStage();
    const saved = Promise.withResolvers<void>();
    await start(async () => saved.promise);
    say(server, 'Hello');
    await waitUntil('the update', () => server.unconfirmed === 1);
    server.fail('getUpdates', 'disconnect');
    expect(server.unconfirmed).toBe(1);
    saved.resolve();
    await waitUntil('the confirmation', () => server.unconfirmed === 0);
  });

  it('skips updates that are malformed or of other kinds', async () => {
    const { server, events, start } = await openStage();
    await start();
    server.push({ message: { message_id: 1 } as unknown as NonNullable<Update['message']> });
    server.push({ message: null as never });
    server.push({ edited_message: { message_id: 2, text: 'edited' } as never });
    say(server, 'fine');
    await waitUntil('the last message', () => events.length > 0);
    expect(events).toMatchObject([{ text: 'fine' }]);
  });

  it('says what is wrong with a token, and shows it nowhere', async () => {
    const lines: string[] = [];
    const log = {
      ...QUIET,
      warn: (message: string, fields?: unknown) => void lines.push(message + JSON.stringify(fields)),
    };
    const token = '987654321:AAE-a-token-that-was-revoked-long-ago';
    const { channel, connections } = await openStage({ token, log });
    channel.start(async () => {});
    await waitUntil('the error', () => channel.status().error !== undefined);
    expect(channel.status()).toEqual({
      connected: false,
      error: 'Telegram rejected the bot token. Copy it again from @BotFather.',
    });
    const sending = channel.send({ to: { chatId: '1' }, markdown: 'x', key: 'k' }, NEVER);
    await expect(sending).rejects.toMatchObject({ code: 'unauthorized' });
    expect(JSON.stringify([lines, connections])).not.toContain('AAE');
  });

  it('says that another program polls with the same token', async () => {
    const { channel, server } = await openStage();
    server.fail('getUpdates', { status: 409, description: 'Conflict: terminated by other getUpdates request' });
    channel.start(async () => {});
    await waitUntil('the error', () => channel.status().error !== undefined);
    expect(channel.status().error).toContain('Another program receives messages');
  });

  it('reports a person who blocked the bot as final', async () => {
    const { channel, server, start } = await openStage();
    await start();
    server.blocked.add('111');
    const sending = channel.send({ to: { chatId: '111' }, markdown: 'x', key: 'k' }, NEVER);
    await expect(sending).rejects.toMatchObject({ code: 'rejected' });
  });

  it('shows commands, typing, reactions, pins, and deletions', async () => {
    const { channel, server, start } = await openStage();
    await start();
    await channel.setCommands([{ name: 'help', description: 'List the commands.' }], NEVER);
    expect(server.commands).toEqual([{ command: 'help', description: 'List the commands.' }]);
    const to = { chatId: '111' };
    const messageId = await channel.send({ to, markdown: 'One', key: 'k' }, NEVER);
    await channel.act({ kind: 'typing', to }, NEVER);
    await channel.act({ kind: 'react', to, messageId, emoji: '👍' }, NEVER);
    await channel.act({ kind: 'pin', to, messageId }, NEVER);
    expect(server.messages[0]).toMatchObject({ reactions: ['👍'], isPinned: true });
    await channel.act({ kind: 'delete', to, messageId }, NEVER);
    expect(server.shown('111')).toEqual([]);
    await expect(channel.act({ kind: 'thread', to, messageId, title: 'x' }, NEVER)).rejects.toMatchObject({
      code: 'unsupported',
    });
  });

  it('is recorded in the outbound ledger', async () => {
    const { connections, server, start } = await openStage();
    await start();
    const port = Number(new URL(server.address).port);
    expect(JSON.stringify(connections)).toContain(String(port));
  });
});

describe('a webhook', () => {
  const secret = createHash('sha256').update(`gatehouse webhook ${BOT_TOKEN}`).digest('hex');
  const request = (body: string, given = secret) => ({
    method: 'POST',
    query: {},
    headers: { 'x-telegram-bot-api-secret-token': given },
    body: new TextEncoder().encode(body),
  });

  it('takes updates with its secret only, and asks for them again if they could not be saved', async () => {
    const { channel, server, events, start } = await openStage({ receive: 'webhook' });
    let fails = true;
    await start(async (event) => {
      if (fails) throw new Error('The disk is full.');
      events.push(event);
    });
    expect(server.webhook).toEqual({
      url: 'https://gatehouse.example/channels/telegram/webhook',
      secret_token: secret,
    });
    const { update_id: id, ...content } = sendFile(server, new Uint8Array(1), 'a.txt', 'Hi');
    const body = JSON.stringify({ ...content, update_id: id });
    expect(await channel.webhook?.(request(body))).toEqual({ status: 503 });
    fails = false;
    expect(await channel.webhook?.(request(body))).toEqual({ status: 200 });
    expect(await channel.webhook?.(request(body, 'guess'))).toEqual({ status: 401 });
    expect(await channel.webhook?.(request(body, ''))).toEqual({ status: 401 });
    expect(await channel.webhook?.(request('{'))).toEqual({ status: 400 });
    expect(await channel.webhook?.({ ...request(body), method: 'GET' })).toEqual({ status: 405 });
    expect(events).toMatchObject([{ text: 'Hi' }]);
  });

  it('is not served while the channel polls', async () => {
    const { channel, start } = await openStage();
    await start();
    expect(await channel.webhook?.(request('{}'))).toEqual({ status: 503 });
  });
});
