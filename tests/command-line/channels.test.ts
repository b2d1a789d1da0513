// `gatehouse channels` and `gatehouse send`, with a local server that speaks Telegram's Bot API.
// Proves: CN-6, CN-9
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { BOT_TOKEN as DISCORD_BOT_TOKEN } from '#tests/support/discord/discord-model.ts';
import { startDiscord } from '#tests/support/discord/start-discord.ts';
import { BOT_TOKEN, BotServer } from '#tests/support/telegram/bot-server.ts';
import { ADA, say } from '#tests/support/telegram/people.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { openShell, type Shell } from './shell.ts';

let bot: BotServer;
let shell: Shell;

beforeAll(async () => {
  bot = await BotServer.open();
  shell = await openShell(() => ({ steps: [{ say: 'done' }] }), undefined, { GATEHOUSE_TELEGRAM_API: bot.address });
});
afterAll(async () => {
  await shell.stop();
  await bot.close();
});

it('connects a network, links a person, and sends messages', async () => {
  expect((await shell.gatehouse(['channels', 'list'])).out).toMatch(/^telegram +Telegram +not set up/m);
  const unknown = await shell.gatehouse(['channels', 'connect', 'icq']);
  expect(unknown).toMatchObject({ code: 2 });
  expect(unknown.err).toContain('Networks: telegram');
  const connected = await shell.gatehouse(['channels', 'connect', 'telegram'], { stdin: `${BOT_TOKEN}\n` });
  expect(connected.err).toBe('');
  expect(connected.out).toContain('Set up Telegram.');
  await waitUntil('the connection', () => bot.calls.includes('getUpdates'));
  expect((await shell.gatehouse(['channels', 'list'])).out).toMatch(/^telegram +Telegram +connected/m);

  const linked = await shell.gatehouse(['channels', 'link', '--channel', 'telegram', '--allow', 'approvals']);
  const [, command = ''] = /(\/link [A-Z2-9]{8})/.exec(linked.out) ?? [];
  say(bot, command);
  await waitUntil('the greeting', () => bot.shown(String(ADA.id)).length > 0);
  expect((await shell.gatehouse(['channels', 'people'])).out).toMatch(
    /^Ada Lovelace +telegram +111 +write, approvals/m,
  );

  say(bot, 'Hello', { from: { id: 666, is_bot: false, first_name: 'Eve' } });
  const code = await waitUntil('the request', async () => {
    const { out } = await shell.gatehouse(['channels', 'requests']);
    return /^([A-Z2-9]{8}) +Eve/m.exec(out)?.[1];
  });
  expect((await shell.gatehouse(['channels', 'approve', code])).out).toContain('Linked Eve.');
  expect((await shell.gatehouse(['channels', 'unlink', 'telegram', '666', '--yes'])).code).toBe(0);

  expect((await shell.gatehouse(['channels', 'test', 'telegram'])).out).toContain('was sent');
  await shell.gatehouse(['send', 'telegram', '999999999', 'Lost']);
  const id = await waitUntil('the failure', async () => {
    const [listed] = await shell.json(['channels', 'messages']);
    const { deliveries } = listed as {
      readonly deliveries: readonly { readonly id: string; readonly state: string }[];
    };
    return deliveries.find(({ state }) => state === 'failed')?.id;
  });
  expect((await shell.gatehouse(['channels', 'drop', id])).out).toContain('Dropped');
  expect((await shell.gatehouse(['channels', 'remove', 'telegram', '--yes'])).out).toContain('Removed telegram.');
});

it('connects Discord with a token from the environment', async () => {
  const server = await startDiscord();
  const env = { GATEHOUSE_DISCORD_API: server.api, DISCORD_BOT_TOKEN };
  const other = await openShell(() => ({ steps: [{ say: 'done' }] }), undefined, env);
  onTestFinished(() => other.stop());
  expect((await other.gatehouse(['channels', 'connect', 'discord'])).err).toBe('');
  await waitUntil('the connection', async () =>
    /^discord +Discord +connected/m.test((await other.gatehouse(['channels', 'list'])).out),
  );
});
