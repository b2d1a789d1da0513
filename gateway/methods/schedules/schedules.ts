// Schedules and their run history.
import { takeStart } from '#contract/types/truncate-text.ts';
import { defined } from '#contract/types/defined.ts';
import { GatewayError, invalidRequest } from '#contract/wire/errors.ts';
import type { CronPage, ScheduleSettings } from '#contract/types/schedules.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { ScheduleRun } from '#core/jobs/schedule-run.ts';
import type { ScheduleRecord } from '#core/ports/schedules.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import { toDraft, patched, requireAhead } from '../../openclaw/schedules/draft.ts';
import { configRevision, deliveryPreview, jobAnswer } from '../../openclaw/schedules/job-shape.ts';
import { toLogEntry, toRunRow } from '../../openclaw/schedules/run-shape.ts';
import type { GatewayServices } from '../../server/services.ts';

const DEFAULT_PAGE = 50;
const MAX_PAGE = 500;
const DEFAULT_TIMES = 5;
const ENDED = ['ok', 'error', 'interrupted', 'skipped', 'missed'] as const;
/** Run statuses behind each status that clients know. */
const ROWS = { ok: ['ok'], error: ['error', 'interrupted'], skipped: ['skipped', 'missed'] } as const;

export const SCHEDULE_HANDLERS = defineHandlers({
  'cron.list': (params, { services }) => listPage(params, services),

  'cron.status': (_params, { services }) => ({
    enabled: true,
    storePath: services.identity.database,
    sqlitePath: services.identity.database,
    storage: 'sqlite',
    jobs: services.schedules.list().length,
    nextWakeAtMs: services.schedules.nextWakeAtMs() ?? null,
  }),

  'cron.get': (params, { services }) => jobAnswer(requireSchedule(getId(params), services), services.schedules),

  async 'cron.add'(params, { services, by }) {
    const { schedules, clock } = services;
    const { declarationKey } = params;
    const known =
      declarationKey === undefined
        ? undefined
        : schedules.list().find((schedule) => schedule.declarationKey === declarationKey);
    const draft = await toDraft(params, services);
    if (known !== undefined) {
      const change = ({ missedRuns }: ScheduleRecord) => (missedRuns === undefined ? draft : { ...draft, missedRuns });
      const job = jobAnswer(await schedules.update(known.id, change, by), schedules);
      return { created: false, updated: true, job };
    }
    requireAhead(draft, clock.now());
    const schedule = await schedules.add(draft, by);
    const job = jobAnswer(schedule, schedules);
    const preview = { deliveryPreview: deliveryPreview(schedule) };
    return declarationKey === undefined ? { ...job, ...preview } : { created: true, job, ...preview };
  },

  async 'cron.update'(params, { services, by }) {
    const { schedules, clock } = services;
    const current = requireSchedule(getId(params), services);
    const draft = await toDraft(await patched(current, params.patch), services);
    if ('schedule' in params.patch) requireAhead(draft, clock.now());
    const change = (now: ScheduleRecord) => {
      requireRevision(now, params.expectedConfigRevision ?? configRevision(current));
      return now.missedRuns === undefined ? draft : { ...draft, missedRuns: now.missedRuns };
    };
    return jobAnswer(await schedules.update(current.id, change, by), schedules);
  },

  'cron.remove': async (params, { services, by }) => ({
    ok: true,
    removed: await services.schedules.remove(getId(params), by),
  }),

  async 'cron.run'(params, { services, by }) {
    requireProcess(params.expectedProcessInstanceId, services);
    const run = await services.schedules.run(getId(params), params.mode ?? 'force', by);
    if (typeof run === 'string') return { ok: true, ran: false, reason: run };
    return { ok: true, enqueued: true, runId: run.id, processInstanceId: services.identity.bootId };
  },

  'cron.runs': (params, { services }) => runPage(params, services),

  async 'schedules.runs'({ id, limit = DEFAULT_PAGE, offset = 0 }, { services }) {
    const query = { order: 'desc', limit, offset, ...defined({ jobId: id }) } as const;
    const { runs, total } = await services.schedules.runs(query);
    return { runs: runs.map(toRunRow), total };
  },

  async 'schedules.set'({ id, missedRuns }, { services, by }) {
    const change = ({ missedRuns: _before, ...schedule }: ScheduleRecord) =>
      missedRuns === null ? schedule : { ...schedule, missedRuns };
    return toSettings(await services.schedules.update(id, change, by), services);
  },

  'schedules.get': ({ id }, { services }) => toSettings(requireSchedule(id, services), services),

  'schedules.next': (params, { services }) => ({ times: nextTimes(params, services) }),
});

function toSettings(schedule: ScheduleRecord, { schedules }: GatewayServices): ScheduleSettings {
  const { id, missedRuns = null } = schedule;
  return { id, missedRuns, nextTimes: schedules.nextTimes(schedule, DEFAULT_TIMES) };
}

type ById = { readonly id: string } | { readonly jobId: string };

function getId(params: ById): string {
  return 'id' in params ? params.id : params.jobId;
}

/** @throws {GatewayError} when there is none. */
function requireSchedule(id: string, { schedules }: GatewayServices): ScheduleRecord {
  const schedule = schedules.get(id);
  if (schedule !== undefined) return schedule;
  const jobId = takeStart(id, 200);
  throw new GatewayError('INVALID_REQUEST', `cron job not found: ${jobId}`, {
    details: { code: 'CRON_JOB_NOT_FOUND', jobId },
  });
}

