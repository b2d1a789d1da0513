// Proves: CN-4, MD-6, AP-7
import { describe, expect, it } from 'vitest';
import type { ChannelEvent } from '#core/ports/channel.ts';
import { readPlain } from '#tests/support/slack/plain-blocks.ts';
import { connectSlack, openSlack } from '#tests/support/slack/slack-stage.ts';
import { BOT_USER } from '#tests/support/slack/slack-state.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

const until = (heard: readonly ChannelEvent[], count = 1) => waitUntil(`${count} events`, () => heard.length >= count);

describe('messages in a channel', () => {
  it('are for the bot if they mention it, and are one conversation with their thread', async () => {
    const { state, ada, general, heard } = await connectSlack();
    state.say(ada, general, { text: 'just talking' });
    const asked = state.say(ada, general, { text: `<@${BOT_USER}> what is new?` });
    state.say(ada, general, { text: `<@${BOT_USER}> and more`, thread: String(asked['ts']) });
    await until(heard, 3);
    expect(heard).toMatchObject([
      { isForBot: false, chat: { kind: 'group' }, text: 'just talking' },
      { isForBot: true, text: 'what is new?', chat: { threadId: asked['ts'] } },
      { isForBot: true, text: 'and more', chat: { threadId: asked['ts'] } },
    ]);
    expect(Object(heard[0]).chat).not.toHaveProperty('threadId');
  });

  it('are for the bot in a thread that it started', async () => {
    const { state, ada, general, channel, heard, signal } = await connectSlack();
    const ts = await channel.send({ to: { chatId: general }, markdown: 'A report', key: 'k' }, signal);
    state.say(ada, general, { text: 'thanks', thread: ts });
    await until(heard);
    expect(heard).toMatchObject([{ isForBot: true, chat: { threadId: ts } }]);
  });

  it('that arrive as a message and as a mention have the same ID', async () => {
    const { state, ada, general, heard } = await connectSlack();
    const event = state.say(ada, general, { text: `<@${BOT_USER}> hello` });
    state.event({ ...event, type: 'app_mention' });
    await until(heard, 2);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
  });

  it('have names of people and channels instead of their IDs, and addresses as links', async () => {
    const { state, ada, direct, heard } = await connectSlack();
    state.say(ada, direct, {
      text: 'See <https://example.com/a|the page>, <#C1|general>, <!here> &amp; <@U9|ben> 1 &lt; 2',
    });
    await until(heard);
    expect(heard).toMatchObject([{ text: 'See [the page](https://example.com/a), #general, @here & @ben 1 < 2' }]);
  });

  it('of bots, of the bot itself, edits, and deletions are ignored', async () => {
    const { state, ada, direct, general, heard } = await connectSlack();
    const event = { type: 'message', channel: general, user: ada.id, text: 'x', ts: '1700000000.000100' };
    state.event({ ...event, bot_id: 'B1' });
    state.event({ ...event, user: BOT_USER });
    state.event({ ...event, subtype: 'message_changed' });
    state.event({ ...event, subtype: 'message_deleted' });
    state.event({ ...event, subtype: 'channel_join' });
    state.say(ada, direct, { text: 'last' });
    await until(heard);
    expect(heard).toMatchObject([{ text: 'last' }]);
  });
});

describe('senders', () => {
  it('have the name and the language of their profile', async () => {
    const { state, direct, heard } = await connectSlack();
    state.say(state.person('Grete', { locale: 'de-DE' }), direct, { text: 'Hallo' });
    await until(heard);
    expect(heard[0]?.sender).toMatchObject({ name: 'Grete', language: 'de-DE' });
  });

  it('of another workspace in a shared channel have another ID', async () => {
    const { state, ada, general, heard } = await connectSlack();
    const other = state.person('Ada', { team: 'T0OTHER' });
    state.say(ada, general, { text: 'one' });
    state.say(other, general, { text: 'two' });
    await until(heard, 2);
    expect(heard.map(({ sender }) => sender.id)).toEqual([ada.id, `T0OTHER.${other.id}`]);
  });

  it('are handed over without a name when Slack does not tell it', async () => {
    const { server, state, ada, direct, heard } = await connectSlack();
    server.fail({ on: 'users.info', status: 500 });
    state.say(ada, direct, { text: 'Hello' });
    await until(heard);
    expect(heard[0]?.sender).toEqual({ id: ada.id });
  });
});

describe('the slash command', () => {
  it('is a message, in the chat with the bot also if it was typed in a chat with somebody else', async () => {
    const { state, ada, heard } = await connectSlack();
    state.command(ada, 'D0WITHBEN', 'status');
    await until(heard);
    expect(heard).toMatchObject([
      { text: '/status', isForBot: true, chat: { chatId: `D${ada.id.slice(1)}`, kind: 'direct' } },
    ]);
  });

  it('without a text asks for help', async () => {
    const { state, ada, general, heard } = await connectSlack();
    state.command(ada, general, ' ');
    await until(heard);
    expect(heard).toMatchObject([{ text: '/help', chat: { chatId: general, kind: 'group' } }]);
  });
});

