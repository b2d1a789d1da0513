// Proves: SE-8
import { afterEach, expect, it } from 'vitest';
import { SESSION_CLASSES, type SessionClass } from '#contract/sessions/session-lifecycle.ts';
import { harness } from '#tests/support/core/engine-harness.ts';
import { DEFAULT_SETTINGS } from '#tests/support/default-settings.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { keepRetention } from './retention.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const DAY_MS = 24 * 60 * 60_000;
let stop: () => Promise<void> = async () => undefined;
afterEach(() => stop());

/** An engine whose sessions are kept as the classes say. */
function keeping(days: Partial<Record<SessionClass, number>>) {
  const clock = new ManualClock();
  const { engine, store } = harness([], { clock });
  let own = days;
  const listeners: ((paths: readonly string[]) => void)[] = [];
  const config = {
    settings: () => ({
      ...DEFAULT_SETTINGS,
      sessions: Object.fromEntries(
        SESSION_CLASSES.map((name) => [name, { reset: {}, retentionDays: own[name] ?? 0 }]),
      ) as typeof DEFAULT_SETTINGS.sessions, // made from all classes
    }),
    onChange(listener: (paths: readonly string[]) => void) {
      listeners.push(listener);
      return () => undefined;
    },
  };
  stop = keepRetention({ engine, store, config, clock, log: QUIET });
  const make = async (rest: string, patch: Parameters<typeof engine.sessions.patch>[1] = {}) => {
    await engine.sessions.create({ key: `agent:main:${rest}` }, testPrincipal('me'));
    await engine.sessions.patch(`agent:main:${rest}`, patch, testPrincipal('me'));
  };
  const left = async () =>
    (await engine.sessions.list({ archived: 'all', limit: 99, offset: 0 })).sessions
      .map(({ key }) => key.slice('agent:main:'.length))
      .toSorted();
  const change = (next: Partial<Record<SessionClass, number>>) => {
    own = next;
    for (const listener of listeners) listener([]);
  };
  return { clock, engine, store, make, left, change };
}

it('deletes sessions that were unused for the retention of their class, except pinned and archived ones', async () => {
  const { clock, engine, make, left } = keeping({ cron: 2 });
  await make('chat');
  await make('cron:job:run:1');
  await make('cron:job:run:2', { pinnedAt: 1 });
  await make('cron:job:run:3', { archivedAt: 1 });
  await make('cron:job:run:4', { retentionDays: 0 });
  await make('dashboard:1', { retentionDays: 1 });
  await clock.advance(1.5 * DAY_MS);
  await make('cron:job:run:5');
  expect(await left()).not.toContain('dashboard:1');
  await clock.advance(0.6 * DAY_MS);
  expect(await left()).toEqual(['chat', 'cron:job:run:2', 'cron:job:run:3', 'cron:job:run:4', 'cron:job:run:5']);
  expect(await engine.sessions.restore('agent:main:cron:job:run:1', testPrincipal('me'))).toBe(true);
});

it('sets a timer only while a session can expire', async () => {
  const { clock, make, left, change } = keeping({});
  await make('old');
  await settle();
  expect(clock.pending).toBe(0);
  await clock.advance(10 * DAY_MS);
  change({ direct: 5 });
  await settle();
  expect([await left(), clock.pending]).toEqual([[], 1]);
  change({});
  await settle();
  expect(clock.pending).toBe(0);
});

it('permanently deletes sessions that were deleted thirty days ago', async () => {
  const { clock, engine, store, make, change } = keeping({});
  await make('gone');
  await engine.sessions.delete('agent:main:gone', testPrincipal('me'));
  await clock.advance(31 * DAY_MS);
  change({});
  await settle();
  expect(await store.sessions.get('agent:main:gone')).toBeUndefined();
});
