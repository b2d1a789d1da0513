// Cached responses of `sessions.list`.
// Proves: SE-1
import { describe, expect, it } from 'vitest';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { SessionsListResult } from '#contract/types/sessions.ts';
import type { Principal } from '#core/principal.ts';
import { harness } from '#tests/support/core/engine-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { ListCache } from './list-cache.ts';

const ME: Principal = testPrincipal('me');
const KEY = 'agent:main:a';

async function open() {
  const { engine, clock, settings, ask } = harness([says('one'), says('two')]);
  await engine.sessions.create({ key: KEY }, ME);
  let reads = 0;
  let contextTokens = 1_000;
  const counted: typeof engine = {
    ...engine,
    providers: { ...engine.providers, contextWindow: () => contextTokens },
    sessions: {
      ...engine.sessions,
      list(query) {
        reads += 1;
        return engine.sessions.list(query);
      },
    },
  };
  const cache = new ListCache({
    engine: counted,
    clock,
    identity: { version: '1', bootId: 'b', home: '/home', database: '/home/gatehouse.db', startedAt: 0 },
    config: { settings: () => ({ ...DEFAULT_SETTINGS, agents: [settings.agent] }) },
  });
  const read = async (params: MethodParams<'sessions.list'> = {}) =>
    JSON.parse((await cache.read(params)).text) as SessionsListResult; // what the gateway sends
  const setContextTokens = (tokens: number) => (contextTokens = tokens);
  return { engine, clock, settings, ask, read, reads: () => reads, setContextTokens };
}

describe('a cached list', () => {
  it('is reused with the current time', async () => {
    const { clock, read, reads } = await open();
    const first = await read({ limit: 5 });
    await clock.advance(1_000);
    expect(await read({ limit: 5 })).toEqual({ ...first, ts: first.ts + 1_000 });
    expect(reads()).toBe(1);
    await read({ limit: 6 });
    expect(reads()).toBe(2);
  });

  it('is replaced after every change to a session', async () => {
    const { engine, ask, read } = await open();
    const row = async () => (await read()).sessions[0];
    expect(await row()).toMatchObject({ key: KEY, unread: false });
    await engine.sessions.patch(KEY, { title: 'Named' }, ME);
    expect(await row()).toMatchObject({ label: 'Named' });
    await ask('hello', { sessionKey: KEY });
    expect(await row()).toMatchObject({ unread: true, lastMessagePreview: 'one', hasActiveRun: false });
    await engine.sessions.patch(KEY, { unread: false }, ME);
    expect(await row()).toMatchObject({ unread: false });
    await engine.sessions.create({ key: 'agent:main:b' }, ME);
    expect((await read()).totalCount).toBe(2);
    await engine.sessions.delete('agent:main:b', ME);
    expect((await read()).totalCount).toBe(1);
    await engine.sessions.restore('agent:main:b', ME);
    expect((await read()).totalCount).toBe(2);
    await engine.sessions.purgeAll(ME);
    expect(await read()).toMatchObject({ totalCount: 0, sessions: [] });
  });

  it('is replaced when the model of an agent or its context window changes', async () => {
    const { settings, read, reads, setContextTokens } = await open();
    expect((await read()).sessions[0]).toMatchObject({ contextTokens: 1_000 });
    setContextTokens(2_000);
    expect(await read()).toMatchObject({ defaults: { contextTokens: 2_000 }, sessions: [{ contextTokens: 2_000 }] });
    settings.agent = { ...settings.agent, model: 'scripted/other' };
    expect(await read()).toMatchObject({ defaults: { model: 'other' }, sessions: [{ model: 'other' }] });
    await read();
    expect(reads()).toBe(3);
  });

  it('is not cached if a session is written while it is read', async () => {
    const { engine, read } = await open();
    const [before] = await Promise.all([read(), engine.sessions.patch(KEY, { title: 'Named' }, ME)]);
    expect(before.sessions).toHaveLength(1);
    expect((await read()).sessions[0]).toMatchObject({ label: 'Named' });
  });

  it('is never used for a list limited to the last minutes', async () => {
    const { clock, read } = await open();
    expect((await read({ activeMinutes: 5 })).totalCount).toBe(1);
    await clock.advance(6 * 60_000);
    expect((await read({ activeMinutes: 5 })).totalCount).toBe(0);
  });
});