describe('forms', () => {
  const FORM = {
    data: 'f:1',
    title: 'A new task',
    fields: [{ label: 'Name' }, { label: 'Details', paragraph: true, optional: true }],
  };

  it('open from a button, and what was entered is a press with fields', async () => {
    const { state, ada, direct, channel, heard, signal } = await connectSlack();
    const to = { chatId: direct };
    const id = await channel.act({ kind: 'native', name: 'form', to, input: FORM }, signal);
    const message = state.find(direct, id);
    if (message === undefined) throw new Error('There is no message.');
    state.press(ada, message, JSON.stringify(FORM));
    await waitUntil('the form', () => state.views.length > 0);
    state.submit(ada, { Name: 'Paint', Details: '' });
    await until(heard);
    expect(heard).toMatchObject([
      { kind: 'press', data: 'f:1', messageId: id, sender: { id: ada.id }, fields: { Name: 'Paint', Details: '' } },
    ]);
  });

  it('that Slack would reject are rejected with the reason', async () => {
    const { direct, channel, signal } = await connectSlack();
    const send = (input: object) =>
      channel.act({ kind: 'native', name: 'form', to: { chatId: direct }, input: { ...FORM, ...input } }, signal);
    await expect(send({ fields: [] })).rejects.toMatchObject({ code: 'rejected' });
    await expect(send({ title: '' })).rejects.toMatchObject({ code: 'rejected' });
    await expect(send({ fields: [{ label: 'x'.repeat(80) }] })).rejects.toMatchObject({ code: 'rejected' });
  });
});

describe('reactions and pins', () => {
  it('have the names of Slack, and repeating them is no error', async () => {
    const { state, ada, direct, channel, signal } = await connectSlack();
    const { ts } = state.say(ada, direct, { text: 'Hello' });
    const target = { to: { chatId: direct }, messageId: String(ts) };
    for (const emoji of ['👍', '👍', '❤️', 'party_parrot'])
      await channel.act({ kind: 'react', ...target, emoji }, signal);
    for (let time = 0; time < 2; time += 1) await channel.act({ kind: 'pin', ...target }, signal);
    expect(state.reactions).toEqual([`++1 ${String(ts)}`, `+heart ${String(ts)}`, `+party_parrot ${String(ts)}`]);
    expect(state.pins).toEqual([ts]);
    const unknown = channel.act({ kind: 'react', ...target, emoji: '🦩' }, signal);
    await expect(unknown).rejects.toMatchObject({ code: 'unsupported' });
  });

  it('of people are handed over as emoji', async () => {
    const { state, ada, general, heard } = await connectSlack();
    const item = { type: 'message', channel: general, ts: '1700000000.000100' };
    state.event({ type: 'reaction_added', user: ada.id, reaction: 'thumbsup', item, event_ts: '1.1' });
    await until(heard);
    expect(heard).toMatchObject([{ kind: 'reaction', emoji: '👍', messageId: item.ts, isRemoved: false }]);
  });
});

describe('text', () => {
  it('keeps its formatting, lists, quotes, code, and tables', async () => {
    const { state, direct, channel, signal } = await connectSlack();
    const markdown =
      '# Title\n\n**Bold _both_** `a<b` ~~gone~~ [page](https://example.com)\n\n1. one\n   - inner\n2. two\n\n> quoted\n\n```ts\nconst a = 1 < 2;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |';
    await channel.send({ to: { chatId: direct }, markdown, key: 'k' }, signal);
    const [message] = state.ofBot(direct);
    const plain = readPlain(message ?? { blocks: [], text: '' });
    for (const part of [
      'Title',
      'Bold both',
      'a<b',
      'page',
      '1. one',
      '• inner',
      '2. two',
      'quoted',
      'const a = 1 < 2;',
      'a  b',
    ])
      expect(plain).toContain(part);
    expect(JSON.stringify(message?.blocks)).toContain('"rich_text_preformatted"');
    expect(JSON.stringify(message?.blocks)).toContain(
      '{"type":"text","text":"both","style":{"bold":true,"italic":true}}',
    );
  });

  it('of any length is divided into parts that Slack accepts', async () => {
    const { state, direct, channel, signal } = await connectSlack();
    const markdown = Array.from(
      { length: 900 },
      (_, n) => `- **item ${n}** with \`code ${n}\` and [link](https://example.com/${n})`,
    ).join('\n');
    for (const part of channel.split(markdown))
      await channel.send({ to: { chatId: direct }, markdown: part, key: part }, signal);
    const all = state.ofBot(direct).map(readPlain).join('\n');
    for (const n of [0, 450, 899]) expect(all).toContain(`item ${n} with code ${n}`);
  });
});

