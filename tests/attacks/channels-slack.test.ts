// Attacks on a Slack app: false senders and buttons, text that would mention everybody, files that lead elsewhere, forged events.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openConnection } from '#adapters/channels/slack/connection.ts';
import { TIMING } from '#adapters/channels/slack/limits.ts';
import { readPress } from '#adapters/channels/slack/read-event.ts';
import { toModal } from '#adapters/channels/slack/form.ts';
import type { ChannelEvent } from '#core/ports/channel.ts';
import type { Log } from '#core/ports/log.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { createLedger } from '#tests/support/outbound/egress-stage.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { readPlain } from '#tests/support/slack/plain-blocks.ts';
import { connectSlack, openSlack } from '#tests/support/slack/slack-stage.ts';
import { APP_TOKEN, BOT_TOKEN, BOT_USER, TEAM } from '#tests/support/slack/slack-state.ts';
import { waitUntil } from '#tests/support/wait-until.ts';

type Stage = Awaited<ReturnType<typeof connectSlack>>;
const BOT = { userId: BOT_USER, teamId: TEAM };

/** Writes a last message, and waits for it: whatever was to be ignored came before. */
async function settle({ state, ada, direct, heard }: Stage): Promise<readonly ChannelEvent[]> {
  state.say(ada, direct, { text: 'the end' });
  await waitUntil('the last message', () =>
    heard.some((event) => event.kind === 'message' && event.text === 'the end'),
  );
  return heard.filter((event) => event.kind !== 'message' || event.text !== 'the end');
}

describe('false senders', () => {
  const message = (stage: Stage) => ({
    type: 'message',
    channel: stage.direct,
    channel_type: 'im',
    text: 'x',
    ts: '1700000000.000100',
  });

  it.each<readonly [string, object]>([
    ['without an ID', { user: undefined }],
    ['with an empty ID', { user: '' }],
    ['with an ID that is a list', { user: ['U01'] }],
    ['with an ID that contains another one', { user: 'U01|U02' }],
    ['with an ID in small letters', { user: 'u01' }],
    ['that are the bot', { user: BOT_USER }],
    ["that are Slack's own bot", { user: 'USLACKBOT' }],
    ['that are an app', { user: 'U01', bot_id: 'B0OTHER' }],
    ['with a channel that is no ID', { user: 'U01', channel: '../C1' }],
    ['with a time that is no time', { user: 'U01', ts: '1e9' }],
    ['of an edited message', { user: 'U01', subtype: 'message_changed', message: { user: 'U01', text: 'x' } }],
  ])('%s are ignored', async (_name, change) => {
    const stage = await connectSlack();
    stage.state.event({ ...message(stage), ...change });
    expect(await settle(stage)).toEqual([]);
  });

  it('with the name of another person keep their own ID', async () => {
    const stage = await connectSlack();
    const eve = stage.state.person('Ada');
    stage.state.say(eve, stage.direct, { text: 'I am Ada' });
    const [event] = await settle(stage);
    expect(event?.sender).toMatchObject({ id: eve.id, name: 'Ada' });
    expect(eve.id).not.toBe(stage.ada.id);
  });

  it('of another workspace cannot have the ID of a linked person', async () => {
    const stage = await connectSlack();
    const copy = { ...stage.ada, team: 'T0EVIL' };
    stage.state.say(copy, stage.general, { text: 'Hello' });
    const [event] = await settle(stage);
    expect(event?.sender.id).toBe(`T0EVIL.${stage.ada.id}`);
  });

  it('with hidden and reversed characters in their names stay who they are', async () => {
    const stage = await connectSlack();
    const eve = stage.state.person('\u202eadA\u200b\u0000');
    stage.state.say(eve, stage.direct, { text: 'Hello' });
    expect((await settle(stage))[0]?.sender.id).toBe(eve.id);
  });
});

