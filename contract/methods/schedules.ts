// Schedules and their run history.
import type {
  CronPage,
  CronRun,
  CronRunAnswer,
  CronRunPage,
  CronStatus,
  CronUpdate,
  ScheduleRunRow,
  ScheduleSettings,
} from '../types/schedules.ts';
import { defineMethod } from './define-method.ts';
import { publishedParams, publishedResult } from '../wire/published.ts';
import { Id, closed, resultOf } from './results.ts';
import { Type } from 'typebox';

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
} as const;
