// Random schedules under random sleeps, clock changes and kills: each tick has one row, and nothing runs twice.
// Proves: CR-3
import { expect, it } from 'vitest';
import { createCronExpressions } from '#adapters/schedules/cron-expressions.ts';
import { createRandom } from '#tests/kill/random.ts';
import type { ScheduleRecord } from '../ports/schedules.ts';
import { scheduleHarness, turn, type ScheduleHarness } from '#tests/support/core/schedule-harness.ts';
import { says } from '#tests/support/core/scripted-provider.ts';
import { nextTick } from './cadence.ts';
import { testPrincipal } from '#tests/support/core/test-principal.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = 40;
const STEPS = 12;

const expressions = createCronExpressions();
const CRONS = ['*/7 * * * *', '0 * * * *', '30 2 * * *', '15,45 9-17 * * MON-FRI', '@hourly', '0 0 1 * *'];
const ZONES = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', undefined];

type Cadence = ScheduleRecord['cadence'];

function makeCadence(random: () => number, now: number): Cadence {
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const kind = random();
  if (kind < 0.2) return { kind: 'at', at: new Date(now + Math.ceil(random() * 5 * HOUR)).toISOString() };
  if (kind < 0.6) return { kind: 'every', everyMs: 5 * MINUTE + Math.floor(random() * HOUR), anchorMs: now };
  const tz = pick(ZONES);
  const staggerMs = random() < 0.3 ? 5 * MINUTE : 0;
  return { kind: 'cron', expr: pick(CRONS) ?? '', staggerMs, ...(tz === undefined ? {} : { tz }) };
}

/** Every tick of a schedule from its first one up to its next one, without a look at the rows. */
function listTicks(job: ScheduleRecord, first: number, next: number | undefined): readonly number[] {
  const ticks: number[] = [];
  for (let tick: number | undefined = first; tick !== undefined && tick !== next;) {
    ticks.push(tick);
    tick = nextTick(job.cadence, job.id, tick, expressions);
  }
  return ticks;
}

async function step(h: ScheduleHarness, random: () => number): Promise<ScheduleHarness> {
  const what = random();
  if (what < 0.4) await h.clock.advance(Math.floor(random() * HOUR));
  else if (what < 0.6) h.clock.jump(Math.floor(random() * 6 * HOUR));
  else if (what < 0.75) h.clock.jump(-Math.floor(random() * 2 * HOUR));
  else return h.killed();
  // At most ten seconds after anything that happened to the clock, all is as it should be.
  await h.clock.advance(10_000);
  return h;
}

it('creates one row per tick and runs nothing twice with any clock changes and restarts', async () => {
  for (let seed = 1; seed <= DAYS; seed += 1) {
    const source = createRandom(seed);
    const random = () => source.integer(1_000_000) / 1_000_000;
    const missedRuns = (['skip', 'once', 'all'] as const)[seed % 3] ?? 'skip';
    let h = await scheduleHarness(expressions, [says('x')], { schedules: { missedRuns, missedRunsMax: 3 } });
    h.clock.jump(Math.floor(random() * 365 * 24 * HOUR));
    const jobs: ScheduleRecord[] = [];
    for (let n = 0; n < 3; n += 1)
      jobs.push(await h.schedules.add(turn(makeCadence(random, h.clock.now())), testPrincipal('me')));
    for (let n = 0; n < STEPS; n += 1) h = await step(h, random);
    await h.clock.advance(10_000);
    const sent = [...h.store.tables.events.values()].flat().filter(({ type }) => type === 'message.accepted');
    for (const job of jobs) {
      const rows = await h.rows(job.id);
      const seen = rows.map(({ tickMs }) => tickMs).toSorted((a = 0, b = 0) => a - b);
      const next = h.schedules.get(job.id)?.nextTickMs;
      expect(seen, `seed ${seed}`).toEqual(listTicks(job, job.nextTickMs ?? 0, next));
      for (const row of rows) {
        const messages = sent.filter((event) => 'runId' in event && event.runId === row.runId);
        const mayHaveRun = row.status === 'ok' || row.status === 'interrupted';
        expect(messages.length, `seed ${seed} ${row.id} ${row.status}`).toBeLessThanOrEqual(mayHaveRun ? 1 : 0);
        if (row.status === 'ok') expect(messages).toHaveLength(1);
      }
    }
  }
});
