// Schedules and heartbeats as the gateway sees them, and the ports that they depend on.
import type { HeartbeatRow } from '#contract/types/heartbeats.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Store } from '../ports/store.ts';
import type { RunEngine } from '../runs/follow-run.ts';
import type { JobRunner } from './job-runner.ts';
import type { RunDelivery } from '../ports/run-delivery.ts';
import type { CronExpressions, ScheduleRecord, SystemEvent } from '../ports/schedules.ts';
import type { Principal } from '../principal.ts';
import type { ScheduleRun, ScheduleRunQuery } from './schedule-run.ts';

/** Everything outside that schedules depend on. */
export interface SchedulePorts extends Pick<EnginePorts, 'clock' | 'ids' | 'log' | 'secretGuard'> {
  readonly store: Pick<Store, 'schedules' | 'sessions' | 'jobs'>;
  readonly jobs: JobRunner;
  readonly engine: RunEngine;
  readonly config: Pick<ConfigPort, 'settings' | 'onChange'>;
  readonly expressions: CronExpressions;
  /** Sends the result of a run, or an alert about a failure, where the schedule says. It never throws. Absent: nothing is sent. */
  readonly deliver?: (schedule: ScheduleRecord, run: ScheduleRun) => Promise<DeliveredRun>;
}

/** What was sent about a run. */
export interface DeliveredRun {
  readonly delivery?: RunDelivery;
  /** An alert about a failure was sent. */
  readonly isAlerted?: true;
}

/** The editable fields of a schedule. */
export type ScheduleDraft = Omit<
  ScheduleRecord,
  'id' | 'ownerId' | 'createdAtMs' | 'updatedAtMs' | 'nextTickMs' | 'state'
>;

/** An agent's effective heartbeat settings. */
export interface Heartbeat {
  readonly agentId: string;
  readonly enabled: boolean;
  /** As in the configuration, such as `30m`; `off` when disabled. */
  readonly every: string;
  readonly everyMs: number | undefined;
  readonly prompt: string;
}

/** Changes of schedules, in order. Listeners must not throw and must not block. */
export type ScheduleNotice =
  | { readonly kind: 'schedule'; readonly action: 'added' | 'updated' | 'removed'; readonly schedule: ScheduleRecord }
  | {
      readonly kind: 'run';
      readonly action: 'started' | 'finished';
      readonly run: ScheduleRun;
      /** The schedule afterwards; absent when it was removed. */
      readonly schedule: ScheduleRecord | undefined;
    }
  | { readonly kind: 'heartbeat'; readonly heartbeat: HeartbeatRow };

/** A text for an agent. */
export interface Wake {
  readonly agentId: string;
  /** Canonical key. */
  readonly sessionKey: string;
  readonly text: string;
  readonly mode: 'now' | 'next-heartbeat';
  /** Idempotency key of the caller; it survives a restart. */
  readonly key?: string;
}

/** Why a requested run did not start. */
export type RunRefusal = 'not-due' | 'disabled' | 'already-running';

/** Schedules and their runs. Errors are {@link GatewayError}s. */
export interface Schedules {
  /** Starts the job runner, which recovers what the previous process left, then watches the clock. Call once, after the engine has recovered. */
  start(): Promise<void>;
  /** Stops claiming ticks, and the job runner. Call before the engine stops; active runs are settled at the next start. */
  stop(): Promise<void>;
  onNotice(listener: (notice: ScheduleNotice) => void): () => void;

  /** All schedules including heartbeats, oldest first. */
  list(): readonly ScheduleRecord[];
  get(id: string): ScheduleRecord | undefined;
  /** Increases with every change of any schedule. */
  revision(): number;
  /** The next time at which any schedule is due. */
  nextWakeAtMs(): number | undefined;
  /** The next ticks of a schedule. */
  nextTimes(schedule: ScheduleRecord, count: number): readonly number[];
  /** When the active run of a schedule was claimed. */
  runningSince(id: string): number | undefined;
  add(draft: ScheduleDraft, by: Principal): Promise<ScheduleRecord>;
  /** `change` receives the current schedule and may throw to reject. @throws when the schedule does not exist. */
  update(id: string, change: (current: ScheduleRecord) => ScheduleDraft, by: Principal): Promise<ScheduleRecord>;
  /** Returns false when it does not exist. An active run continues. */
  remove(id: string, by: Principal): Promise<boolean>;
  /** Starts a run now: saved when this returns, executed afterwards. */
  run(id: string, mode: 'due' | 'force' | 'if-enabled', by: Principal): Promise<ScheduleRun | RunRefusal>;
  runs(query: ScheduleRunQuery): Promise<{ readonly runs: readonly ScheduleRun[]; readonly total: number }>;

  /** Queues a text for an agent, and delivers it now if requested or if the agent has no heartbeat. */
  wake(wake: Wake, by: Principal): Promise<'queued' | 'coalesced'>;
  waitingEvents(): Promise<readonly SystemEvent[]>;
  heartbeats(): readonly Heartbeat[];
  lastHeartbeat(): HeartbeatRow | undefined;
  /** Forgets the last heartbeat and its text, when all data is deleted. */
  forgetLastHeartbeat(): void;
}
