// What runs by itself: schedules and their history, heartbeats, waking, and background work as tasks.
import { Type } from 'typebox';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult, type PublishedType } from './published.ts';
import { closed, Id, NoParams, Ok, resultOf, SessionKey } from './results.ts';

type Job = PublishedType<'CronJob'>;

/** One page of a list that has an end. */
interface Page {
  readonly total: number;
  readonly offset: number;
  readonly limit: number;
  readonly hasMore: boolean;
  readonly nextOffset: number | null;
}

/** What would be delivered where. */
export interface DeliveryPreview {
  readonly label: string;
  readonly detail: string;
}

/** Answer to `cron.list`. */
export interface CronPage extends Page {
  readonly jobs: readonly Job[];
  /** Another one whenever a schedule changed. */
  readonly snapshotRevision: string;
  readonly deliveryPreviews?: Readonly<Record<string, DeliveryPreview>>;
}

/** Answer to `cron.runs`. */
export interface CronRunPage extends Page {
  readonly entries: readonly PublishedType<'CronRunLogEntry'>[];
}

/** Answer to `cron.status`. */
export interface CronStatus {
  readonly enabled: boolean;
  readonly storePath: string;
  readonly storage: 'sqlite';
  readonly sqlitePath: string;
  readonly jobs: number;
  readonly nextWakeAtMs: number | null;
}

type ById = { readonly id: string } | { readonly jobId: string };

/** Params of `cron.update`. The published type has lost what stands beside the id; the published schema has not. */
export type CronUpdate = ById & {
  /** Fields of `cron.add`; null takes one away. */
  readonly patch: Readonly<Record<string, unknown>>;
  readonly expectedConfigRevision?: string;
};

/** Params of `cron.run`, likewise. */
export type CronRun = ById & {
  readonly mode?: 'due' | 'force' | 'if-enabled';
  readonly expectedProcessInstanceId?: string;
};

/** Answer to `cron.run`: begun, or why not. */
export type CronRunAnswer =
  | { readonly ok: true; readonly enqueued: true; readonly runId: string; readonly processInstanceId: string }
  | { readonly ok: true; readonly ran: false; readonly reason: 'not-due' | 'disabled' | 'already-running' };

/** One tick, or one run that was asked for, with everything that is known of it (ours). */
export interface ScheduleRunRow {
  readonly runId: string;
  readonly jobId: string;
  readonly jobName: string;
  readonly agentId: string;
  /** When it was due; absent when it was asked for. */
  readonly tickMs?: number;
  readonly status: 'claimed' | 'ok' | 'error' | 'skipped' | 'missed' | 'interrupted';
  /** Why it was skipped, missed or interrupted. */
  readonly reason?: string;
  readonly startedAtMs: number;
  readonly endedAtMs?: number;
  readonly sessionKey?: string;
  readonly summary?: string;
  readonly error?: string;
  readonly model?: string;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** US dollars; absent when the price is unknown. */
  readonly costUsd?: number;
}

/** What the published job has no place for (ours). */
export interface ScheduleSettings {
  readonly id: string;
  /** What it says for itself; null: it follows the configuration. */
  readonly missedRuns: 'skip' | 'once' | 'all' | null;
  readonly nextTimes: readonly number[];
}

/** How a heartbeat went. */
export interface HeartbeatRow {
  readonly ts: number;
  /** `ok-token`: it had nothing to say; `sent`: it said something. */
  readonly status: 'sent' | 'ok-token' | 'skipped' | 'failed';
  readonly agentId: string;
  readonly sessionKey: string;
  readonly reason?: string;
  readonly preview?: string;
  readonly durationMs?: number;
  readonly silent?: boolean;
}

/** Answer to `set-heartbeats`. */
export interface HeartbeatsSet {
  readonly ok: true;
  /** Whether any agent has one. */
  readonly enabled: boolean;
  readonly agents: readonly {
    readonly agentId: string;
    readonly enabled: boolean;
    readonly every: string;
    readonly everyMs: number | null;
  }[];
}

const EVERY = Type.String({ pattern: '^[1-9][0-9]{0,5}(s|m|h|d)$' });
const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 500 }));

