// Proves: SE-5
import { describe, expect, it } from 'vitest';
import { sessionClass } from '#contract/sessions/session-lifecycle.ts';
import { copyOf } from '#tests/support/core/memory-store.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { harness, KEY } from '#tests/support/core/engine-harness.ts';
import { ManualClock } from '#tests/support/core/manual-clock.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { dueReset, getResetPolicy, getRetentionDays } from './session-lifecycle.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const HOUR_MS = 60 * 60_000;
const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();

describe('a reset policy', () => {
  it('is never due in manual mode', () => {
    expect(dueReset({ mode: 'manual' }, 0, at(21, 9))).toBeUndefined();
  });

  it('is due after an hour of inactivity, or after the configured time', () => {
    expect(dueReset({ mode: 'idle' }, 0, HOUR_MS - 1)).toBeUndefined();
    expect(dueReset({ mode: 'idle' }, 0, HOUR_MS)).toBe('idle');
    expect(dueReset({ mode: 'idle', idleMs: 2 * HOUR_MS }, 0, HOUR_MS)).toBeUndefined();
  });

  it('is due once the hour of the day has passed since the last message', () => {
    const daily = { mode: 'daily', hour: 4 } as const;
    expect(dueReset(daily, at(21, 3, 59), at(21, 4))).toBe('daily');
    expect(dueReset(daily, at(21, 4), at(22, 3, 59))).toBeUndefined();
    expect(dueReset(daily, at(20, 23), at(21, 3))).toBeUndefined();
    expect(dueReset({ mode: 'daily' }, at(20, 23), at(21, 5))).toBe('daily');
  });

  it('of the session overrides that of its class', () => {
    const idle = { reset: { mode: 'idle' }, retentionDays: 7 } as const;
    const manual = { reset: { mode: 'manual' }, retentionDays: 0 } as const;
    const sessions = { direct: manual, cron: idle, subagent: manual, channel: manual, hook: manual, api: manual };
    const key = 'agent:main:cron:job:run:1';
    expect([getResetPolicy({ sessions }, { key }).mode, getRetentionDays({ sessions }, { key })]).toEqual(['idle', 7]);
    expect(getResetPolicy({ sessions }, { key, resetPolicy: { mode: 'daily' } }).mode).toBe('daily');
    expect(getRetentionDays({ sessions }, { key, retentionDays: 0 })).toBe(0);
    expect([getResetPolicy(DEFAULT_SETTINGS, { key }).mode, getRetentionDays(DEFAULT_SETTINGS, { key })]).toEqual([
      'manual',
      0,
    ]);
  });
});

describe('the class of a session', () => {
  it.each([
    ['agent:main:main', 'direct'],
    ['agent:main:dashboard:1', 'direct'],
    ['agent:main:cron:job:run:1', 'cron'],
    ['agent:main:subagent:1', 'subagent'],
    ['agent:main:telegram:42', 'channel'],
    ['agent:main:hook:door', 'hook'],
    ['agent:main:openai:1', 'api'],
    ['agent:main:constructor', 'direct'],
  ])('%s is %s', (key, expected) => {
    expect(sessionClass(key)).toBe(expected);
  });
});

describe('a conversation', () => {
  it('is reset after an idle hour and can still be read by its ID, even after a restart', async () => {
    const clock = new ManualClock();
    const { engine, ask, providers, store } = harness([says('one')], { clock });
    await ask('a first matter');
    const before = (await engine.sessions.patch(KEY, { resetPolicy: { mode: 'idle' } }, testPrincipal('me'))).sessionId;
    await clock.advance(HOUR_MS - 1);
    providers.add(says('two'));
    await ask('still the same');
    await clock.advance(HOUR_MS);
    providers.add(says('three'));
    await ask('a new matter');
    expect(JSON.stringify(providers.requests.at(-1)?.messages)).not.toContain('still the same');
    const restarted = harness([], { clock, store: copyOf(store) }).engine;
    for (const one of [engine, restarted]) {
      const { view } = await one.queries.watch(KEY, 9);
      const shown = view.items.map((item) => (item.kind === 'user' ? item.text : item.kind));
      expect(shown).toEqual(['divider', 'a new matter', 'assistant']);
      expect((await one.queries.transcript(KEY, { limit: 9, offset: 0 })).total).toBe(2);
      expect((await one.queries.transcript(KEY, { limit: 9, offset: 0, sessionId: before })).total).toBe(4);
    }
    expect(await store.sessions.conversations(KEY)).toMatchObject([{ sessionId: before, reason: 'idle' }]);
  });

  it('is never reset with the policy manual', async () => {
    const clock = new ManualClock();
    const { engine, ask, providers } = harness([says('one')], { clock });
    await ask('one');
    await clock.advance(1000 * HOUR_MS);
    providers.add(says('two'));
    await ask('two');
    expect((await engine.queries.transcript(KEY, { limit: 9, offset: 0 })).total).toBe(4);
  });
});
