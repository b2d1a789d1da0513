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
import { adminMethod, readMethod } from './define-method.ts';
import { published, publishedParams, publishedResult, withOwnFields } from '../wire/published.ts';
import { Id, IdempotencyKey, closed, resultType } from './results.ts';
import { Type } from 'typebox';
import { unsafeType } from '../wire/unsafe-type.ts';

const Limit = Type.Optional(Type.Integer({ minimum: 1, maximum: 500 }));

/** Methods that manage schedules and read their history. */
export const SCHEDULE_METHODS = {
  'cron.list': readMethod({
    summary: 'Lists schedules, including heartbeats, page by page.',
    params: publishedParams('CronListParams'),
    result: resultType<CronPage>('CronPage'),
    unsupported: ['sessionKey'],
    ignores: { compact: 'Rows are always complete.' },
  }),
  'cron.status': readMethod({
    summary: 'Returns the number of schedules and when the next one is due.',
    params: publishedParams('CronStatusParams'),
    result: resultType<CronStatus>('CronStatus'),
  }),
  'cron.get': readMethod({
    summary: 'Returns a schedule.',
    params: publishedParams('CronGetParams'),
    result: publishedResult('CronJob'),
  }),
  'cron.add': adminMethod({
    summary: 'Creates a schedule, or updates the one with the same `declarationKey`.',
    rate: 'controlPlane',
    ...published('CronAdd'),
  }),
  'cron.update': adminMethod({
    summary: 'Updates a schedule. Rejected if `expectedConfigRevision` is stale.',
    rate: 'controlPlane',
    params: unsafeType<CronUpdate>(publishedParams('CronUpdateParams')),
    result: publishedResult('CronJob'),
  }),
  'cron.remove': adminMethod({
    summary: 'Deletes a schedule. Its history is kept.',
    rate: 'controlPlane',
    params: publishedParams('CronRemoveParams'),
    result: resultType<{ readonly ok: true; readonly removed: boolean }>('CronRemoved'),
  }),
  'cron.run': adminMethod({
    summary: "Starts a run now. The response doesn't wait for it to end.",
    rate: 'controlPlane',
    params: unsafeType<CronRun>(withOwnFields(publishedParams('CronRunParams'), { idempotencyKey: IdempotencyKey })),
    result: resultType<CronRunAnswer>('CronRunAnswer'),
    idempotent: true,
  }),
  'cron.runs': readMethod({
    summary: 'Lists ended runs and skipped or missed ticks.',
    params: publishedParams('CronRunsParams'),
    unsupported: ['deliveryStatus', 'deliveryStatuses'],
    result: resultType<CronRunPage>('CronRunPage'),
  }),
  'schedules.runs': readMethod({
    summary: 'Lists runs like `cron.runs`, plus cost, active runs, and separate states for missed and interrupted.',
    params: closed({ id: Type.Optional(Id), limit: Limit, offset: Type.Optional(Type.Integer({ minimum: 0 })) }),
    result: resultType<{ readonly runs: readonly ScheduleRunRow[]; readonly total: number }>('ScheduleRunRow[]'),
  }),
  'schedules.set': adminMethod({
    summary: "Sets what a schedule does about missed ticks. Null uses the configuration's value.",
    params: closed({
      id: Id,
      missedRuns: Type.Union([Type.Literal('skip'), Type.Literal('once'), Type.Literal('all'), Type.Null()]),
    }),
    result: resultType<ScheduleSettings>('ScheduleSettings'),
  }),
  'schedules.get': readMethod({
    summary: 'Returns how a schedule handles missed ticks and when it runs next.',
    params: closed({ id: Id }),
    result: resultType<ScheduleSettings>('ScheduleSettings'),
  }),
  'schedules.next': readMethod({
    summary: 'Returns the next run times of a schedule, or of a cron expression or interval.',
    params: closed({
      id: Type.Optional(Id),
      expr: Type.Optional(Type.String({ maxLength: 200 })),
      tz: Type.Optional(Type.String({ maxLength: 100 })),
      everyMs: Type.Optional(Type.Integer({ minimum: 1_000, maximum: 8_640_000_000_000 })),
      count: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
    }),
    result: resultType<{ readonly times: readonly number[] }>('number[]'),
  }),
} as const;