export const SCHEDULE_METHODS = {
  'cron.list': defineMethod({
    summary: 'Schedules, page by page; heartbeats of agents are among them.',
    scope: 'operator.read',
    params: publishedParams('CronListParams'),
    result: resultOf<CronPage>('CronPage'),
    ignores: ['sessionKey'],
  }),
  'cron.status': defineMethod({
    summary: 'How many schedules there are, and when the next one falls due.',
    scope: 'operator.read',
    params: publishedParams('CronStatusParams'),
    result: resultOf<CronStatus>('CronStatus'),
  }),
  'cron.get': defineMethod({
    summary: 'One schedule.',
    scope: 'operator.read',
    params: publishedParams('CronGetParams'),
    result: publishedResult('CronJob'),
  }),
  'cron.add': defineMethod({
    summary: 'Makes a schedule. One with a known `declarationKey` is changed instead.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('CronAddParams'),
    result: publishedResult('CronAddResult'),
  }),
  'cron.update': defineMethod({
    summary: 'Changes a schedule; refused when `expectedConfigRevision` is stale.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: Type.Unsafe<CronUpdate>(publishedParams('CronUpdateParams')),
    result: publishedResult('CronJob'),
  }),
  'cron.remove': defineMethod({
    summary: 'Removes a schedule; its history stays.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: publishedParams('CronRemoveParams'),
    result: resultOf<{ readonly ok: true; readonly removed: boolean }>('CronRemoved'),
  }),
  'cron.run': defineMethod({
    summary: 'Begins a run now and answers before it has ended.',
    scope: 'operator.admin',
    rate: 'controlPlane',
    params: Type.Unsafe<CronRun>(publishedParams('CronRunParams')),
    result: resultOf<CronRunAnswer>('CronRunAnswer'),
  }),
  'cron.runs': defineMethod({
    summary: 'History: ended runs, and ticks that were skipped or missed.',
    scope: 'operator.read',
    params: publishedParams('CronRunsParams'),
    result: resultOf<CronRunPage>('CronRunPage'),
  }),
  'schedules.runs': defineMethod({
    summary: 'The same with cost, with what goes on now, and with missed and interrupted as words of their own.',
    scope: 'operator.read',
    params: closed({
      id: Type.Optional(Id),
      limit: Limit,
      offset: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
    result: resultOf<{ readonly runs: readonly ScheduleRunRow[]; readonly total: number }>('ScheduleRunRow[]'),
  }),
  'schedules.set': defineMethod({
    summary: 'What one schedule does about ticks that it missed; null: what the configuration says.',
    scope: 'operator.admin',
    params: closed({
      id: Id,
      missedRuns: Type.Union([Type.Literal('skip'), Type.Literal('once'), Type.Literal('all'), Type.Null()]),
    }),
    result: resultOf<ScheduleSettings>('ScheduleSettings'),
  }),
  'schedules.get': defineMethod({
    summary: 'What is ours of a schedule: what it does about missed ticks, and when it runs next.',
    scope: 'operator.read',
    params: closed({ id: Id }),
    result: resultOf<ScheduleSettings>('ScheduleSettings'),
  }),
  'schedules.next': defineMethod({
    summary: 'The next times of a schedule, or of one that is not made yet.',
    scope: 'operator.read',
    params: closed({
      id: Type.Optional(Id),
      expr: Type.Optional(Type.String({ maxLength: 200 })),
      tz: Type.Optional(Type.String({ maxLength: 100 })),
      everyMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 8_640_000_000_000 })),
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    }),
    result: resultOf<{ readonly times: readonly number[] }>('number[]'),
  }),
  wake: defineMethod({
    summary: 'Tells an agent something, now or at its next heartbeat.',
    scope: 'operator.write',
    params: publishedParams('WakeParams'),
    result: Ok,
  }),
  'system-event': defineMethod({
    summary:
      'Keeps a text for an agent’s next heartbeat. A beacon of a device (`host`, `reason`, …) tells the agent nothing.',
    scope: 'operator.admin',
    params: Type.Object({
      text: Type.String({ minLength: 1, maxLength: 10_000 }),
      sessionKey: Type.Optional(SessionKey),
      agentId: Type.Optional(Id),
    }),
    result: Ok,
  }),
  'last-heartbeat': defineMethod({
    summary: 'How the last heartbeat went; null when there was none.',
    scope: 'operator.read',
    params: NoParams,
    result: resultOf<HeartbeatRow | null>('HeartbeatRow'),
  }),
  'set-heartbeats': defineMethod({
    summary: 'Switches heartbeats, of one agent or by default of all, and sets how often and what is asked.',
    scope: 'operator.admin',
    params: closed({
      enabled: Type.Optional(Type.Boolean()),
      agentId: Type.Optional(Id),
      every: Type.Optional(EVERY),
      prompt: Type.Optional(Type.String({ maxLength: 10_000 })),
    }),
    result: resultOf<HeartbeatsSet>('HeartbeatsSet'),
  }),
  'tasks.list': defineMethod({
    summary: 'Work in the background, newest first: runs of schedules.',
    scope: 'operator.read',
    params: publishedParams('TasksListParams'),
    result: publishedResult('TasksListResult'),
    ignores: ['sortBy'],
  }),
  'tasks.get': defineMethod({
    summary: 'One of them.',
    scope: 'operator.read',
    params: publishedParams('TasksGetParams'),
    result: publishedResult('TasksGetResult'),
  }),
  'tasks.cancel': defineMethod({
    summary: 'Stops one that goes on.',
    scope: 'operator.write',
    params: publishedParams('TasksCancelParams'),
    result: publishedResult('TasksCancelResult'),
  }),
} as const;
