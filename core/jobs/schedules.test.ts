// Proves: GW-15, CR-1, CR-2, CR-6
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMachineDirectory } from '#adapters/machines/directory.ts';
import { createCronExpressions } from '#adapters/schedules/cron-expressions.ts';
import { ManualClock, settle } from '#tests/support/core/manual-clock.ts';
import {
  KNOWN_SECRET,
  killAtWrite,
  scheduleHarness,
  turn,
  type ScheduleHarness,
  type ScheduleHarnessOptions,
} from '#tests/support/core/schedule-harness.ts';
import { calls, fails, hangs, says, waits, type ScriptedCall } from '#tests/support/core/scripted-provider.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';
import { QUIET } from '#tests/support/quiet-log.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** For a machine that is busy with other things. */

const start = (script: readonly ScriptedCall[] = [], options: ScheduleHarnessOptions = {}) =>
  scheduleHarness(createCronExpressions(), script, options);
const every = (everyMs: number, h: ScheduleHarness) => ({ kind: 'every', everyMs, anchorMs: h.clock.now() }) as const;
const states = async (h: ScheduleHarness, id?: string) => (await h.rows(id)).map(({ status }) => status);

describe('a schedule', () => {
  it('acts for the user who added it, even after someone else changed it', async () => {
    const h = await start([says('done')]);
    const as = (userId: string) => ({ ...testPrincipal('phone'), userId });
    const { id } = await h.schedules.add(turn(every(MINUTE, h)), as('ada'));
    const changed = await h.schedules.update(id, (current) => ({ ...current, name: 'other' }), as('grace'));
    expect(changed.ownerId).toBe('ada');
    await h.clock.advance(MINUTE);
    const [row] = await h.rows(id);
    expect((await h.engine.sessions.get(row?.sessionKey ?? ''))?.ownerId).toBe('ada');
    expect(h.events(row?.sessionKey)[0]).toMatchObject({ type: 'message.accepted', sender: `cron:${id}` });
  });

  it('runs at each tick in a new session and stores the result', async () => {
    const h = await start([says('first answer'), says('second answer')]);
    const job = await h.schedules.add(turn(every(MINUTE, h)), testPrincipal('me'));
    const t0 = h.clock.now();
    expect(job.nextTickMs).toBe(t0 + MINUTE);
    await h.clock.advance(2 * MINUTE);
    const [first, second] = await h.rows(job.id);
    expect(first).toMatchObject({
      id: `cron:${job.id}:${t0 + MINUTE}`,
      tickMs: t0 + MINUTE,
      status: 'ok',
      summary: 'first answer',
      provider: 'test',
      model: 'one',
      usage: { input: 10, output: 5 },
      sessionKey: `agent:main:cron:${job.id}:run:${first?.runId}`,
    });
    expect(second).toMatchObject({ status: 'ok', summary: 'second answer' });
    expect(h.events(first?.sessionKey).find(({ type }) => type === 'message.accepted')).toMatchObject({
      text: 'look around',
      runId: first?.runId,
    });
    expect(h.schedules.get(job.id)).toMatchObject({
      nextTickMs: t0 + 3 * MINUTE,
      state: { lastRunStatus: 'ok', consecutiveErrors: 0 },
    });
    const actions = h.notes.map((note) => ('action' in note ? note.action : note.kind));
    expect(actions).toEqual(['added', 'started', 'finished', 'started', 'finished']);
  });

  it('runs at its new time after it is created or changed, without a restart', async () => {
    const h = await start();
    const job = await h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'));
    const soon = new Date(h.clock.now() + 2_000).toISOString();
    await h.schedules.update(job.id, (now) => ({ ...now, cadence: { kind: 'at', at: soon } }), testPrincipal('me'));
    await h.clock.advance(2_000);
    expect(await states(h)).toEqual(['ok']);
    expect(h.schedules.get(job.id)?.enabled).toBe(false);
  });

  it('keeps its next tick when renamed', async () => {
    const h = await start();
    const job = await h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'));
    await h.clock.advance(10 * MINUTE);
    const renamed = await h.schedules.update(job.id, (now) => ({ ...now, name: 'other' }), testPrincipal('me'));
    expect(renamed.nextTickMs).toBe(job.nextTickMs);
  });

  it('does not run while disabled or deleted', async () => {
    const h = await start();
    const timersOfOthers = h.clock.pending;
    const job = await h.schedules.add(turn(every(MINUTE, h)), testPrincipal('me'));
    const other = await h.schedules.add(turn(every(MINUTE, h)), testPrincipal('me'));
    await h.schedules.update(job.id, (now) => ({ ...now, enabled: false }), testPrincipal('me'));
    expect(await h.schedules.remove(other.id, testPrincipal('me'))).toBe(true);
    expect(await h.schedules.remove(other.id, testPrincipal('me'))).toBe(false);
    expect(h.clock.pending).toBe(timersOfOthers);
    await h.clock.advance(5 * MINUTE);
    expect(await h.rows()).toEqual([]);
  });

  it('with deleteAfterRun is deleted after a successful run and disabled after a failed one', async () => {
    const h = await start([says('done'), fails({ code: 'auth', message: 'no key' })]);
    const at = (ms: number) => ({ kind: 'at', at: new Date(h.clock.now() + ms).toISOString() }) as const;
    const good = await h.schedules.add(turn(at(1_000), { deleteAfterRun: true }), testPrincipal('me'));
    const bad = await h.schedules.add(turn(at(2_000), { deleteAfterRun: true }), testPrincipal('me'));
    await h.clock.advance(5_000);
    expect(h.schedules.get(good.id)).toBeUndefined();
    expect(h.schedules.get(bad.id)).toMatchObject({
      enabled: false,
      state: { lastRunStatus: 'error', consecutiveErrors: 1, lastError: expect.stringContaining('no key') },
    });
    expect(await states(h)).toEqual(['ok', 'error']);
  });

  it('skips a tick while its previous run is active', async () => {
    let open: () => void = () => {};
    const h = await start([waits(new Promise<void>((resolve) => (open = resolve)), 'slow'), says('next')]);
    const job = await h.schedules.add(turn(every(MINUTE, h)), testPrincipal('me'));
    await h.clock.advance(2 * MINUTE);
    expect(h.schedules.runningSince(job.id)).toBeDefined();
    open();
    await h.clock.advance(MINUTE);
    expect(await states(h)).toEqual(['ok', 'skipped', 'ok']);
  });

  it('stops a run at its timeout', async () => {
    const h = await start([hangs('thinking')]);
    const payload = { kind: 'agentTurn', message: 'x', timeoutSeconds: 30 } as const;
    await h.schedules.add(
      turn({ kind: 'at', at: new Date(h.clock.now() + 1_000).toISOString() }, { payload }),
      testPrincipal('me'),
    );
    await h.clock.advance(40_000);
    expect(await h.rows()).toMatchObject([{ status: 'error', error: expect.stringContaining('30 s') }]);
  });

  it('has a timer only while a schedule is enabled', async () => {
    const h = await start();
    const timersOfOthers = h.clock.pending;
    const job = await h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'));
    expect(h.clock.pending).toBe(timersOfOthers + 1);
    await h.clock.advance(MINUTE);
    expect(h.clock.pending).toBe(timersOfOthers + 1);
    await h.schedules.remove(job.id, testPrincipal('me'));
    expect(h.clock.pending).toBe(timersOfOthers);
  });

  it('is rejected if there are too many', async () => {
    const h = await start([], { schedules: { maxJobs: 2 } });
    for (const _ of [1, 2]) await h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'));
    await expect(h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'))).rejects.toMatchObject({
      extras: { details: { code: 'CRON_JOB_LIMIT' } },
    });
  });

  it('runs with many others that are due at the same time', async () => {
    const h = await start();
    for (let n = 0; n < 100; n += 1) await h.schedules.add(turn(every(MINUTE, h)), testPrincipal('me'));
    await h.clock.advance(MINUTE + 1_000);
    // Each batch yields to other work, for which the clock has to run again.
    for (let batch = 0; batch < 20; batch += 1) await h.clock.advance(1);
    expect(await states(h)).toEqual(Array.from({ length: 100 }, () => 'ok'));
  });

  it('keeps a limited number of old rows', async () => {
    const h = await start([], { schedules: { missedRuns: 'skip' } });
    const job = await h.schedules.add(turn(every(1_000, h)), testPrincipal('me'));
    for (let n = 0; n < 25; n += 1) {
      h.clock.jump(100_000);
      await h.clock.advance(10_000);
    }
    expect((await h.rows(job.id)).length).toBeLessThan(1_000);
  });

  it('rejects a secret in its prompt', async () => {
    const h = await start();
    const payload = { kind: 'agentTurn', message: `use ${KNOWN_SECRET}` } as const;
    await expect(h.schedules.add(turn(every(HOUR, h), { payload }), testPrincipal('me'))).rejects.toThrow();
    const job = await h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'));
    await expect(h.schedules.update(job.id, (now) => ({ ...now, payload }), testPrincipal('me'))).rejects.toThrow();
    const wake = { agentId: 'main', sessionKey: 'agent:main:main', text: KNOWN_SECRET, mode: 'now' } as const;
    await expect(h.schedules.wake(wake, testPrincipal('me'))).rejects.toThrow();
    expect(JSON.stringify([await h.store.schedules.list(), await h.schedules.waitingEvents()])).not.toContain(
      KNOWN_SECRET,
    );
  });

  it('can be run manually, once at a time, without changing its ticks', async () => {
    let open: () => void = () => {};
    const h = await start([waits(new Promise<void>((resolve) => (open = resolve)), 'asked'), says('tick')]);
    const job = await h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'));
    expect(await h.schedules.run(job.id, 'due', testPrincipal('me'))).toBe('not-due');
    const run = await h.schedules.run(job.id, 'force', testPrincipal('me'));
    expect(run).toMatchObject({ id: `manual:${job.id}:${h.clock.now()}:1`, status: 'claimed' });
    expect(await h.schedules.run(job.id, 'force', testPrincipal('me'))).toBe('already-running');
    open();
    await h.clock.advance(HOUR);
    expect(await h.rows()).toMatchObject([
      { status: 'ok', summary: 'asked' },
      { status: 'ok', summary: 'tick', tickMs: job.nextTickMs },
    ]);
    await expect(h.schedules.run('nobody', 'force', testPrincipal('me'))).rejects.toMatchObject({
      extras: { details: { code: 'CRON_JOB_NOT_FOUND', jobId: 'nobody' } },
    });
  });

  it('records a canceled run', async () => {
    const h = await start([hangs()]);
    const job = await h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'));
    const run = await h.schedules.run(job.id, 'force', testPrincipal('me'));
    await settle();
    expect(typeof run === 'string' ? false : await h.jobs.cancel(run.id)).toBe(true);
    await settle();
    expect(await h.rows()).toMatchObject([{ status: 'error', error: 'The run was stopped.' }]);
    expect(await h.jobs.cancel('nobody')).toBe(false);
  });
});

