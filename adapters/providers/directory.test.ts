// Proves: MP-5
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createMemoryStore, type MemoryStore } from '#tests/support/core/memory-store.ts';
import type { Log } from '#core/ports/log.ts';
import type { Settings } from '#core/ports/settings.ts';
import type { ProviderAdmin, ProviderDirectory } from '#core/ports/provider.ts';
import { Secret } from '#core/ports/secrets.ts';
import { SYSTEM_CLOCK } from '#host/system-clock.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { collect, sampleRequest } from '#tests/conformance/provider.ts';
import { anthropicFormat, ollamaFormat, openAiFormat } from '#tests/support/wire-formats.ts';
import { startWireServer, type WireServer } from '#tests/support/wire-server.ts';

import { ModelsInEffect } from '#core/models/models-in-effect.ts';
import { createProviderDirectory } from './directory.ts';
import { PROVIDERS } from './registry.ts';

const nothing = (): void => undefined;
const log: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing, part: () => log };
/** The user. */
const ME = 'local';
const NOWHERE = 'http://127.0.0.1:1';

describe('the provider directory', () => {
  let store: MemoryStore;
  let table: ModelsInEffect;
  const servers: WireServer[] = [];
  const open = (environment: Record<string, string> = {}): ProviderDirectory & ProviderAdmin =>
    createProviderDirectory({
      providers: PROVIDERS,
      config: { settings: () => DEFAULT_SETTINGS },
      secrets: store.secrets,
      settings: store.settings,
      models: table,
      environment: { OLLAMA_HOST: NOWHERE, ...environment },
      log,
      clock: SYSTEM_CLOCK,
    });
  const start = async (...given: Parameters<typeof startWireServer>): Promise<WireServer> => {
    const server = await startWireServer(...given);
    servers.push(server);
    return server;
  };
  const getStatus = async (directory: ProviderAdmin, id: string) =>
    (await directory.list(false, ME)).find((one) => one.id === id);

  beforeEach(() => {
    store = createMemoryStore();
    table = new ModelsInEffect(store.settings);
  });
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it('says what to do if a provider is unknown, disabled, or lacks a key or address', async () => {
    const directory = open();
    await expect(directory.open('nobody', ME)).rejects.toMatchObject({
      extras: { details: { code: 'provider-unknown' } },
    });
    await expect(directory.open('anthropic', ME)).rejects.toMatchObject({
      extras: { details: { code: 'provider-key-missing' } },
    });
    await expect(directory.open('compatible', ME)).rejects.toMatchObject({
      extras: { details: { code: 'provider-address-missing' } },
    });
    await directory.set({ id: 'demo', enabled: false }, ME);
    await expect(directory.open('demo', ME)).rejects.toMatchObject({ extras: { details: { code: 'provider-off' } } });
  });

  it('suggests a current model of the first provider with a key', async () => {
    const listing = await start(anthropicFormat);
    const unreachable = open({ ANTHROPIC_API_KEY: 'sk-ant-x', ANTHROPIC_BASE_URL: NOWHERE });
    expect(await unreachable.suggestModel(ME)).toBe('anthropic/claude-sonnet-5-5');
    const listed = open({ ANTHROPIC_API_KEY: 'sk-ant-x', ANTHROPIC_BASE_URL: listing.url });
    const [model] = await listed.models(false, ME);
    expect(await listed.suggestModel(ME)).toBe(`anthropic/${model?.id}`);
    expect(await open({ OPENAI_API_KEY: 'sk-x', OPENAI_BASE_URL: NOWHERE }).suggestModel(ME)).toMatch(/^openai\/gpt-/);
    expect(await open().suggestModel(ME)).toBeUndefined();
  });

  it("prefers the server's own model data, then the downloaded table, then the built-in one", async () => {
    const server = await start(anthropicFormat, ['claude-sonnet-5-5']);
    const openAi = await start(openAiFormat, ['gpt-99', 'gpt-4o']);
    const directory = open({
      ANTHROPIC_API_KEY: 'sk-ant-x',
      ANTHROPIC_BASE_URL: server.url,
      OPENAI_API_KEY: 'sk-x',
      OPENAI_BASE_URL: openAi.url,
    });
    const findModel = async (id: string) => (await directory.models(false, ME)).find((model) => model.id === id);
    expect(await findModel('gpt-4o')).toMatchObject({ contextWindow: 123_456, maxOutput: 16_384 });
    const facts = { contextWindow: 777_000, maxOutput: 7_000, tools: true, images: true, pdfs: true, reasoning: true };
    const one = { facts };
    const byName = { 'gpt-99': one, 'gpt-4o': one, 'claude-sonnet-5-5': one, 'claude-unlisted': one };
    const downloaded = { date: '2999-01-01', source: 'https://models.example', downloadedAt: 1 };
    await table.replace({ ...downloaded, providers: { anthropic: byName, openai: byName } });
    expect(await findModel('gpt-4o')).toMatchObject({ contextWindow: 123_456, maxOutput: 7_000 });
    expect(await findModel('gpt-99')).toMatchObject({ contextWindow: 123_456, maxOutput: 7_000, reasoning: true });
    expect(await findModel('gpt-99')).not.toMatchObject({ pdfs: true });
    expect(await findModel('claude-sonnet-5-5')).toMatchObject({ contextWindow: 123_456, maxOutput: 4_321 });
    expect(directory.describe('anthropic', 'claude-unlisted')).toMatchObject({ contextWindow: 777_000, pdfs: true });
    expect(directory.describe('anthropic', 'claude-opus-4')).toMatchObject({ contextWindow: 200_000 });
    await table.replace(undefined);
    expect(await findModel('gpt-4o')).toMatchObject({ contextWindow: 123_456, maxOutput: 16_384 });
    expect(directory.describe('anthropic', 'claude-unlisted')).toMatchObject({ contextWindow: 200_000 });
  });

  it('returns the rate limits that a provider reported last, until its key changes', async () => {
    const server = await start(anthropicFormat);
    const openAi = await start(openAiFormat);
    const directory = open({
      ANTHROPIC_API_KEY: 'sk-ant-x',
      ANTHROPIC_BASE_URL: server.url,
      OPENAI_API_KEY: 'sk-x',
      OPENAI_BASE_URL: openAi.url,
    });
    const call = async (id: string) =>
      await collect((await directory.open(id, ME)).stream(sampleRequest(), new AbortController().signal));
    await call('anthropic');
    expect(await directory.rateLimits(ME)).toEqual([]);
    const resetAt = Math.round(Date.now() / 1000) * 1000 + 60_000;
    server.play({
      parts: [{ say: ['ok'] }],
      headers: {
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '49',
        'anthropic-ratelimit-requests-reset': new Date(resetAt).toISOString(),
      },
    });
    openAi.play({
      status: 429,
      message: 'slow down',
      headers: { 'x-ratelimit-limit-tokens': '1000', 'x-ratelimit-remaining-tokens': '0' },
    });
    await call('anthropic');
    await call('openai');
    const observedAt = expect.any(Number);
    const anthropic = {
      provider: 'anthropic',
      displayName: 'Anthropic',
      windows: [{ label: 'Requests', usedPercent: 2, resetAt }],
      observedAt,
    };
    const windows = [{ label: 'Tokens', usedPercent: 100 }];
    expect(await directory.rateLimits(ME)).toEqual([
      anthropic,
      { provider: 'openai', displayName: 'OpenAI', windows, observedAt },
    ]);
    await directory.set({ id: 'openai', apiKey: new Secret('sk-other') }, ME);
    expect(await directory.rateLimits(ME)).toEqual([anthropic]);
  });

  it('prefers stored settings, then the configuration file, then the environment', async () => {
    const server = await start(anthropicFormat);
    let providers: Settings['providers'] = [
      { id: 'anthropic', baseUrl: server.url, apiKey: new Secret('sk-ant-file') },
    ];
    let settings: Settings = { ...DEFAULT_SETTINGS, providers };
    const directory = createProviderDirectory({
      providers: PROVIDERS,
      config: { settings: () => settings },
      secrets: store.secrets,
      settings: store.settings,
      models: table,
      environment: { OLLAMA_HOST: NOWHERE, ANTHROPIC_API_KEY: 'sk-ant-environment', ANTHROPIC_BASE_URL: NOWHERE },
      log,
      clock: SYSTEM_CLOCK,
    });
    expect(await getStatus(directory, 'anthropic')).toMatchObject({
      enabled: true,
      key: 'stored',
      baseUrl: server.url,
    });
    await directory.open('anthropic', ME);
    providers = [
      { id: 'anthropic', enabled: false },
      { id: 'compatible-lab', baseUrl: server.url },
    ];
    settings = { ...DEFAULT_SETTINGS, providers };
    await expect(directory.open('anthropic', ME)).rejects.toMatchObject({
      extras: { details: { code: 'provider-off' } },
    });
    expect(await getStatus(directory, 'compatible-lab')).toMatchObject({ baseUrl: server.url });
    await directory.set({ id: 'anthropic', enabled: true }, ME);
    expect(await getStatus(directory, 'anthropic')).toMatchObject({
      enabled: true,
      key: 'environment',
      baseUrl: NOWHERE,
    });
  });

  it('prefers a personal key to the shared one, for its user only', async () => {
    const server = await start(anthropicFormat);
    const directory = open({ ANTHROPIC_API_KEY: 'env-key', ANTHROPIC_BASE_URL: server.url });
    const findKeys = async (userId: string) =>
      (await directory.list(false, userId)).find(({ id }) => id === 'anthropic')?.keys;
    const findSentKey = async (userId: string) => {
      const provider = await directory.open('anthropic', userId);
      await collect(provider.stream(sampleRequest(), new AbortController().signal));
      return server.requests.at(-1)?.headers['authorization'];
    };
    await directory.set({ id: 'anthropic', apiKey: new Secret('shared-key') }, 'ada');
    expect(await findSentKey('ada')).toContain('shared-key');
    const status = await directory.set({ id: 'anthropic', apiKey: new Secret('adas-key'), personal: true }, 'ada');
    expect(status).toMatchObject({ key: 'stored', keys: ['personal', 'shared', 'environment'] });
    expect(JSON.stringify(status)).not.toContain('adas-key');
    expect(await findSentKey('ada')).toContain('adas-key');
    expect(await findSentKey('grace')).toContain('shared-key');
    expect(await findKeys('grace')).toEqual(['shared', 'environment']);
    // Limits are reported per key.
    server.play((_body) => ({
      parts: [{ say: ['ok'] }],
      headers: { 'x-ratelimit-limit-requests': '10', 'x-ratelimit-remaining-requests': '5' },
    }));
    await findSentKey('ada');
    expect(await directory.rateLimits('ada')).toMatchObject([{ provider: 'anthropic' }]);
    expect(await directory.rateLimits('grace')).toEqual([]);
    await directory.set({ id: 'anthropic', apiKey: new Secret('') }, 'ada');
    expect(await findKeys('ada')).toEqual(['personal', 'environment']);
    expect(await findSentKey('grace')).toContain('env-key');
    await directory.set({ id: 'anthropic', apiKey: new Secret(''), personal: true }, 'ada');
    expect(await findSentKey('ada')).toContain('env-key');
    expect(await store.secrets.names()).toEqual([]);
  });

  it('lists the models of a provider for a user with a personal key', async () => {
    const server = await start(openAiFormat, ['my-model']);
    const directory = open({ OPENAI_BASE_URL: server.url });
    await directory.set({ id: 'openai', apiKey: new Secret('adas-key'), personal: true }, 'ada');
    const list = async (userId: string) =>
      (await directory.models(false, userId)).filter(({ provider }) => provider === 'openai');
    expect(await list('ada')).toMatchObject([{ id: 'my-model' }]);
    expect(await list('grace')).toEqual([]);
    expect(await directory.suggestModel('ada')).toBe('openai/my-model');
    expect(await directory.suggestModel('grace')).toBeUndefined();
    await expect(directory.open('openai', 'grace')).rejects.toMatchObject({
      extras: { details: { code: 'provider-key-missing' } },
    });
    expect(directory.describe('openai', 'my-model')).toMatchObject({ contextWindow: 123_456 });
  });

  it('uses a key from the environment without storing it', async () => {
    const server = await start(anthropicFormat);
    const directory = open({ ANTHROPIC_API_KEY: 'env-key-1', ANTHROPIC_BASE_URL: server.url });
    expect(await getStatus(directory, 'anthropic')).toMatchObject({
      key: 'environment',
      environment: 'ANTHROPIC_API_KEY',
      baseUrl: server.url,
    });
    const provider = await directory.open('anthropic', ME);
    await collect(provider.stream(sampleRequest(), new AbortController().signal));
    expect(server.requests.at(-1)?.headers['authorization']).toContain('env-key-1');
    expect(await store.secrets.names()).toEqual([]);
  });

  it('uses a stored key over the environment, immediately', async () => {
    const server = await start(anthropicFormat);
    const directory = open({ ANTHROPIC_API_KEY: 'env-key-1', ANTHROPIC_BASE_URL: server.url });
    await directory.open('anthropic', ME);
    expect(await directory.set({ id: 'anthropic', apiKey: new Secret('stored-key-2') }, ME)).toMatchObject({
      key: 'stored',
      environment: 'ANTHROPIC_API_KEY',
    });
    const provider = await directory.open('anthropic', ME);
    await collect(provider.stream(sampleRequest(), new AbortController().signal));
    expect(server.requests.at(-1)?.headers['authorization']).toContain('stored-key-2');
    expect(await directory.set({ id: 'anthropic', apiKey: new Secret('') }, ME)).toMatchObject({ key: 'environment' });
  });

  it('imports the key from the environment on request', async () => {
    const directory = open({ OPENAI_API_KEY: 'env-key-3' });
    expect(await directory.set({ id: 'openai', importEnvironment: true }, ME)).toMatchObject({ key: 'stored' });
    expect((await store.secrets.get('provider.openai.apiKey'))?.reveal()).toBe('env-key-3');
    await expect(directory.set({ id: 'anthropic', importEnvironment: true }, ME)).rejects.toMatchObject({
      extras: { details: { code: 'environment-key-missing' } },
    });
    const both = { id: 'openai', importEnvironment: true, apiKey: new Secret('other') };
    await expect(directory.set(both, ME)).rejects.toMatchObject({ extras: { details: { code: 'key-ambiguous' } } });
    expect((await store.secrets.get('provider.openai.apiKey'))?.reveal()).toBe('env-key-3');
  });

  it('rejects invalid addresses and keys', async () => {
    const directory = open();
    for (const baseUrl of ['localhost', 'ftp://x', 'file:///etc', 'http://user:pw@host']) {
      await expect(directory.set({ id: 'compatible', baseUrl }, ME)).rejects.toMatchObject({
        extras: { details: { code: 'address-invalid' } },
      });
    }
    await expect(directory.set({ id: 'openai', apiKey: new Secret('two words') }, ME)).rejects.toMatchObject({
      extras: { details: { code: 'key-invalid' } },
    });
  });

  it('detects a local Ollama with its models and context windows', async () => {
    const server = await start(ollamaFormat, ['llama3:8b', 'qwen3:4b']);
    const directory = open({ OLLAMA_HOST: server.url.replace('http://', '') });
    expect(await getStatus(directory, 'ollama')).toMatchObject({ reachable: 'yes', models: 2, key: 'none-needed' });
    expect(
      (await directory.models(false, ME)).filter((model) => model.provider === 'ollama').map((model) => model.id),
    ).toEqual(['llama3:8b', 'qwen3:4b']);
    expect(directory.describe('ollama', 'qwen3:4b')).toMatchObject({ contextWindow: 16_384 });
  });

  it('does not wait long for a local server that hangs', async () => {
    const server = await start(ollamaFormat);
    server.play({ silent: true });
    const directory = open({ OLLAMA_HOST: server.url });
    server.play({ status: 500, message: 'x' });
    expect(await getStatus(directory, 'ollama')).toMatchObject({ reachable: 'no', models: 0 });
  });

  it('ignores a list of models that was requested with the previous address', async () => {
    const current = await start(openAiFormat, ['of-this-server']);
    const former = createServer();
    await new Promise<void>((resolve) => former.listen(0, '127.0.0.1', resolve));
    // A TCP server has a port.
    const { port } = former.address() as AddressInfo;
    const directory = open();
    await directory.set({ id: 'compatible', baseUrl: `http://127.0.0.1:${port}` }, ME);
    const asked = once(former, 'request');
    const before = directory.models(false, ME);
    const [, response] = (await asked) as [IncomingMessage, ServerResponse];
    await directory.set({ id: 'compatible', baseUrl: current.url }, ME);
    const listModels = async () =>
      (await directory.models(false, ME)).flatMap(({ id, provider }) => (provider === 'compatible' ? [id] : []));
    expect(await listModels()).toEqual(['of-this-server']);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"data": [{"id": "of-another-server"}]}');
    await before;
    expect(await listModels()).toEqual(['of-this-server']);
    expect(await store.settings.get('provider-models.compatible')).toMatchObject([{ id: 'of-this-server' }]);
    former.closeAllConnections();
    former.close();
  });

  it('offers the demo without key or network, and known models of an unreachable provider', async () => {
    const directory = open({ ANTHROPIC_API_KEY: 'k', ANTHROPIC_BASE_URL: NOWHERE });
    const models = await directory.models(false, ME);
    expect(models.some((model) => model.provider === 'demo')).toBe(true);
    expect(models.some((model) => model.provider === 'anthropic')).toBe(true);
    expect(await getStatus(directory, 'anthropic')).toMatchObject({ reachable: 'no' });
    expect(models.some((model) => model.provider === 'openai')).toBe(false);
  });

  it('remembers the capabilities of models across a restart', async () => {
    const server = await start(openAiFormat, ['my-model']);
    const first = open();
    await first.set({ id: 'compatible-lab', baseUrl: server.url }, ME);
    await first.models(true, ME);
    const second = open();
    expect((await second.list(false, ME)).map((one) => one.id)).toContain('compatible-lab');
    expect(second.describe('compatible-lab', 'my-model')).toMatchObject({ contextWindow: 123_456 });
  });

  it('tests settings before storing them', async () => {
    const server = await start(anthropicFormat);
    const directory = open();
    expect(await directory.test({ id: 'anthropic' }, ME)).toMatchObject({
      ok: false,
      error: { code: 'provider-key-missing' },
    });
    expect(
      await directory.test({ id: 'anthropic', apiKey: new Secret('typed-key'), baseUrl: server.url }, ME),
    ).toMatchObject({ ok: true, models: ['test-model'] });
    expect(server.requests.at(-1)?.headers['authorization']).toContain('typed-key');
    expect(await getStatus(directory, 'anthropic')).toMatchObject({ key: 'missing' });
  });
});
