// Proves: GW-15
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import { copyOf, createMemoryStore, type MemoryStore } from '#tests/support/core/memory-store.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { openTestStore } from '#tests/support/sqlite/open-test-store.ts';
import type { Store } from '../ports/store.ts';
import { defineJob, type JobContext, type JobEnd, type JobKind } from './define-job.ts';
import { JobRunner, type NewJob } from './job-runner.ts';

const DONE: JobEnd = { state: 'done' };

function startRunner(kinds: readonly JobKind[], store: MemoryStore = createMemoryStore(), clock = new ManualClock()) {
  return { runner: newRunner(kinds, store, clock), store, clock };
}

function newRunner(kinds: readonly JobKind[], store: Pick<Store, 'jobs'>, clock: ManualClock): JobRunner {
  const runner = new JobRunner({ store: store.jobs, clock, log: QUIET });
  for (const kind of kinds) runner.register(kind);
  return runner;
}

/** The runner as it is after a kill at this instant, started again. The one before is gone. */
async function restartAfterKill(before: ReturnType<typeof startRunner>, kinds: readonly JobKind[]) {
  const store = copyOf(before.store);
  before.runner.stop();
  const after = startRunner(kinds, store, before.clock);
  await after.runner.start();
  await settle();
  return after;
}

function draft(id: string, fields: Partial<NewJob> = {}): NewJob {
  return {
    id,
    kind: 'sample',
    queueKey: id,
    ownerId: 'ada',
    subject: 'tests',
    title: `Job ${id}`,
    key: `key of ${id}`,
    state: 'pending',
    createdAtMs: 0,
    ...fields,
  };
}

/** A kind whose jobs end when the test says so. */
function heldKind() {
  const ends = new Map<string, PromiseWithResolvers<JobEnd>>();
  const kind = defineJob({
    kind: 'sample',
    run({ job, signal }) {
      const end = Promise.withResolvers<JobEnd>();
      ends.set(job.id, end);
      signal.addEventListener('abort', () => end.resolve({ state: 'failed', error: 'aborted' }));
      return end.promise;
    },
  });
  return { kind, started: () => [...ends.keys()], end: (id: string) => ends.get(id)?.resolve(DONE) };
}

it('runs the jobs of a queue in order, one at a time, and different queues concurrently', async () => {
  const held = heldKind();
  const { runner } = startRunner([held.kind]);
  await runner.submit([draft('a1', { queueKey: 'a' }), draft('a2', { queueKey: 'a' }), draft('b')]);
  await settle();
  expect(held.started()).toEqual(['a1', 'b']);
  expect((await runner.get('a2'))?.state).toBe('pending');
  held.end('a1');
  await settle();
  expect(held.started()).toEqual(['a1', 'b', 'a2']);
  expect(await runner.get('a1')).toMatchObject({ state: 'done', attempts: 1 });
});

it('adds a job only once, even after it ended', async () => {
  const held = heldKind();
  const { runner } = startRunner([held.kind]);
  expect(await runner.submit([draft('a')])).toHaveLength(1);
  expect(await runner.submit([draft('a')])).toEqual([]);
  held.end('a');
  await settle();
  expect(await runner.submit([draft('a')])).toEqual([]);
  await settle();
  expect(held.started()).toEqual(['a']);
});

it('retries a failed job with growing delays, up to its limit', async () => {
  const attempts: number[] = [];
  const kind = defineJob({
    kind: 'sample',
    retry: { attempts: 3, firstDelayMs: 1_000, maxDelayMs: 60_000 },
    async run({ job }) {
      attempts.push(clock.now());
      throw new Error(`attempt ${job.attempts}`);
    },
  });
  const { runner, clock } = startRunner([kind]);
  const start = clock.now();
  await runner.submit([draft('a')]);
  await settle();
  expect(await runner.get('a')).toMatchObject({
    state: 'retrying',
    error: 'attempt 1',
    nextAttemptAtMs: start + 1_000,
  });
  await clock.advance(10_000);
  expect(attempts.map((at) => at - start)).toEqual([0, 1_000, 3_000]);
  expect(await runner.get('a')).toMatchObject({ state: 'failed', attempts: 3, error: 'attempt 3' });
});

it('stops a job at its time limit and reports it', async () => {
  const held = heldKind();
  const { runner, clock } = startRunner([held.kind]);
  await runner.submit([draft('a', { timeLimitMs: 5_000 })]);
  await clock.advance(4_999);
  expect((await runner.get('a'))?.state).toBe('running');
  await clock.advance(1);
  expect(await runner.get('a')).toMatchObject({ state: 'failed', code: 'timed-out' });
});

