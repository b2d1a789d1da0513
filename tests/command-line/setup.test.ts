// `gatehouse setup`: from an empty home folder to a bot that answers. Proves: CL-2, PK-3
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { startModelServer, type Reply } from '#tests/support/model-server.ts';
import { BOT_TOKEN, BotServer } from '#tests/support/telegram/bot-server.ts';
import { ADA, say } from '#tests/support/telegram/people.ts';
import { waitUntil } from '#tests/support/wait-until.ts';
import { commandOf } from './shell.ts';

const KEY = 'sk-ant-test-0123456789abcdef';
const answers = (): Reply => ({ steps: [{ say: 'Ready when you are.' }] });

async function openServer({ reply = answers, token = BOT_TOKEN, key = KEY } = {}) {
  const home = mkdtempSync(join(tmpdir(), 'gatehouse-setup-'));
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 3 }));
  const bot = await BotServer.open();
  onTestFinished(() => bot.close());
  const model = await startModelServer(reply);
  onTestFinished(() => model.close());
  const secret = (name: string, text: string): string => {
    const path = join(home, name);
    writeFileSync(path, `${text}\n`, { mode: 0o600 });
    return path;
  };
  const env = {
    GATEHOUSE_TELEGRAM_API: bot.address,
    ANTHROPIC_BASE_URL: model.url,
    OLLAMA_HOST: 'http://127.0.0.1:9',
    GATEHOUSE_PORT: '0',
  };
  const files = { key: secret('key.txt', key), token: secret('token.txt', token) };
  const args = [
    'setup',
    '--provider',
    'anthropic',
    '--key-file',
    files.key,
    '--secret-file',
    `botToken=${files.token}`,
  ];
  return { home: join(home, 'data'), bot, model, env, files, args, command: commandOf(join(home, 'data')) };
}

it('sets up an empty installation with one command, and the bot answers', async () => {
  const { bot, env, args, command } = await openServer();
  const running = command.start([...args, '--keep'], env);
  await running.waitFor(/https:\/\/t\.me\/gatehouse_bot\?start=[A-Z2-9]{8}/);
  expect(running.seen()).toContain('Telegram is connected.');
  expect(running.seen()).toContain('An agent answers with anthropic/');
  for (const secret of [KEY, BOT_TOKEN]) expect(running.seen()).not.toContain(secret);
  say(bot, /\/link [A-Z2-9]{8}/.exec(running.seen())?.[0] ?? '');
  await waitUntil('the greeting', () => bot.shown(String(ADA.id)).some(({ text }) => text.includes('is linked')));
  say(bot, 'Hello');
  await waitUntil('the answer', () => bot.shown(String(ADA.id)).some(({ text }) => text === 'Ready when you are.'));
  running.signal('SIGTERM');
  expect(await running.ended).toBe(0);
});

it('takes everything from the environment, and keeps it for the next start without it', async () => {
  const { bot, env, command } = await openServer();
  const given = { ...env, ANTHROPIC_API_KEY: KEY, TELEGRAM_BOT_TOKEN: BOT_TOKEN };
  const first = await command.gatehouse(['setup', '--json'], { env: given });
  expect(first).toMatchObject({ code: 0 });
  expect(JSON.parse(first.out)).toMatchObject({ ok: true, channel: { channel: 'telegram', code: expect.any(String) } });
  const before = bot.calls.length;
  const again = command.start(['setup', '--keep', '--no-verify'], env);
  await again.waitFor('Anthropic is ready.');
  await waitUntil('the connection', () => bot.calls.slice(before).includes('getUpdates'));
  again.signal('SIGTERM');
  expect(await again.ended).toBe(0);
});

it('keeps no key that the provider rejects', async () => {
  const { env, args, command, home } = await openServer({ reply: () => ({ status: 401, body: '{}' }) });
  const ended = await command.gatehouse(args, { env });
  expect(ended.code).toBe(1);
  expect(ended.err).toContain('Anthropic rejected the API key.');
  const running = command.start(['start', '--port', '0', '--no-link'], env);
  await running.waitFor('is running at');
  expect((await command.gatehouse(['models', 'keys', 'list'])).out).toMatch(/^anthropic +missing/m);
  expect((await command.gatehouse(['channels', 'list'])).out).toMatch(/^telegram +Telegram +not set up/m);
  running.signal('SIGTERM');
  await running.ended;
  expect(existsSync(home)).toBe(true);
});