describe('buttons', () => {
  const press = (change: object, message: object = {}) =>
    readPress(
      {
        type: 'block_actions',
        user: { id: 'U01', team_id: TEAM },
        channel: { id: 'C01' },
        message: { ts: '1700000000.000100', user: BOT_USER, bot_id: 'B0BOT', ...message },
        actions: [{ action_id: 'g:0:0', value: 'a:1:o', action_ts: '1.1' }],
        ...change,
      },
      BOT,
    );

  it('of messages of another app are ignored', () => {
    expect(press({})).toBeDefined();
    expect(press({}, { user: 'U0OTHER' })).toBeUndefined();
    expect(press({}, { bot_id: undefined })).toBeUndefined();
  });

  it('name the person who pressed, not the one who is asked', async () => {
    const stage = await connectSlack();
    const { state, channel, general, heard, signal } = stage;
    const buttons = [[{ label: 'Allow', data: 'a:1:o' }]];
    const ts = await channel.send({ to: { chatId: general }, markdown: 'Ada, may I?', buttons, key: 'k' }, signal);
    const eve = state.person('Ada');
    const message = state.find(general, ts);
    if (message === undefined) throw new Error('There is no message.');
    state.press(eve, message, 'a:1:o');
    await waitUntil('the press', () => heard.length > 0);
    expect(heard).toMatchObject([{ kind: 'press', sender: { id: eve.id } }]);
  });

  it.each<readonly [string, object]>([
    ['without a person', { user: undefined }],
    ['pressed by the bot', { user: { id: BOT_USER } }],
    ['without a value', { actions: [{ action_id: 'g:0:0' }] }],
    ['with a value that is no text', { actions: [{ action_id: 'g:0:0', value: { a: 1 } }] }],
    ['of no channel', { channel: { id: 'nowhere' } }],
  ])('%s are ignored', (_name, change) => {
    expect(press(change)).toBeUndefined();
  });

  it('with a form that is too large, or not one, open nothing', () => {
    const at = { chat: { chatId: 'C01', kind: 'group' as const }, messageId: '1.1' };
    for (const data of [
      'x',
      '{}',
      '[]',
      'null',
      JSON.stringify({ data: 'x'.repeat(99), title: 't', fields: [{ label: 'l' }] }),
    ])
      expect(toModal({ ...at, data })).toBeUndefined();
  });
});