describe('missed ticks', () => {
  const slept = async (missedRuns: 'skip' | 'once' | 'all', missedRunsMax = 2) => {
    const h = await start([], { schedules: { missedRuns, missedRunsMax } });
    const job = await h.schedules.add(turn(every(10 * MINUTE, h)), testPrincipal('me'));
    h.clock.jump(45 * MINUTE);
    await h.clock.advance(10_000);
    return states(h, job.id);
  };

  it('are only recorded with the policy skip', async () => {
    expect(await slept('skip')).toEqual(['missed', 'missed', 'missed', 'missed']);
  });

  it('run once with the policy once', async () => {
    expect(await slept('once')).toEqual(['missed', 'missed', 'missed', 'ok']);
  });

  it('run up to the limit with the policy all', async () => {
    expect(await slept('all')).toEqual(['missed', 'missed', 'ok', 'ok']);
  });

  it('use the policy of the schedule', async () => {
    const h = await start([], { schedules: { missedRuns: 'skip' } });
    const job = await h.schedules.add(turn(every(10 * MINUTE, h), { missedRuns: 'all' }), testPrincipal('me'));
    h.clock.jump(25 * MINUTE);
    await h.clock.advance(10_000);
    expect(await states(h, job.id)).toEqual(['ok', 'ok']);
  });

  it('share a row if there are very many', async () => {
    const h = await start([], { schedules: { missedRuns: 'skip' } });
    for (const cadence of [every(1_000, h), { kind: 'cron', expr: '* * * * *', tz: 'Europe/Berlin' } as const]) {
      const job = await h.schedules.add(turn(cadence), testPrincipal('me'));
      h.clock.jump(400 * 24 * HOUR);
      await h.clock.advance(1);
      await h.clock.advance(10_000);
      const rows = (await h.rows(job.id)).filter(({ status }) => status === 'missed');
      // The last tick is on time and runs.
      expect(rows).toHaveLength(100);
      expect(rows[0]).toMatchObject({ tickMs: job.nextTickMs, reason: expect.stringContaining('all ticks up to') });
      await h.schedules.remove(job.id, testPrincipal('me'));
    }
  });

  it('do not run again if the clock is set back', async () => {
    const h = await start();
    const job = await h.schedules.add(turn(every(10 * MINUTE, h)), testPrincipal('me'));
    await h.clock.advance(30 * MINUTE);
    h.clock.jump(-25 * MINUTE);
    await h.clock.advance(25 * MINUTE);
    expect(await states(h)).toEqual(['ok', 'ok', 'ok']);
    await h.clock.advance(10 * MINUTE);
    expect(await states(h)).toHaveLength(4);
    // A change computes the next tick from the clock: ticks that have a row are passed over.
    h.clock.jump(-30 * MINUTE);
    await h.schedules.update(job.id, (now) => ({ ...now, enabled: false }), testPrincipal('me'));
    await h.schedules.update(job.id, (now) => ({ ...now, enabled: true }), testPrincipal('me'));
    await h.clock.advance(30 * MINUTE);
    expect(await states(h)).toHaveLength(4);
    await h.clock.advance(10 * MINUTE);
    expect(await states(h)).toHaveLength(5);
  });
});