it('cancels an active job, a job in the queue, and a job between two attempts', async () => {
  const held = heldKind();
  const failing = defineJob({
    kind: 'failing',
    retry: { attempts: 9, firstDelayMs: 60_000, maxDelayMs: 60_000 },
    run: () => Promise.reject(new Error('no')),
  });
  const { runner } = startRunner([held.kind, failing]);
  await runner.submit([
    draft('a1', { queueKey: 'a' }),
    draft('a2', { queueKey: 'a' }),
    draft('f', { kind: 'failing' }),
  ]);
  await settle();
  for (const id of ['a2', 'a1', 'f']) expect(await runner.cancel(id), id).toBe(true);
  for (const id of ['a2', 'a1', 'f']) expect((await runner.get(id))?.state, id).toBe('canceled');
  expect(held.started()).toEqual(['a1']);
  expect(await runner.cancel('a1')).toBe(false);
  expect(await runner.cancel('nobody')).toBe(false);
});

it('reports progress and waiting while a job runs', async () => {
  const go = Promise.withResolvers<void>();
  const kind = defineJob({
    kind: 'sample',
    async run({ report, setWaiting }) {
      report({ fraction: 0.5, text: 'Half done' });
      setWaiting(true);
      await go.promise;
      setWaiting(false);
      return DONE;
    },
  });
  const { runner } = startRunner([kind]);
  const seen: string[] = [];
  runner.onNotice(({ action, job }) => seen.push(`${action} ${job.state}`));
  await runner.submit([draft('a')]);
  await settle();
  expect(await runner.get('a')).toMatchObject({ state: 'waiting', progress: { fraction: 0.5, text: 'Half done' } });
  go.resolve();
  await settle();
  expect(seen).toEqual(['started running', 'changed running', 'changed waiting', 'changed running', 'ended done']);
});

/** Runs a job with two steps until the second one has started, kills the host there, and starts it again. */
async function restartInSecondStep(afterCrash: 'rerun' | 'rerun-with-key' | 'ask') {
  const done: string[] = [];
  const run =
    (hang: boolean) =>
    async ({ step }: JobContext) => {
      const first = await step('first', 'ask', async () => {
        done.push('first');
        return 'result';
      });
      await step('second', afterCrash, async (again) => {
        done.push(`second after ${first}${again ? ', again' : ''}`);
        if (hang) await new Promise(() => {});
      });
      return DONE;
    };
  const before = startRunner([defineJob({ kind: 'sample', run: run(true) })]);
  await before.runner.submit([draft('a')]);
  await settle();
  const after = await restartAfterKill(before, [defineJob({ kind: 'sample', run: run(false) })]);
  return { done, job: await after.runner.get('a') };
}

it('after a crash, does not repeat a step that is done, and repeats an interrupted one that is safe to repeat', async () => {
  const { done, job } = await restartInSecondStep('rerun');
  expect(done).toEqual(['first', 'second after result', 'second after result']);
  expect(job).toMatchObject({ state: 'done', attempts: 2 });
});

it('after a crash, repeats an interrupted step with a key and says that it may have run', async () => {
  const { done, job } = await restartInSecondStep('rerun-with-key');
  expect(done).toEqual(['first', 'second after result', 'second after result, again']);
  expect(job?.state).toBe('done');
});

it('after a crash, fails a job whose interrupted step may have had effects', async () => {
  const { done, job } = await restartInSecondStep('ask');
  expect(done).toEqual(['first', 'second after result']);
  expect(job).toMatchObject({ state: 'failed', code: 'interrupted' });
});

it('after a crash, ends a job whose work was already done instead of running it again', async () => {
  const held = heldKind();
  const before = startRunner([held.kind]);
  await before.runner.submit([draft('a')]);
  await settle();
  const again = heldKind();
  const after = await restartAfterKill(before, [{ ...again.kind, findEnd: async () => DONE }]);
  expect(again.started()).toEqual([]);
  expect((await after.runner.get('a'))?.state).toBe('done');
});

