// Schedules over an engine with everything in memory, for tests.
import type { Settings } from '#core/ports/settings.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { DEFAULT_SETTINGS } from '../default-settings.ts';
import { JobRunner } from '#core/jobs/job-runner.ts';
import { toJobQuery, toScheduleRun, type ScheduleRun } from '#core/jobs/schedule-run.ts';
import type { CronExpressions } from '#core/ports/schedules.ts';
import type { ScheduleDraft, ScheduleNotice, Schedules } from '#core/jobs/schedules-api.ts';
import { createSchedules } from '#core/jobs/schedules.ts';
import { SecretGuard } from '#core/secrets/secret-guard.ts';
import { harness, type Harness, type HarnessOptions } from './engine-harness.ts';
import { settle } from './manual-clock.ts';
import { copyOf } from './memory-store.ts';
import type { ScriptedCall } from './scripted-provider.ts';

/** A stored key, as a person may paste it. */
export const KNOWN_SECRET = 'sk-known-0123456789abcdef';

/** What a test may choose. */
export interface ScheduleHarnessOptions extends HarnessOptions {
  readonly schedules?: Partial<Settings['schedules']>;
}

/** Started schedules, with their engine. */
export interface ScheduleHarness extends Harness {
  readonly jobs: JobRunner;
  readonly schedules: Schedules;
  readonly notes: ScheduleNotice[];
  /** Tells that the settings changed. */
  changed(): void;
  rows(jobId?: string): Promise<readonly ScheduleRun[]>;
  /** The host as it is after a kill at this instant, started again. The one before is gone. */
  killed(script?: readonly ScriptedCall[]): Promise<ScheduleHarness>;
}

/** Something for an agent to do, in a session of its own. */
export function turn(cadence: ScheduleDraft['cadence'], more: Partial<ScheduleDraft> = {}): ScheduleDraft {
  return {
    name: 'job',
    enabled: true,
    cadence,
    sessionTarget: 'isolated',
    wakeMode: 'now',
    payload: { kind: 'agentTurn', message: 'look around' },
    ...more,
  };
}

/** Builds and starts them. */
export async function scheduleHarness(
  expressions: CronExpressions,
  script: readonly ScriptedCall[] = [],
  options: ScheduleHarnessOptions = {},
): Promise<ScheduleHarness> {
  const base = harness(script, options);
  const listeners = new Set<(paths: readonly string[]) => void>();
  const notes: ScheduleNotice[] = [];
  let id = base.store.writes * 1_000;
  const secretGuard = new SecretGuard();
  secretGuard.know(KNOWN_SECRET);
  const jobs = new JobRunner({ store: base.store.jobs, clock: base.clock, log: QUIET });
  const schedules = createSchedules({
    store: base.store,
    jobs,
    engine: base.engine,
    expressions,
    clock: base.clock,
    ids: { next: () => `schedule-${base.clock.now()}-${(id += 1)}` },
    log: QUIET,
    secretGuard,
    config: {
      settings: () => ({
        ...DEFAULT_SETTINGS,
        agents: [base.settings.agent],
        limits: base.settings.limits,
        schedules: { ...DEFAULT_SETTINGS.schedules, ...options.schedules },
      }),
      onChange(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  });
  schedules.onNotice((notice) => notes.push(notice));
  await base.engine.recover();
  await schedules.start();
  return {
    ...base,
    jobs,
    schedules,
    notes,
    changed() {
      for (const listener of listeners) listener([]);
    },
    async rows(jobId) {
      const query = { order: 'asc', limit: 100_000, offset: 0 } as const;
      const found = await base.store.jobs.list(toJobQuery(jobId === undefined ? query : { ...query, jobId }));
      return found.jobs.map(toScheduleRun);
    },
    async killed(again = []) {
      const store = copyOf(base.store);
      void schedules.stop();
      void base.engine.stop();
      await settle();
      return scheduleHarness(expressions, again, { ...options, store, clock: base.clock });
    },
  };
}

/** Kills the host at its nth write. Returns the host started again; undefined if there were fewer writes. */
export function killAtWrite(h: ScheduleHarness, nth: number): () => Promise<ScheduleHarness> | undefined {
  let after: Promise<ScheduleHarness> | undefined;
  let writes = 0;
  const write = (): void => {
    if ((writes += 1) === nth) after = h.killed();
    if (writes >= nth) throw new Error('killed');
  };
  h.store.beforeJobWrite = write;
  h.store.beforeCommit = write;
  return () => after;
}
