// Telegram through a whole gateway: from a code to an answer, an approval by button, files, commands, and results of schedules.
// Proves: CN-2, CN-9, AP-7, US-3
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectTo } from '#tests/kill/connect.ts';
import { lastUserText, type ModelRequestRecord, type Reply } from '#tests/support/model-server.ts';
import { BOT_TOKEN, BotServer, type BotMessage } from '#tests/support/telegram/bot-server.ts';
import { ADA, press, say, sendFile } from '#tests/support/telegram/people.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import type { GatewayClient } from '#contract/wire/client-api.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from './support/protocol-host.ts';

const CHAT = String(ADA.id);
const EVE = { id: 666, is_bot: false, first_name: 'Ada' };

/** Calls a tool when it is asked to, and repeats what it was told otherwise. */
function reply(request: ModelRequestRecord): Reply {
  const text = lastUserText(request);
  const messages = JSON.stringify(request.body['messages']);
  if (text.includes('make a file') && !messages.includes('tool_result'))
    return { steps: [{ call: 'exec', input: { command: 'touch made.txt' } }] };
  return { steps: [{ say: `**You** said: ${text.slice(0, 200)}` }] };
}

describe('Telegram', () => {
  let bot: BotServer;
  let gateway: ProtocolHost;
  let client: GatewayClient;
  beforeAll(async () => {
    bot = await BotServer.open();
    gateway = await startProtocolHost(reply, {
      env: { GATEHOUSE_TELEGRAM_API: bot.address },
      config: { models: { tableUrl: 'http://tables.example.org/models.json' } },
    });
    client = await connectTo(gateway.address.origin, TOKEN);
    await client.request('setup.choose', { model: MODEL, workspace: gateway.workspace, done: true });
    writeFileSync(join(gateway.workspace, 'notes.md'), '# Notes\n');
  });
  afterAll(async () => {
    client.stop();
    await gateway.stop();
    await bot.close();
  });

  const shown = (): readonly BotMessage[] => bot.shown(CHAT);
  const waitForText = (text: string): Promise<BotMessage> =>
    waitUntil(`a message with "${text}"`, () => shown().find((message) => message.text.includes(text)));

  it('is connected with its token, which is never returned', async () => {
    await client.request('channels.connect', { channel: 'telegram', secrets: { botToken: BOT_TOKEN } });
    const account = await waitUntil('the connection', async () => {
      const status = await client.request('channels.status', { channel: 'telegram' });
      return status.channelAccounts['telegram']?.find(({ connected }) => connected === true);
    });
    expect(account).toMatchObject({ configured: true, running: true });
    await waitUntil('the menu', () => bot.commands !== undefined);
    const { kinds } = await client.request('channels.kinds', {});
    expect(kinds.find(({ id }) => id === 'telegram')?.accounts).toEqual([{ id: 'telegram', set: ['botToken'] }]);
    expect(JSON.stringify(kinds)).not.toContain(BOT_TOKEN);
  });

  it('rejects a token that is none, and changes nothing', async () => {
    const connecting = client.request('channels.connect', { channel: 'telegram', secrets: { botToken: 'hello' } });
    await expect(connecting).rejects.toThrow("Bot token doesn't look right");
    const unknown = client.request('channels.connect', { channel: 'telegram', options: { unknown: '1' } });
    await expect(unknown).rejects.toThrow('no option');
  });

  it('links a person by the code of a link, and answers', async () => {
    const { code, link } = await client.request('channels.codes.create', {
      channel: 'telegram',
      rights: ['approvals', 'admin'],
    });
    expect(link).toBe(`https://t.me/gatehouse_bot?start=${code}`);
    say(bot, `/start ${code}`);
    await waitForText('Your account is linked');
    say(bot, `/start ${code}`, { from: EVE });
    say(bot, 'Hello there');
    const answer = await waitForText('said: Hello there');
    expect(answer.html).toBe('<b>You</b> said: Hello there');
    // The code was used; a stranger with it gets a pairing code.
    await waitUntil('the answer to the stranger', () => bot.shown('666').length > 0);
    expect(bot.shown('666')[0]?.text).toContain('not linked');
  });

  it('shows an approval with buttons, which only work for people who may answer', async () => {
    say(bot, 'Please make a file');
    const request = await waitForText('Approval required');
    expect(request.text).toContain('touch made.txt');
    const data = request.buttons[0]?.[0]?.callback_data ?? '';
    press(bot, ADA.id, request.id, data, EVE);
    press(bot, ADA.id, request.id, data);
    await waitForText('said: Please make a file');
    const closed = await waitForText('Allowed once');
    expect(closed.id).toBe(request.id);
    expect(closed.buttons).toEqual([]);
    const { entries } = await client.request('audit.entries', { action: 'approval.resolved' });
    expect(JSON.stringify(entries)).toContain('channel:telegram:111');
  });

  it('receives files, and sends those of the workspace', async () => {
    sendFile(bot, new TextEncoder().encode('one,two'), 'data.csv', 'What is in it?');
    await waitForText('What is in it?');
    expect(JSON.stringify(gateway.model.requests.at(-1)?.body)).toContain('one,two');
    say(bot, '/files notes.md');
    const sent = await waitUntil('the file', () => shown().find(({ file }) => file?.name === 'notes.md'));
    expect(new TextDecoder().decode(sent.file?.bytes)).toBe('# Notes\n');
    say(bot, '/files ../..');
    await waitUntil('the error', () => shown().at(-1)?.text.toLowerCase().includes('workspace') === true);
  });

  it('answers /usage for the person who asks', async () => {
    say(bot, '/usage');
    const usage = await waitForText('Last 30 days');
    expect(usage.html).toContain('<pre>');
    expect(usage.text).toMatch(/Today\s+\d+/);
  });

  it('removes a message with a key of this gateway, revokes the key, and tells the person', async () => {
    const { key } = await client.request('apiKeys.create', { name: 'Leaked', scopes: ['operator.read'] });
    const { message } = say(bot, `My key is ${key}`);
    const told = await waitForText('was revoked');
    expect(told.text).not.toContain(key);
    expect(bot.actions.map(({ action }) => action)).toContain(`delete ${message?.message_id ?? 0}`);
    const { keys } = await client.request('apiKeys.list', {});
    expect(keys.find(({ name }) => name === 'Leaked')?.revokedAtMs).toBeDefined();
    const { sessions } = await client.request('sessions.list', {});
    for (const { key: session } of sessions)
      expect(JSON.stringify(await client.request('chat.history', { sessionKey: session }))).not.toContain(key);
  });

  it('gets the results of a schedule', async () => {
    const job = await client.request('cron.add', {
      name: 'Morning',
      schedule: { kind: 'every', everyMs: 86_400_000 },
      sessionTarget: 'isolated',
      wakeMode: 'now',
      payload: { kind: 'agentTurn', message: 'Good morning' },
      delivery: { mode: 'announce', channel: 'telegram', to: CHAT },
    });
    const { id } = job as { readonly id: string };
    await client.request('cron.run', { id, mode: 'force' });
    const result = await waitForText('said: Good morning');
    expect(result.text).toMatch(/^Morning/);
    const run = await waitUntil(
      'the end of the run',
      async () => (await client.request('cron.runs', { id })).entries[0],
    );
    expect(run).toMatchObject({ delivered: true, deliveryStatus: 'delivered' });
  });

  it('sends what a client asks for, once per key, and keeps what Telegram refuses', async () => {
    const message = { channel: 'telegram', to: CHAT, message: 'The build is green.', idempotencyKey: 'build-1' };
    await client.request('send', message);
    await client.request('send', message);
    await waitForText('The build is green.');
    expect(shown().filter(({ text }) => text === 'The build is green.')).toHaveLength(1);
    await client.request('send', { ...message, to: '999999999', idempotencyKey: 'build-2' });
    const failed = await waitUntil('the failure', async () => {
      const { deliveries } = await client.request('channels.deliveries.list', { channel: 'telegram' });
      return deliveries.find(({ state }) => state === 'failed');
    });
    expect(failed.error).toContain('chat not found');
    await client.request('channels.deliveries.drop', { id: failed.id });
    expect(await client.request('channels.test', { channel: 'telegram' })).toEqual({ state: 'sent' });
  });

  it('is disconnected, with its token removed', async () => {
    await client.request('channels.logout', { channel: 'telegram' });
    const { kinds } = await client.request('channels.kinds', {});
    expect(kinds.find(({ id }) => id === 'telegram')?.accounts).toEqual([]);
    const { channels } = await client.request('channels.status', { channel: 'telegram' });
    expect(channels['telegram']).toMatchObject({ configured: false, running: false });
  });
});