describe('files', () => {
  it('are sent once when sending them is repeated after a failure', async () => {
    const { server, state, direct, channel, signal } = await connectSlack();
    const file = (name: string) => ({ name, mimeType: 'text/plain', bytes: new TextEncoder().encode(name) });
    const message = { to: { chatId: direct }, markdown: 'Two files', key: 'k', files: [file('a.txt'), file('b.txt')] };
    server.fail({ on: 'files.completeUploadExternal', error: 'internal_error' });
    await expect(channel.send(message, signal)).rejects.toMatchObject({ code: 'unavailable' });
    await channel.send(message, signal);
    const names = state.ofBot(direct).flatMap(({ files }) => files.map(({ name }) => name));
    expect(names).toEqual(['a.txt', 'b.txt']);
    expect(state.ofBot(direct).filter(({ text }) => text.includes('Two files'))).toHaveLength(1);
  });

  it('that are recordings are voice messages', async () => {
    const { state, ada, direct, heard } = await connectSlack();
    state.say(ada, direct, { file: { name: 'note.m4a', type: 'audio/mp4', bytes: new Uint8Array(9), isVoice: true } });
    await until(heard);
    expect(heard).toMatchObject([{ files: [{ name: 'note.m4a', isVoice: true, bytes: 9 }] }]);
  });
});

describe('the connection', () => {
  it('is replaced when Slack asks for it, and no message is lost', async () => {
    const { state, server, ada, direct, heard, channel } = await connectSlack();
    server.socket.disconnect('refresh_requested');
    state.say(ada, direct, { text: 'meanwhile' });
    await until(heard);
    expect(heard).toMatchObject([{ text: 'meanwhile' }]);
    expect(channel.status().connected).toBe(true);
    expect(server.socket.connections).toBe(2);
  });

  it('is opened again after it was lost, and what was not acknowledged arrives', async () => {
    const { state, server, ada, direct, heard } = await connectSlack();
    server.socket.disconnect();
    server.socket.refusals = 2;
    state.say(ada, direct, { text: 'meanwhile' });
    await until(heard);
    expect(heard).toMatchObject([{ text: 'meanwhile' }]);
  });

  it('acknowledges a message only after it was saved', async () => {
    const { server, state, channel, ada, direct } = await openSlack();
    const saving = Promise.withResolvers<void>();
    let received = 0;
    channel.start(async () => {
      received += 1;
      await saving.promise;
    });
    await waitUntil('the connection', () => server.socket.isConnected);
    state.say(ada, direct, { text: 'Hello' });
    await waitUntil('the message', () => received === 1);
    expect(server.socket.acknowledged).toEqual([]);
    saving.resolve();
    await waitUntil('the acknowledgement', () => server.socket.acknowledged.length === 1);
  });

  it('survives frames and events that are not valid', async () => {
    const { server, state, ada, direct, heard } = await connectSlack();
    server.socket.sendRaw('{');
    server.socket.sendRaw('[]');
    state.event({ type: 'message', channel: 5, ts: {}, user: [] });
    state.deliver('interactive', { type: 'block_actions', actions: 'none' });
    state.deliver('something_new', {});
    state.say(ada, direct, { text: 'after' });
    await until(heard);
    expect(heard).toMatchObject([{ text: 'after' }]);
    await waitUntil('all acknowledgements', () => server.socket.unacknowledged === 0);
  });

  it('says which token is wrong, and does not try again with it', async () => {
    const { server, channel } = await openSlack();
    server.fail({ on: 'auth.test', error: 'invalid_auth' });
    channel.start(async () => {});
    await waitUntil('the error', () => channel.status().error !== undefined);
    expect(channel.status().error).toContain('OAuth & Permissions');
    await channel.stop();
    server.fail({ on: 'apps.connections.open', error: 'invalid_auth' });
    channel.start(async () => {});
    await waitUntil('the other error', () => channel.status().error?.includes('app-level token') === true);
    const calls = server.calls.length;
    await channel
      .send({ to: { chatId: 'D0X' }, markdown: 'x', key: 'k' }, new AbortController().signal)
      .catch(() => {});
    expect(server.calls.slice(calls).filter(({ method }) => method === 'apps.connections.open')).toEqual([]);
  });

  it('is recorded with every request, in the name of the channel', async () => {
    const { connections, channel } = await connectSlack();
    expect(channel.status()).toMatchObject({
      account: '@gatehouse (Test)',
      link: expect.stringContaining('/team/U0BOT'),
    });
    expect(connections.ledger).toBeDefined();
  });
});