it('after a crash, keeps the order of a queue and waits for the next attempt', async () => {
  const kind = defineJob({
    kind: 'sample',
    retry: { attempts: 2, firstDelayMs: 60_000, maxDelayMs: 60_000 },
    run: () => Promise.reject(new Error('no')),
  });
  const before = startRunner([kind]);
  await before.runner.submit([draft('a1', { queueKey: 'a' }), draft('a2', { queueKey: 'a', createdAtMs: 1 })]);
  await settle();
  const held = heldKind();
  await restartAfterKill(before, [held.kind]);
  await before.clock.advance(59_000);
  expect(held.started()).toEqual([]);
  await before.clock.advance(1_000);
  expect(held.started()).toEqual(['a1']);
  held.end('a1');
  await settle();
  expect(held.started()).toEqual(['a1', 'a2']);
});

it('retries saving the end of a job until the store accepts it', async () => {
  const held = heldKind();
  const { runner, store, clock } = startRunner([held.kind]);
  await runner.submit([draft('a')]);
  await settle();
  let failures = 2;
  store.beforeJobWrite = () => {
    if ((failures -= 1) >= 0) throw new Error('disk full');
  };
  held.end('a');
  await settle();
  expect((await store.jobs.get('a'))?.state).toBe('running');
  await clock.advance(30_000);
  expect((await store.jobs.get('a'))?.state).toBe('done');
});

it('does not touch jobs of an unknown kind', async () => {
  const held = heldKind();
  const before = startRunner([held.kind]);
  await before.runner.submit([draft('a')]);
  await settle();
  const after = await restartAfterKill(before, []);
  expect((await after.runner.get('a'))?.state).toBe('running');
  await expect(after.runner.submit([draft('b')])).rejects.toThrow('No handler');
  expect(await after.store.jobs.get('b')).toBeUndefined();
});

describe('clearing', () => {
  let folder: string;
  let store: Store;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-jobs-'));
    store = await openTestStore(path.join(folder, 'gatehouse.db'));
  });
  afterEach(async () => {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  });
  const purge = () =>
    store.sessions.purgeAll({ by: testPrincipal('me'), action: 'user.purged', subject: 'owner', details: {} });
  const all = { order: 'asc', limit: 10, offset: 0 } as const;

  it('ends active, queued, and failed jobs before their rows are removed, and none runs or writes afterwards', async () => {
    const attempts: string[] = [];
    const refused: unknown[] = [];
    const stopped = Promise.withResolvers<void>();
    const event = { id: 'e', ownerId: 'ada', agentId: 'main', sessionKey: 'agent:main:x', text: 'old', createdAtMs: 0 };
    const failing = defineJob({
      kind: 'failing',
      retry: { attempts: 9, firstDelayMs: 1_000, maxDelayMs: 1_000 },
      async run({ job }) {
        attempts.push(job.id);
        throw new Error('no network');
      },
    });
    const slow = defineJob({
      kind: 'slow',
      async run({ job, signal }) {
        attempts.push(job.id);
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        await runner.submit([draft('child')]).catch((error: unknown) => refused.push(error));
        await stopped.promise;
        return { ...DONE, events: [event] };
      },
    });
    const clock = new ManualClock();
    const runner = newRunner([failing, slow, heldKind().kind], store, clock);
    const inQueue = (id: string) => draft(id, { kind: 'slow', queueKey: 'q' });
    await runner.submit([draft('f', { kind: 'failing' }), inQueue('a1'), inQueue('a2')]);
    await settle();
    expect((await store.jobs.get('f'))?.state).toBe('retrying');

    const cleared = runner.clear(purge);
    await settle();
    expect((await runner.list(all)).total).toBe(3);
    stopped.resolve();
    expect(await cleared).toMatchObject({ jobs: 3, systemEvents: 1 });
    expect(refused).toMatchObject([{ code: 'UNAVAILABLE' }]);

    await clock.advance(60_000);
    expect(attempts).toEqual(['f', 'a1']);
    expect((await runner.list(all)).total).toBe(0);
    expect(await store.schedules.waitingEvents()).toEqual([]);
    expect(await runner.submit([draft('new')])).toHaveLength(1);
  });

  it('rejects a second call and new jobs until it is done', async () => {
    const runner = newRunner([heldKind().kind], store, new ManualClock());
    const removal = Promise.withResolvers<void>();
    const cleared = runner.clear(() => removal.promise);
    await expect(runner.clear(purge)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    await expect(runner.submit([draft('a')])).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    removal.reject(new Error('disk full'));
    await expect(cleared).rejects.toThrow('disk full');
    expect(await runner.submit([draft('a')])).toHaveLength(1);
  });
});
