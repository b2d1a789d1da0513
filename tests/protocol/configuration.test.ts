// The configuration as a whole: written on a known hash, with its secrets left alone, and each key says when it takes effect.
// Proves: CF-2
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ConfigCheck, ConfigWritten } from '#contract/types/configuration.ts';
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { findViolations } from './support/published-check.ts';
import { startProtocolHost, type ProtocolHost } from './support/protocol-host.ts';
import { connected, type RawFrame, type RawSocket } from './support/raw-socket.ts';

let gateway: ProtocolHost;
let socket: RawSocket;
let calls = 0;

beforeAll(async () => {
  gateway = await startProtocolHost(() => ({ steps: [{ say: 'hello' }] }));
  socket = await connected(gateway.url);
});
afterAll(async () => {
  socket.close();
  await gateway.stop();
});

const file = (): string => join(gateway.home, 'gatehouse.json5');
const text = (): string => readFileSync(file(), 'utf8');

function ask(method: string, params: unknown = {}): Promise<RawFrame> {
  calls += 1;
  return socket.request(`call-${calls}`, method, params);
}

async function call<T>(method: string, params: unknown = {}): Promise<T> {
  const answer = await ask(method, params);
  expect(answer.error).toBeUndefined();
  return answer.payload as T; // the shape is checked by the tests that matter
}

const snapshot = (): Promise<ConfigSnapshot> => call('config.get');
async function set(raw: string): Promise<ConfigWritten> {
  const { hash, exists } = await snapshot();
  return call('config.set', { raw, ...(exists ? { baseHash: hash } : {}) });
}

describe('config.set', () => {
  beforeEach(async () => {
    await set('{ logs: { level: "info" } }');
  });

  it('writes the text unchanged and reports when changes take effect', async () => {
    const raw = '// mine\n{ logs: { level: "debug" }, limits: { modelRetries: 1 } } // end\n';
    const { hash } = await snapshot();
    const answer = await call<ConfigWritten>('config.set', { raw, baseHash: hash });
    expect(text()).toBe(raw);
    expect(answer).toMatchObject({ ok: true, path: file(), needsRestart: [] });
    expect(answer.reload).toEqual({ hot: ['limits.modelRetries', 'logs.level'], restart: [] });
    expect(answer.hash).toBe((await snapshot()).hash);
    const { entries } = await call<{ entries: { details: unknown }[] }>('audit.entries', { action: 'config.set' });
    expect(entries[0]?.details).toEqual({ changedPaths: answer.changedPaths });
  });

  it('rejects a missing or stale hash and an invalid value without writing', async () => {
    const before = text();
    const { hash } = await snapshot();
    expect((await ask('config.set', { raw: '{}' })).error?.message).toContain('config base hash required');
    await set('{ logs: { level: "warn" } }');
    const stale = await ask('config.set', { raw: before, baseHash: hash });
    expect(stale.error).toMatchObject({
      code: 'INVALID_REQUEST',
      message: 'config changed since last load; re-run config.get and retry',
    });
    const wrong = await ask('config.set', { raw: '{ logs: { level: 7 } }', baseHash: (await snapshot()).hash });
    expect(wrong.error?.details).toMatchObject({ code: 'CONFIG_INVALID', issues: [{ path: 'logs.level' }] });
    const broken = await ask('config.apply', { raw: '{', baseHash: (await snapshot()).hash });
    expect(broken.error?.code).toBe('INVALID_REQUEST');
    expect(text()).toBe('{ logs: { level: "warn" } }');
  });

  it('reports a new entry that has no settings of its own', async () => {
    const answer = await set('{ logs: { level: "info" }, prices: { "demo/script": {} } }');
    expect(answer.changedPaths).toEqual(['prices.demo/script']);
  });

  it('keeps secrets that are sent as placeholders and never writes a placeholder', async () => {
    await set('{ providers: { openai: { apiKey: "sk-not-shown-0123456789" } } } // key');
    const { raw } = await snapshot();
    expect(raw).not.toContain('sk-not-shown');
    await set((raw ?? '').replace('} } }', '}, ollama: { enabled: false } } }'));
    expect(text()).toContain('sk-not-shown-0123456789');
    expect(text()).toContain('// key');
    const moved = (raw ?? '').replace('openai', 'other');
    const refused = await ask('config.set', { raw: moved, baseHash: (await snapshot()).hash });
    expect(refused.error?.details).toMatchObject({
      code: 'CONFIG_INVALID',
      issues: [{ path: 'providers.other.apiKey' }],
    });
    expect(text()).not.toContain('OPENCLAW_REDACTED');
  });

  it('repairs a damaged file', async () => {
    writeFileSync(file(), '{ logs: ');
    await expect.poll(async () => (await snapshot()).valid).toBe(false);
    await call('config.set', { raw: '{ logs: { level: "error" } }', baseHash: (await snapshot()).hash });
    expect(await snapshot()).toMatchObject({ valid: true, config: { logs: { level: 'error' } } });
  });

  it('accepts only one of two concurrent writes', async () => {
    const { hash } = await snapshot();
    const both = await Promise.all(
      ['debug', 'error'].map((level) =>
        ask('config.apply', { raw: `{ logs: { level: '${level}' } }`, baseHash: hash }),
      ),
    );
    expect(both.filter(({ ok }) => ok === true)).toHaveLength(1);
  });
});