it('keeps no token that the network rejects, and says where to find the right one', async () => {
  const { env, args, command } = await openServer({ token: '1234567890:AAE-another-token-of-the-tests' });
  const ended = await command.gatehouse(args, { env });
  expect(ended.code).toBe(1);
  expect(ended.err).toContain('Copy it again from @BotFather.');
  const running = command.start(['start', '--port', '0', '--no-link'], env);
  await running.waitFor('is running at');
  expect((await command.gatehouse(['channels', 'list'])).out).toMatch(/^telegram +Telegram +not set up/m);
  running.signal('SIGTERM');
  await running.ended;
});

it.each<readonly [string, (files: { readonly key: string; readonly token: string }) => readonly string[], string]>([
  ['a provider that does not exist', () => ['--provider', 'icq'], 'there is no provider "icq"'],
  ['a model without a provider', () => ['--model', 'claude'], '--model'],
  ['a key without its provider', ({ key }) => ['--key-file', key], 'choose the provider of the key'],
  [
    'a file that does not exist',
    () => ['--provider', 'openai', '--key-file', '/nowhere/key'],
    'cannot read /nowhere/key',
  ],
  ['two ways to run', () => ['--keep', '--service'], "can't be combined"],
  ['a pair without a name', () => ['--secret-file', 'token.txt'], 'is not name=value'],
])('rejects %s before anything is started', async (_name, options, message) => {
  const { command, env, files, home } = await openServer();
  const ended = await command.gatehouse(['setup', ...options(files)], { env });
  expect(ended.code).toBe(2);
  expect(ended.err).toContain(message);
  expect(existsSync(home)).toBe(false);
});

it('changes nothing when something about the network is wrong, and says what', async () => {
  const { env, command, files } = await openServer();
  const model = ['--provider', 'anthropic', '--key-file', files.key];
  const running = command.start(['start', '--port', '0', '--no-link'], env);
  await running.waitFor('is running at');
  const wrong = async (...args: readonly string[]) => command.gatehouse(['setup', ...model, ...args], { env });
  expect((await wrong('--channel', 'icq')).err).toContain('there is no network "icq". Networks: telegram');
  expect((await wrong('--secret-file', `token=${files.token}`, '--channel', 'telegram')).err).toContain(
    'has no setting "token"',
  );
  expect((await wrong('--secret-file', `botToken=${files.key}`)).err).toContain("Bot token doesn't look right");
  expect((await wrong('--keep')).err).toContain('so --keep has no effect');
  expect((await command.gatehouse(['models', 'keys', 'list'])).out).toMatch(/^anthropic +missing/m);
  running.signal('SIGTERM');
  await running.ended;
});

it('rejects a file with a secret that others can read', async () => {
  const { command, env, files } = await openServer();
  chmodSync(files.key, 0o644);
  const ended = await command.gatehouse(['setup', '--provider', 'anthropic', '--key-file', files.key], { env });
  expect(ended).toMatchObject({ code: 2 });
  expect(ended.err).toContain(`chmod 600 ${files.key}`);
});

it('says what is missing when nobody can be asked', async () => {
  const { command, env } = await openServer();
  const ended = await command.gatehouse(['setup'], { env });
  expect(ended.code).toBe(2);
  expect(ended.err).toContain('Pass --provider and --key-file, or set ANTHROPIC_API_KEY or OPENAI_API_KEY');
});

it('asks for what is missing in a terminal', async () => {
  const { bot, env, command } = await openServer();
  const running = command.inTerminal(['setup', '--no-verify'], env);
  await running.waitFor('Chat network (');
  running.type('\r');
  await running.waitFor('Bot token');
  running.type(`${BOT_TOKEN}\r`);
  await running.waitFor('Model provider (');
  running.type('anthropic\r');
  await running.waitFor('API key for Anthropic');
  running.type(`${KEY}\r`);
  await running.waitFor('Waiting for the message.');
  say(bot, /\/link [A-Z2-9]{8}/.exec(running.seen())?.[0] ?? '');
  await running.waitFor('You are linked. Write to the bot.');
  expect(await running.ended).toBe(0);
  for (const secret of [KEY, BOT_TOKEN]) expect(running.seen()).not.toContain(secret);
});