describe('text of an agent', () => {
  it.each([
    '<!channel>',
    '<!here>',
    '<!everyone>',
    '<@U01>',
    '<!subteam^S01>',
    '@channel',
    '<#C01>',
    '<https://evil.example|https://good.example>',
  ])('with %s mentions nobody, and hides no address', async (text) => {
    const { state, channel, general, signal } = await connectSlack();
    await channel.send({ to: { chatId: general }, markdown: `Look: ${text.replaceAll('<', '\\<')}`, key: 'k' }, signal);
    const [message] = state.ofBot(general);
    expect(message?.text).not.toMatch(/<[!@#]|<http/);
    const elements = JSON.stringify(message?.blocks);
    expect(elements).not.toMatch(/"type":"(?:broadcast|user|usergroup|channel)"/);
    expect(readPlain(message ?? { blocks: [], text: '' })).toContain(text.includes('https') ? 'good.example' : text);
  });

  it('with an address that runs a script becomes plain text', async () => {
    const { state, channel, direct, signal } = await connectSlack();
    const markdown = '[a](javascript:alert(1)) [b](data:text/html,x) [c](slack://open)';
    await channel.send({ to: { chatId: direct }, markdown, key: 'k' }, signal);
    expect(JSON.stringify(state.ofBot(direct)[0]?.blocks)).not.toContain('"type":"link"');
  });

  it('that would be too long is rejected before it is sent', async () => {
    const { server, channel, direct, signal } = await connectSlack();
    const before = server.calls.length;
    const sending = channel.send({ to: { chatId: direct }, markdown: 'x'.repeat(50_000), key: 'k' }, signal);
    await expect(sending).rejects.toMatchObject({ code: 'too-large' });
    expect(server.calls.slice(before).map(({ method }) => method)).not.toContain('chat.postMessage');
  });

  it('in the answer to a button is shown to the person who pressed only, without markup', async () => {
    const stage = await connectSlack();
    const { state, channel, general, ada, heard, signal } = stage;
    const ts = await channel.send(
      { to: { chatId: general }, markdown: 'x', buttons: [[{ label: 'A', data: 'd' }]], key: 'k' },
      signal,
    );
    const message = state.find(general, ts);
    if (message === undefined) throw new Error('There is no message.');
    state.press(ada, message, 'd');
    await waitUntil('the press', () => heard.length > 0);
    await channel.act({ kind: 'answer-press', pressId: heard[0]?.id ?? '', text: '<!channel> done' }, signal);
    expect(state.whispers).toEqual([{ channel: general, user: ada.id, text: '&lt;!channel&gt; done' }]);
  });
});

describe('files', () => {
  it('that are kept elsewhere are not downloaded, and the token is not sent there', async () => {
    const asked: (string | undefined)[] = [];
    const evil = createServer((request, response) => {
      asked.push(request.headers.authorization);
      response.end('secret');
    });
    await new Promise<void>((resolve) => evil.listen(0, '127.0.0.2', resolve));
    onTestFinished(() => void evil.close());
    const { port } = evil.address() as AddressInfo;
    const { state, channel, signal } = await connectSlack();
    const file = state.store('x.txt', 'text/plain', new Uint8Array(3));
    state.files.set(file.id, { ...file, url_private_download: `http://127.0.0.2:${port}/x` });
    await expect(channel.download(file.id, 100, signal)).rejects.toMatchObject({ code: 'rejected' });
    expect(asked).toEqual([]);
  });

  it('are not downloaded above the limit, whatever size was declared', async () => {
    const { state, channel, signal } = await connectSlack();
    const file = state.store('x.txt', 'text/plain', new Uint8Array(1_000));
    state.files.set(file.id, { ...file, size: 1 });
    await expect(channel.download(file.id, 100, signal)).rejects.toMatchObject({ code: 'too-large' });
  });

  it('that are a page for signing in are an error that says what is missing', async () => {
    const { state, channel, signal } = await connectSlack();
    const file = state.store('x.txt', 'text/plain', new Uint8Array(3));
    state.allowsFiles = false;
    const downloading = channel.download(file.id, 100, signal);
    await expect(downloading).rejects.toMatchObject({
      code: 'rejected',
      message: expect.stringContaining('permission'),
    });
  });

  it('have no folders in their names when they are sent', async () => {
    const { state, channel, direct, signal } = await connectSlack();
    const files = [{ name: '../../etc/passwd', mimeType: 'text/plain', bytes: new Uint8Array([1]) }];
    await channel.send({ to: { chatId: direct }, markdown: 'x', files, key: 'k' }, signal);
    expect(state.ofBot(direct).flatMap((one) => one.files.map(({ name }) => name))).toEqual(['passwd']);
  });
});

describe('addresses and tokens', () => {
  it('of sockets outside of Slack are refused', async () => {
    const context = { id: 'slack', clock: SYSTEM_CLOCK, log: QUIET, ledger: createLedger().ledger, environment: {} };
    const rest = { option: () => undefined, secret: async () => undefined, webhookUrl: () => undefined };
    const tokens = { botToken: BOT_TOKEN, appToken: APP_TOKEN };
    const { agent, isFileUrl } = await openConnection({ ...context, ...rest }, tokens, TIMING);
    for (const url of [
      'ws://wss.slack.com/',
      'wss://slack.com.evil.example/',
      'wss://evilslack.com/',
      'https://wss.slack.com/',
    ])
      expect(() => agent(url), url).toThrow('unexpected address');
    expect(() => agent('wss://wss-primary.slack.com/link')).not.toThrow();
    for (const url of [
      'http://files.slack.com/x',
      'https://files.slack.com.evil.example/',
      'https://evil.example/files.slack.com',
    ])
      expect(isFileUrl(new URL(url)), url).toBe(false);
  });

  it('are in no error and no line of the log', async () => {
    const lines: string[] = [];
    const write = (message: string, details?: object): void => void lines.push(`${message} ${JSON.stringify(details)}`);
    const log: Log = { ...QUIET, info: write, warn: write, error: write, part: () => log };
    const { server, channel, direct } = await openSlack({ log });
    server.fail({ on: 'auth.test', status: 500 });
    server.fail({ on: 'apps.connections.open', instead: 'disconnect' });
    channel.start(async () => {});
    await waitUntil('the connection', () => channel.status().connected);
    server.fail({ on: 'chat.postMessage', error: `invalid ${BOT_TOKEN}` });
    const { signal } = new AbortController();
    const error: unknown = await channel
      .send({ to: { chatId: direct }, markdown: 'x', key: 'k' }, signal)
      .catch((one: unknown) => one);
    for (const token of [BOT_TOKEN, APP_TOKEN]) {
      expect(lines.join('\n')).not.toContain(token);
      expect(`${String(error)} ${JSON.stringify(channel.status())}`).not.toContain(token);
    }
  });

  it('of the app level are used for nothing but the socket', async () => {
    const { server, channel, direct, signal } = await connectSlack();
    await channel.send({ to: { chatId: direct }, markdown: 'x', key: 'k' }, signal);
    for (const { method, authorization } of server.calls)
      expect(authorization, method).toBe(`Bearer ${method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN}`);
  });
});

describe('floods', () => {
  it('of the same event are handed over under one ID', async () => {
    const stage = await connectSlack();
    const event = stage.state.say(stage.ada, stage.direct, { text: 'again' });
    for (let time = 0; time < 50; time += 1) stage.state.event(event);
    const heard = await settle(stage);
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1);
  });

  it('of frames that cannot be read end the connection, which is opened again', async () => {
    const stage = await connectSlack();
    for (let time = 0; time < 120; time += 1) stage.server.socket.sendRaw('{'.repeat(100));
    await waitUntil('the next connection', () => stage.server.socket.connections > 1);
    expect(await settle(stage)).toEqual([]);
  });
});
