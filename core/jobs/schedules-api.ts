// Schedules and heartbeats as the gateway sees them.
import type { HeartbeatRow } from '#contract/types/heartbeats.ts';
import type { ScheduleRecord, ScheduleRun, ScheduleRunQuery, SystemEvent } from '../ports/schedules.ts';

/** What whoever makes or changes a schedule decides. */
export type ScheduleDraft = Omit<ScheduleRecord, 'id' | 'createdAtMs' | 'updatedAtMs' | 'nextTickMs' | 'state'>;

/** An agent's heartbeat as it is in force. */
export interface Heartbeat {
  readonly agentId: string;
  readonly enabled: boolean;
  /** As the configuration has it: `30m`; `off` when there is none. */
  readonly every: string;
  readonly everyMs: number | undefined;
  readonly prompt: string;
}

/** What happens to schedules, in order. Listeners must not throw and must not block. */
export type ScheduleNotice =
  | { readonly kind: 'schedule'; readonly action: 'added' | 'updated' | 'removed'; readonly schedule: ScheduleRecord }
  | {
      readonly kind: 'run';
      readonly action: 'started' | 'finished';
      readonly run: ScheduleRun;
      /** As it is after this; absent when it is gone. */
      readonly schedule: ScheduleRecord | undefined;
    }
  | { readonly kind: 'heartbeat'; readonly heartbeat: HeartbeatRow };

/** Something to tell an agent. */
export interface Wake {
  readonly agentId: string;
  /** Canonical key. */
  readonly sessionKey: string;
  readonly text: string;
  readonly mode: 'now' | 'next-heartbeat';
  /** Chosen by the caller: the same again tells nothing, also after a restart. */
  readonly key?: string;
}

/** Why a run that was asked for did not begin. */
export type RunRefusal = 'not-due' | 'disabled' | 'already-running';

/** Schedules: made, changed, run when due, remembered. Errors are {@link GatewayError}s. */
export interface Schedules {
  /** Settles what the last process left, then begins to watch the clock. Call once, after the engine has recovered. */
  start(): Promise<void>;
  /** Claims nothing more. Call before the engine stops; what still runs is settled at the next start. */
  stop(): Promise<void>;
  onNotice(listener: (notice: ScheduleNotice) => void): () => void;

  /** All of them, heartbeats too, the oldest first. */
  list(): readonly ScheduleRecord[];
  get(id: string): ScheduleRecord | undefined;
  /** Rises with every change of any schedule. */
  revision(): number;
  /** The next time at which something falls due. */
  nextWakeAtMs(): number | undefined;
  /** The next ticks of a schedule as it is. */
  nextTimes(schedule: ScheduleRecord, count: number): readonly number[];
  /** When the run of a schedule that goes on was claimed. */
  runningSince(id: string): number | undefined;
  add(draft: ScheduleDraft, by: string): Promise<ScheduleRecord>;
  /** `change` sees the schedule as it is now and may refuse by throwing. @throws when there is none. */
  update(id: string, change: (current: ScheduleRecord) => ScheduleDraft, by: string): Promise<ScheduleRecord>;
  /** Returns false when there is none. A run that goes on goes on. */
  remove(id: string, by: string): Promise<boolean>;
  /** Begins a run now: on disk when it returns, carried out afterwards. */
  run(id: string, mode: 'due' | 'force' | 'if-enabled', by: string): Promise<ScheduleRun | RunRefusal>;
  runs(query: ScheduleRunQuery): Promise<{ readonly runs: readonly ScheduleRun[]; readonly total: number }>;
  findRun(id: string): Promise<ScheduleRun | undefined>;
  /** Stops a run that goes on; false when it does not. */
  cancel(id: string): Promise<boolean>;

  /** Keeps a text for an agent, and tells it now when that is wished or when it has no heartbeat to wait for. */
  wake(wake: Wake): Promise<'queued' | 'coalesced'>;
  waitingEvents(): Promise<readonly SystemEvent[]>;
  heartbeats(): readonly Heartbeat[];
  lastHeartbeat(): HeartbeatRow | undefined;
}