describe('config.check', () => {
  const check = (raw: string) => call<ConfigCheck>('config.check', { raw });

  it('reports problems with their lines, and writes nothing', async () => {
    const before = text();
    expect(await check('{\n  logs: { level: "loud" },\n  nope: 1,\n}')).toMatchObject({
      valid: false,
      issues: [
        { path: 'logs.level', line: 2 },
        { path: 'nope', message: 'unknown key', line: 3 },
      ],
      changedPaths: [],
    });
    expect(await check('{\n  logs: {\n')).toMatchObject({ valid: false, issues: [{ path: '', line: 2 }] });
    expect(text()).toBe(before);
  });

  it('says what the text would change, and keeps secrets behind placeholders', async () => {
    await set('{ providers: { openai: { apiKey: "sk-not-shown-0123456789" } } }');
    const { raw } = await snapshot();
    const checked = await check((raw ?? '').replace('{ providers', '{ limits: { modelRetries: 7 }, providers'));
    expect(checked).toEqual({ valid: true, issues: [], changedPaths: ['limits.modelRetries'], needsRestart: [] });
    const moved = await check((raw ?? '').replace('openai', 'other'));
    expect(moved).toMatchObject({ valid: false, issues: [{ path: 'providers.other.apiKey', line: 1 }] });
  });
});

describe('config.schema.lookup', () => {
  it.each(['.', 'gateway', 'gateway.bind', 'providers.openai.apiKey', 'agents.entries.*'])(
    '%s has the published shape',
    async (path) => {
      const found = await call('config.schema.lookup', { path });
      expect(findViolations('ConfigSchemaLookupResult', found)).toEqual([]);
      expect(found).toMatchObject({ path });
    },
  );

  it('rejects an unknown key', async () => {
    for (const path of ['no.such.key', 'gateway.bind.more', 'constructor', '__proto__'])
      expect((await ask('config.schema.lookup', { path })).error?.details).toMatchObject({
        code: 'CONFIG_KEY_UNKNOWN',
      });
  });

  it('describes a key and its children', async () => {
    expect(await call('config.schema.lookup', { path: 'providers.openai.apiKey' })).toMatchObject({
      reloadKind: 'hot',
      hint: { label: 'API key', sensitive: true },
      hintPath: 'providers.*.apiKey',
      children: [],
    });
    const { children } = await call<{ children: readonly Readonly<Record<string, unknown>>[] }>(
      'config.schema.lookup',
      {
        path: 'gateway',
      },
    );
    expect(children.find(({ key }) => key === 'tls')).toMatchObject({ path: 'gateway.tls', hasChildren: true });
    expect(children.find(({ key }) => key === 'bind')).toMatchObject({ reloadKind: 'hot', hasChildren: false });
  });
});

it('requires no hash if there is no file', async () => {
  const fresh = await startProtocolHost(() => ({ steps: [] }));
  const client = await connected(fresh.url);
  expect(existsSync(join(fresh.home, 'gatehouse.json5'))).toBe(false);
  expect((await client.request('s', 'config.set', { raw: '{}' })).ok).toBe(true);
  expect((await client.request('t', 'config.set', { raw: '{}' })).ok).toBe(false);
  client.close();
  await fresh.stop();
});
