// Conformance suite of a store, schedules.
import { expect, it } from 'vitest';
import type { ScheduleRecord, ScheduleRun, SystemEvent } from '#core/ports/schedules.ts';
import type { Store } from '#core/ports/store.ts';
import { testPrincipal } from '../support/core/test-principal.ts';

const T0 = Date.UTC(2026, 10, 21, 8, 0, 0);
const KEY = 'agent:main:main';
const AUDIT = { by: testPrincipal('test'), action: 'schedule.added', subject: 's', details: {} };

/** A sample. */
export function schedule(id: string, fields: Partial<ScheduleRecord> = {}): ScheduleRecord {
  return {
    id,
    ownerId: 'ada',
    name: `job ${id}`,
    enabled: true,
    createdAtMs: T0,
    updatedAtMs: T0,
    cadence: { kind: 'every', everyMs: 60_000, anchorMs: T0 },
    sessionTarget: 'isolated',
    wakeMode: 'now',
    payload: { kind: 'agentTurn', message: 'look' },
    nextTickMs: T0 + 60_000,
    state: { consecutiveErrors: 0, consecutiveSkipped: 0 },
    ...fields,
  };
}

/** A sample. */
export function run(jobId: string, tickMs: number | undefined, fields: Partial<ScheduleRun> = {}): ScheduleRun {
  const id = fields.id ?? `cron:${jobId}:${tickMs}`;
  return {
    id,
    jobId,
    jobName: `job ${jobId}`,
    agentId: 'main',
    status: 'claimed',
    runId: `run of ${id}`,
    claimedAtMs: T0,
    ...(tickMs === undefined ? {} : { tickMs }),
    ...fields,
  };
}

/** A sample. */
export function event(id: string, fields: Partial<SystemEvent> = {}): SystemEvent {
  return { id, ownerId: 'ada', agentId: 'main', sessionKey: KEY, text: `text ${id}`, createdAtMs: T0, ...fields };
}

