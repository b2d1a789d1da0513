// A gateway on a server: an API key in the environment, and nobody who chooses a model.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

import { startModelServer, type ModelServer } from '#tests/support/model-server.ts';
import { startRunningHost, type RunningHost } from '#tests/support/running-host.ts';

import { commandOf } from './shell.ts';

const MODELS = ['claude-opus-4-8', 'claude-sonnet-4-6', 'claude-haiku-4-5'];
const SUGGESTED = 'claude-sonnet-4-6';

let model: ModelServer;
let host: RunningHost;
beforeAll(async () => {
  model = await startModelServer(() => ({ steps: [{ say: 'Hello.' }] }), MODELS);
});
afterEach(() => host.dispose());
afterAll(() => model.close());

async function start(args: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  const key = { ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef', ANTHROPIC_BASE_URL: model.url };
  host = await startRunningHost({
    args: ['--headless', ...args],
    env: { OLLAMA_HOST: 'http://127.0.0.1:9', ...key, ...env },
  });
  return commandOf(host.home);
}

const lastModel = () => model.requests.at(-1)?.body.model;
const log = () =>
  readdirSync(join(host.home, 'logs'))
    .map((file) => readFileSync(join(host.home, 'logs', file), 'utf8'))
    .join('');

describe('a gateway with a key and no chosen model', () => {
  it('answers with a current model of the provider, which is listed and logged once', async () => {
    const command = await start();
    expect(await command.gatehouse(['chat', 'hi'])).toMatchObject({ code: 0, out: 'Hello.\n' });
    expect(lastModel()).toBe(SUGGESTED);
    await command.gatehouse(['chat', 'again']);
    const [{ models }] = (await command.json(['models', 'list'])) as readonly [
      { readonly models: readonly { readonly id: string; readonly tags?: readonly string[] }[] },
    ];
    expect(models.filter(({ tags }) => tags?.includes('default')).map(({ id }) => id)).toEqual([SUGGESTED]);
    expect(log().match(/No model is chosen/g)).toHaveLength(1);
  });

  it('tells at the start which model it uses', async () => {
    const command = await start();
    const second = command.start(['start', '--headless', '--port', '0', '--home', join(host.home, 'second')], {
      ANTHROPIC_API_KEY: 'sk-ant-test-0123456789abcdef',
      ANTHROPIC_BASE_URL: model.url,
    });
    await second.waitFor(`Using anthropic/${SUGGESTED}`);
    second.signal('SIGTERM');
    await second.ended;
    const third = command.start(['start', '--headless', '--port', '0', '--home', join(host.home, 'third')]);
    await third.waitFor('No model is set up.');
    third.signal('SIGTERM');
    await third.ended;
  });

  it('uses the model of --model or GATEHOUSE_MODEL', async () => {
    const command = await start(['--model', 'anthropic/claude-opus-4-8']);
    await command.gatehouse(['chat', 'hi']);
    expect(lastModel()).toBe('claude-opus-4-8');
    await command.gatehouse(['chat', 'hi'], { env: { GATEHOUSE_MODEL: 'anthropic/claude-haiku-4-5' } });
    expect(lastModel()).toBe('claude-haiku-4-5');
    await command.gatehouse(['chat', '--model', `anthropic/${SUGGESTED}`, 'hi']);
    expect(lastModel()).toBe(SUGGESTED);
    await host.dispose();
    const other = await start([], { GATEHOUSE_MODEL: 'anthropic/claude-haiku-4-5' });
    await other.gatehouse(['chat', 'hi']);
    expect(lastModel()).toBe('claude-haiku-4-5');
    const refused = await other.gatehouse(['start', '--model', 'haiku']);
    expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('must be provider/model') });
  });
});

it('leaves no empty session behind if no model is set up', async () => {
  const command = await start([], { ANTHROPIC_API_KEY: '' });
  const { code, err } = await command.gatehouse(['chat', 'hi']);
  expect(code).not.toBe(0);
  expect(err).toMatch(/model/i);
  const listed = await command.gatehouse(['sessions', 'list', '--json']);
  expect(listed.out).not.toContain('agent:main:');
});