function requireRevision(schedule: ScheduleRecord, expected: string): void {
  if (configRevision(schedule) === expected) return;
  throw invalidRequest('The schedule has changed since it was read.', 'CRON_JOB_CHANGED', 'Reload it and retry.');
}

function requireProcess(expected: string | undefined, { identity }: GatewayServices): void {
  if (expected === undefined || expected === identity.bootId) return;
  throw invalidRequest('The gateway has restarted since then.', 'PROCESS_CHANGED', 'Reload the schedule.');
}

function listPage(params: MethodParams<'cron.list'>, { schedules, identity }: GatewayServices): CronPage {
  const { limit = DEFAULT_PAGE, offset = 0 } = params;
  const matches = schedules.list().filter((schedule) => matchesQuery(schedule, params));
  const found = sortSchedules(matches, params);
  const shown = found.slice(offset, offset + limit);
  const previews = Object.fromEntries(shown.map((schedule) => [schedule.id, deliveryPreview(schedule)]));
  return {
    jobs: shown.map((schedule) => jobAnswer(schedule, schedules)),
    snapshotRevision: `${identity.bootId}:${schedules.revision()}`,
    ...toPage(shown.length, { total: found.length, offset, limit }),
    ...(params.includeDeliveryPreviews === true ? { deliveryPreviews: previews } : {}),
  };
}

function matchesQuery(schedule: ScheduleRecord, asked: MethodParams<'cron.list'>): boolean {
  const { enabled = asked.includeDisabled === true ? 'all' : 'enabled', scheduleKind = 'all', trigger } = asked;
  if (enabled !== 'all' && schedule.enabled !== (enabled === 'enabled')) return false;
  if (scheduleKind !== 'all' && schedule.cadence.kind !== scheduleKind) return false;
  // No schedule has a condition.
  if (trigger === 'conditional') return false;
  if (asked.agentId !== undefined && schedule.agentId !== undefined && schedule.agentId !== asked.agentId) return false;
  const { lastRunStatus = 'all', query = '' } = asked;
  if (lastRunStatus !== 'all' && (schedule.state.lastRunStatus ?? 'unknown') !== lastRunStatus) return false;
  const words = `${schedule.name}\n${schedule.displayName ?? ''}\n${schedule.description ?? ''}\n${schedule.id}`;
  return words.toLowerCase().includes(query.trim().toLowerCase());
}

/** Schedules without a next time come last in both directions. */
function sortSchedules(
  list: readonly ScheduleRecord[],
  { sortBy = 'nextRunAtMs', sortDir = 'asc' }: MethodParams<'cron.list'>,
): readonly ScheduleRecord[] {
  const sign = sortDir === 'asc' ? 1 : -1;
  return list.toSorted((a, b) => {
    if (sortBy === 'name') return sign * a.name.localeCompare(b.name);
    if (sortBy === 'updatedAtMs') return sign * (a.updatedAtMs - b.updatedAtMs);
    const [first, second] = [a.nextTickMs, b.nextTickMs];
    if (first === undefined || second === undefined)
      return (first === undefined ? 1 : 0) - (second === undefined ? 1 : 0);
    return sign * (first - second);
  });
}

function toPage(count: number, page: { readonly total: number; readonly offset: number; readonly limit: number }) {
  const end = page.offset + count;
  const hasMore = count > 0 && end < page.total;
  return { ...page, hasMore, nextOffset: hasMore ? end : null };
}

async function runPage(params: MethodParams<'cron.runs'>, { schedules }: GatewayServices) {
  const { offset = 0, runId, agentId, query, sortDir = 'desc' } = params;
  const limit = Math.min(params.limit ?? DEFAULT_PAGE, MAX_PAGE);
  const jobId = params.scope === 'all' ? undefined : (params.id ?? params.jobId);
  const { runs, total } = await schedules.runs({
    statuses: toStatuses(params),
    order: sortDir,
    limit,
    offset,
    ...defined({ search: query?.trim() || undefined, jobId, id: runId, agentId }),
  });
  const entries = runs.map((run) => toLogEntry(run, schedules.get(run.jobId)));
  return { entries, ...toPage(entries.length, { total, offset, limit }) };
}

function toStatuses({ status = 'all', statuses }: MethodParams<'cron.runs'>): readonly ScheduleRun['status'][] {
  if (statuses !== undefined && statuses.length > 0) return [...new Set(statuses)].flatMap((word) => ROWS[word]);
  return status === 'all' ? ENDED : ROWS[status];
}

function nextTimes(asked: MethodParams<'schedules.next'>, services: GatewayServices): readonly number[] {
  const { id, expr, tz, everyMs, count = DEFAULT_TIMES } = asked;
  const known = id === undefined ? undefined : requireSchedule(id, services);
  const { clock, cronExpressions, schedules } = services;
  if (known !== undefined) return schedules.nextTimes(known, count);
  if (everyMs !== undefined) return Array.from({ length: count }, (_, n) => clock.now() + (n + 1) * everyMs);
  if (expr === undefined)
    throw invalidRequest('Specify a schedule, a cron expression, or an interval.', 'CRON_SCHEDULE');
  const violation = cronExpressions.violation(expr, tz);
  if (violation !== undefined) throw invalidRequest(`Invalid cron schedule: ${violation}`, 'CRON_SCHEDULE');
  const times: number[] = [];
  for (let next = cronExpressions.next(expr, tz, clock.now()); next !== undefined && times.length < count;) {
    times.push(next);
    next = cronExpressions.next(expr, tz, next);
  }
  return times;
}
