// Conformance suite of a store, jobs.
import { expect, it } from 'vitest';
import type { Job, JobQuery, JobStep } from '#core/ports/jobs.ts';
import type { Store } from '#core/ports/store.ts';
import { event, schedule } from './schedules.ts';

const T0 = Date.UTC(2026, 10, 21, 8, 0, 0);

/** A running job of a schedule's tick. */
export function job(subject: string, tickMs: number | undefined, fields: Partial<Job> = {}): Job {
  const id = fields.id ?? `cron:${subject}:${tickMs}`;
  return {
    id,
    kind: 'schedule',
    queueKey: subject,
    ownerId: 'ada',
    subject,
    title: `job ${subject}`,
    agentId: 'main',
    key: `run of ${id}`,
    state: 'running',
    attempts: 1,
    createdAtMs: T0,
    ...(tickMs === undefined ? {} : { tickMs }),
    ...fields,
  };
}

/** Registers the tests of jobs. */
export function jobConformance(store: () => Store): void {
  const jobs = () => store().jobs;
  const done = (one: Job): Job => ({ ...one, state: 'done', endedAtMs: T0 + 9 });

  it('adds one job per tick of a subject together with its change, and returns the new ones', async () => {
    const moved = schedule('a', { nextTickMs: T0 + 180_000 });
    const first = job('a', T0 + 60_000);
    expect(await jobs().add([first, job('a', T0 + 120_000)], { saveSchedule: moved })).toHaveLength(2);
    expect(await store().schedules.list()).toEqual([moved]);
    const again = [job('a', T0 + 60_000, { id: 'other' }), job('a', T0 + 180_000), job('b', T0 + 60_000)];
    const added = await jobs().add(again);
    expect(added.map(({ id }) => id)).toEqual([`cron:a:${T0 + 180_000}`, `cron:b:${T0 + 60_000}`]);
    expect(await jobs().get('other')).toBeUndefined();
    expect(await jobs().get(first.id)).toEqual(first);
  });

  it('adds any number of jobs without a tick, each ID once', async () => {
    const asked = [job('a', undefined, { id: 'manual:1' }), job('a', undefined, { id: 'manual:2' })];
    expect(await jobs().add(asked)).toHaveLength(2);
    expect(await jobs().add(asked)).toEqual([]);
    expect(await store().schedules.list()).toEqual([]);
  });

  it('stores the end of a job together with its change, and lists jobs that have not ended', async () => {
    const [one, two, three] = [
      job('a', T0 + 1),
      job('a', T0 + 2, { createdAtMs: T0 + 1, state: 'waiting' }),
      job('b', T0 + 3, { createdAtMs: T0 + 2, state: 'retrying', nextAttemptAtMs: T0 + 50, error: 'busy' }),
    ];
    await jobs().add([one, two, three], { saveSchedule: schedule('a') });
    const usage = { input: 1, output: 2, cacheRead: 0, cacheWrite: 0, cost: 0.5 };
    const ended = { ...done(one), result: { summary: 'done', usage, model: 'm' } };
    const changed = schedule('a', { state: { consecutiveErrors: 0, consecutiveSkipped: 0, lastRunStatus: 'ok' } });
    await jobs().save(ended, { saveSchedule: changed, events: [event('told')] });
    expect(await jobs().get(one.id)).toEqual(ended);
    expect(await store().schedules.list()).toEqual([changed]);
    expect(await jobs().unfinished()).toEqual([two, three]);
    expect(await store().schedules.waitingEvents()).toEqual([event('told')]);
    await jobs().save({ ...two, state: 'failed', error: 'no' }, { removeSchedule: 'a' });
    await jobs().save({ ...three, state: 'canceled' });
    expect(await store().schedules.list()).toEqual([]);
    expect(await jobs().unfinished()).toEqual([]);
  });

  it('finds jobs by subject, ID, kind, agent, session, status, and text, in either order, page by page', async () => {
    const all = [1, 2, 3, 4, 5].map((n) =>
      job(n === 5 ? 'b' : 'a', T0 + n, {
        createdAtMs: T0 + n,
        agentId: n === 4 ? 'other' : 'main',
        kind: n === 1 ? 'export' : 'schedule',
        ...(n === 3 ? { sessionKey: 'agent:main:x' } : {}),
      }),
    );
    await jobs().add(all);
    const [first, second] = all as [Job, Job];
    await jobs().save({ ...second, state: 'failed', error: 'No Such Ünit' });
    await jobs().save({ ...first, state: 'canceled', code: 'skipped' });
    const find = async (query: Partial<JobQuery>) => {
      const found = await jobs().list({ order: 'desc', limit: 10, offset: 0, ...query });
      return { ticks: found.jobs.map(({ tickMs }) => (tickMs ?? 0) - T0), total: found.total };
    };
    expect(await find({})).toEqual({ ticks: [5, 4, 3, 2, 1], total: 5 });
    expect(await find({ subject: 'a', order: 'asc', limit: 2, offset: 1 })).toEqual({ ticks: [2, 3], total: 4 });
    expect(await find({ agentId: 'other' })).toEqual({ ticks: [4], total: 1 });
    expect(await find({ sessionKey: 'agent:main:x' })).toEqual({ ticks: [3], total: 1 });
    expect(await find({ kinds: ['export', 'import'] })).toEqual({ ticks: [1], total: 1 });
    expect(await find({ id: `cron:b:${T0 + 5}` })).toEqual({ ticks: [5], total: 1 });
    expect(await find({ statuses: ['failed', 'done'] })).toEqual({ ticks: [2], total: 1 });
    expect(await find({ statuses: ['skipped'] })).toEqual({ ticks: [1], total: 1 });
    expect(await find({ statuses: ['canceled'] })).toEqual({ ticks: [], total: 0 });
    expect(await find({ search: 'such ünit' })).toEqual({ ticks: [2], total: 1 });
    expect(await find({ search: 'job b' })).toEqual({ ticks: [5], total: 1 });
  });

  it('stores the steps of a job in order, and replaces a step by its name', async () => {
    const step = (name: string, fields: Partial<JobStep> = {}): JobStep => ({
      jobId: 'one',
      name,
      state: 'running',
      afterCrash: 'rerun',
      ...fields,
    });
    await jobs().saveStep(step('of no job'));
    await jobs().add([job('a', undefined, { id: 'one' })]);
    await jobs().saveStep(step('first'));
    await jobs().saveStep(step('second', { afterCrash: 'ask' }));
    await jobs().saveStep(step('first', { state: 'done', result: { text: 'ünï' } }));
    expect(await jobs().steps('one')).toEqual([
      step('first', { state: 'done', result: { text: 'ünï' } }),
      step('second', { afterCrash: 'ask' }),
    ]);
    expect(await jobs().steps('other')).toEqual([]);
  });

  it('keeps the newest ended jobs of each subject and all that have not ended, with their steps', async () => {
    const all = [1, 2, 3, 4].map((n) => job('a', T0 + n, { createdAtMs: T0 + n }));
    await jobs().add([...all, job('b', T0, { state: 'canceled', code: 'missed' })]);
    const [open, oldest] = all as [Job, Job];
    for (const { id: jobId } of [open, oldest])
      await jobs().saveStep({ jobId, name: 'run', state: 'running', afterCrash: 'rerun' });
    for (const one of all.slice(1)) await jobs().save(done(one));
    expect(await jobs().prune(2)).toBe(1);
    const found = await jobs().list({ order: 'asc', limit: 10, offset: 0, subject: 'a' });
    expect(found.jobs.map(({ tickMs }) => (tickMs ?? 0) - T0)).toEqual([1, 3, 4]);
    expect(await jobs().steps(open.id)).toHaveLength(1);
    expect(await jobs().steps(oldest.id)).toEqual([]);
  });
}