describe('after a restart', () => {
  it("a run that had started is marked as interrupted and won't be retried", async () => {
    const h = await start([hangs('half')]);
    const job = await h.schedules.add(turn(every(MINUTE, h)), testPrincipal('me'));
    await h.clock.advance(MINUTE);
    const after = await h.killed();
    expect(await after.rows()).toMatchObject([
      { status: 'interrupted', reason: expect.stringContaining("won't be retried") },
    ]);
    expect(after.schedules.get(job.id)).toMatchObject({ state: { lastRunStatus: 'error' } });
    expect(after.providers.requests).toEqual([]);
    await after.clock.advance(MINUTE);
    expect(await states(after)).toEqual(['interrupted', 'ok']);
  });

  it.each(['a kill', 'a stop'])('a run that waits for an approval keeps waiting after %s', async (end) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-schedules-'));
    const machines = createMachineDirectory({
      home: `${folder}-trash`,
      environment: process.env,
      log: QUIET,
      clock: new ManualClock(),
    });
    onTestFinished(async () => {
      await machines.disposeAll();
      await rm(folder, { recursive: true, force: true });
    });
    const ask = calls([{ id: 'c1', name: 'exec', input: { command: 'rm -rf x' } }], 'I ask.');
    const h = await start([ask], { machines, agent: { workspace: folder } });
    await h.schedules.add(turn(every(HOUR, h)), testPrincipal('me'));
    await h.clock.advance(HOUR);
    await expect.poll(() => h.engine.approvals.pending()).toHaveLength(1);
    if (end === 'a stop') await h.schedules.stop();
    await settle();
    const after = await h.killed([says('I was not allowed to.')]);
    expect(await states(after)).toEqual(['claimed']);
    const [approval] = await after.engine.approvals.pending();
    await after.engine.approvals.resolve({ id: approval?.id ?? '', decision: 'deny', by: testPrincipal('me') });
    await expect
      .poll(() => after.rows())
      .toMatchObject([{ status: 'ok', summary: 'I was not allowed to.', usage: { output: expect.any(Number) } }]);
  });

  it('at any point: one row per tick, nothing runs twice, nothing stays open', async () => {
    for (let at = 1; ; at += 1) {
      const h = await start([says('one'), says('two'), says('three')]);
      const job = await h.schedules.add(turn(every(MINUTE, h)), testPrincipal('me'));
      const killed = killAtWrite(h, at);
      await h.clock.advance(2 * MINUTE);
      const after = await killed();
      if (after === undefined) break;
      await after.clock.advance(10_000);
      const rows = await after.rows(job.id);
      const ticks = rows.map(({ tickMs }) => tickMs);
      expect(new Set(ticks).size).toBe(rows.length);
      expect(ticks).toEqual(rows.map((_, n) => (job.nextTickMs ?? 0) + n * MINUTE));
      expect(rows.map(({ status }) => status)).not.toContain('claimed');
      const messages = [...after.store.tables.events.values()].flat().filter(({ type }) => type === 'message.accepted');
      const ended = rows.filter(({ status }) => status === 'ok' || status === 'interrupted');
      expect(messages.length).toBeLessThanOrEqual(ended.length);
      expect(rows.filter(({ status }) => status === 'ok').length).toBeLessThanOrEqual(messages.length);
    }
  });

  it('schedules continue once a failing store works again', async () => {
    const h = await start();
    await h.schedules.add(turn(every(MINUTE, h)), testPrincipal('me'));
    h.store.fail = new Error('disk full');
    await h.clock.advance(MINUTE + 5_000);
    expect(await h.rows()).toEqual([]);
    expect(h.providers.requests).toEqual([]);
    h.store.fail = undefined;
    await h.clock.advance(10_000);
    expect(await states(h)).toEqual(['ok']);
  });
});