/** Registers the tests of schedules. */
export function scheduleConformance(store: () => Store): void {
  const schedules = () => store().schedules;

  it('stores schedules by age, updates them, and deletes them with an audit entry', async () => {
    const full = schedule('b', { createdAtMs: T0 + 1, deleteAfterRun: true, description: 'ünï "quoted"' });
    await schedules().save(full, AUDIT);
    await schedules().save(schedule('a'));
    await schedules().save({ ...full, name: 'other' });
    expect(await schedules().list()).toEqual([schedule('a'), { ...full, name: 'other' }]);
    expect(await schedules().remove('b', { ...AUDIT, action: 'schedule.removed' })).toBe(true);
    expect(await schedules().remove('b', AUDIT)).toBe(false);
    expect(await schedules().list()).toHaveLength(1);
    const lines = await store().audit.list({ limit: 5 });
    expect(lines.map(({ action }) => action)).toEqual(['schedule.removed', 'schedule.added']);
  });

  it('creates one row per tick and returns the new rows', async () => {
    const moved = schedule('a', { nextTickMs: T0 + 180_000 });
    const first = run('a', T0 + 60_000);
    expect(await schedules().claim(moved, [first, run('a', T0 + 120_000)])).toHaveLength(2);
    expect(await schedules().list()).toEqual([moved]);
    const again = [run('a', T0 + 60_000, { id: 'other' }), run('a', T0 + 180_000), run('b', T0 + 60_000)];
    const fresh = await schedules().claim(moved, again);
    expect(fresh.map(({ id }) => id)).toEqual([`cron:a:${T0 + 180_000}`, `cron:b:${T0 + 60_000}`]);
    expect(await schedules().run('other')).toBeUndefined();
    expect(await schedules().run(first.id)).toEqual(first);
  });

  it('accepts any number of runs without a tick, each ID once', async () => {
    const asked = [run('a', undefined, { id: 'manual:1' }), run('a', undefined, { id: 'manual:2' })];
    expect(await schedules().claim(undefined, asked)).toHaveLength(2);
    expect(await schedules().claim(undefined, asked)).toEqual([]);
    expect(await schedules().list()).toEqual([]);
  });

  it('stores the result of a row together with its schedule and lists open rows', async () => {
    const [one, two] = [run('a', T0 + 1), run('a', T0 + 2, { claimedAtMs: T0 + 1 })];
    await schedules().claim(schedule('a'), [one, two]);
    const usage = { input: 1, output: 2, cacheRead: 0, cacheWrite: 0, cost: 0.5 };
    const ended = { ...one, status: 'ok', endedAtMs: T0 + 9, summary: 'done', usage, model: 'm' } as const;
    const changed = schedule('a', { state: { consecutiveErrors: 0, consecutiveSkipped: 0, lastRunStatus: 'ok' } });
    await schedules().settle(ended, { save: changed }, [event('told')]);
    expect(await schedules().run(one.id)).toEqual(ended);
    expect(await schedules().list()).toEqual([changed]);
    expect((await schedules().unfinished()).map(({ id }) => id)).toEqual([two.id]);
    expect(await schedules().waitingEvents()).toEqual([event('told')]);
    await schedules().settle({ ...two, status: 'error', error: 'no' }, { remove: 'a' });
    expect(await schedules().list()).toEqual([]);
    expect(await schedules().unfinished()).toEqual([]);
  });

  it('finds rows by job, ID, agent, state, and text, in either order, page by page', async () => {
    const rows = [1, 2, 3, 4, 5].map((n) =>
      run(n === 5 ? 'b' : 'a', T0 + n, { claimedAtMs: T0 + n, agentId: n === 4 ? 'other' : 'main' }),
    );
    await schedules().claim(undefined, rows);
    const [, second] = rows;
    if (second !== undefined) await schedules().settle({ ...second, status: 'error', error: 'No Such Ünit' });
    const ids = async (query: Partial<Parameters<Store['schedules']['runs']>[0]>) => {
      const { runs, total } = await schedules().runs({ order: 'desc', limit: 10, offset: 0, ...query });
      return { ticks: runs.map(({ tickMs }) => (tickMs ?? 0) - T0), total };
    };
    expect(await ids({})).toEqual({ ticks: [5, 4, 3, 2, 1], total: 5 });
    expect(await ids({ jobId: 'a', order: 'asc', limit: 2, offset: 1 })).toEqual({ ticks: [2, 3], total: 4 });
    expect(await ids({ agentId: 'other' })).toEqual({ ticks: [4], total: 1 });
    expect(await ids({ id: `cron:b:${T0 + 5}` })).toEqual({ ticks: [5], total: 1 });
    expect(await ids({ statuses: ['error', 'ok'] })).toEqual({ ticks: [2], total: 1 });
    expect(await ids({ search: 'such ünit' })).toEqual({ ticks: [2], total: 1 });
    expect(await ids({ search: 'job b' })).toEqual({ ticks: [5], total: 1 });
  });

  it('keeps the newest finished rows of each schedule and all open ones', async () => {
    const rows = [1, 2, 3, 4].map((n) => run('a', T0 + n, { claimedAtMs: T0 + n }));
    await schedules().claim(undefined, [...rows, run('b', T0, { status: 'missed' })]);
    for (const row of rows.slice(1)) await schedules().settle({ ...row, status: 'ok' });
    expect(await schedules().prune(2)).toBe(1);
    const { runs } = await schedules().runs({ order: 'asc', limit: 10, offset: 0, jobId: 'a' });
    expect(runs.map(({ tickMs }) => (tickMs ?? 0) - T0)).toEqual([1, 3, 4]);
  });

  it('queues an event once while it waits and passes it to one run', async () => {
    expect(await schedules().queueEvent(event('1'))).toBe('queued');
    expect(await schedules().queueEvent(event('2', { text: 'text 1' }))).toBe('coalesced');
    expect(await schedules().queueEvent(event('3', { sessionKey: 'agent:main:x', text: 'text 1' }))).toBe('queued');
    expect(await schedules().queueEvent(event('4', { agentId: 'other', createdAtMs: T0 + 1 }))).toBe('queued');
    expect((await schedules().waitingEvents('main')).map(({ id }) => id)).toEqual(['1', '3']);
    expect((await schedules().takeEvents(KEY, 'r1')).map(({ id }) => id)).toEqual(['1', '4']);
    expect(await schedules().takeEvents(KEY, 'r2')).toEqual([]);
    expect(await schedules().takers()).toEqual(['r1']);
    expect(await schedules().queueEvent(event('5', { text: 'text 1' }))).toBe('queued');
    await schedules().returnTaken('r1');
    expect((await schedules().waitingEvents()).map(({ id }) => id).toSorted()).toEqual(['1', '3', '4', '5']);
    await schedules().takeEvents(KEY, 'r3');
    await schedules().dropTaken('r3');
    expect((await schedules().waitingEvents()).map(({ id }) => id)).toEqual(['3']);
    expect(await schedules().takers()).toEqual([]);
  });
}
