// Validates a schedule from a client. Unsupported options are rejected, never ignored.
import { defined } from '#contract/types/defined.ts';
import { escapeHiddenInLine } from '#contract/types/hidden-characters.ts';
import { isJsonObject } from '#contract/types/json-object.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import { parseTime } from '#contract/types/parse-time.ts';
import { truncateText } from '#contract/types/truncate-text.ts';
import { METHODS } from '#contract/methods/registry.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { Cadence, SchedulePayload, ScheduleRecord } from '#core/ports/schedules.ts';
import type { ScheduleDraft } from '#core/jobs/schedules-api.ts';
import { cleanTitle } from '#core/sessions/record-patch.ts';
import { checkParams } from '../../server/dispatch/params-check.ts';
import type { GatewayServices } from '../../server/services.ts';

/** Params of a new schedule. */
export type AddParams = PublishedType<'CronAddParams'>;
type Fields = Readonly<Record<string, unknown>>;

/** Shortest time between two ticks, ms. */
const MIN_EVERY_MS = 1_000;
/** A one-time schedule may be this far in the past, because clocks differ, ms. */
const PAST_MS = 60_000;
const MAX_TEXT = 100_000;
/** Largest schedule, characters of JSON: all schedules are in memory. */
const MAX_SCHEDULE = 120_000;

/** The draft. @throws {GatewayError} */
export async function toDraft(asked: AddParams, services: GatewayServices): Promise<ScheduleDraft> {
  const { name, description, displayName, declarationKey, owner, delivery, failureAlert } = asked;
  if (JSON.stringify(asked).length > MAX_SCHEDULE)
    throw invalidRequest(`A schedule can't be longer than ${MAX_SCHEDULE} characters.`, 'CRON_TOO_LONG');
  if (asked.trigger !== undefined) throw notBuilt('Schedule conditions (`trigger`)');
  if (asked.pacing !== undefined) throw notBuilt('Pacing (`pacing`)');
  const cadence = toCadence(asked.schedule, services);
  const payload = await toPayload(asked.payload, services);
  const { agentId, sessionKey, sessionTarget } = toTarget(asked, payload, services);
  return {
    name: cleanTitle(name) ?? 'schedule',
    enabled: asked.enabled ?? true,
    cadence,
    payload,
    sessionTarget,
    wakeMode: asked.wakeMode,
    ...defined({ displayName: displayName === undefined ? undefined : cleanTitle(displayName) }),
    ...defined({ agentId, sessionKey, description, declarationKey, owner, delivery, failureAlert }),
    ...((asked.deleteAfterRun ?? cadence.kind === 'at') ? { deleteAfterRun: true } : {}),
  };
}

/** A one-time schedule must be in the future. @throws {GatewayError} */
export function requireAhead({ cadence, enabled }: Pick<ScheduleDraft, 'cadence' | 'enabled'>, nowMs: number): void {
  if (!enabled || cadence.kind !== 'at' || Date.parse(cadence.at) > nowMs - PAST_MS) return;
  throw invalidRequest(`The time ${cadence.at} is in the past.`, 'CRON_SCHEDULE', 'Specify a time in the future.');
}

/** The requested schedule with a patch applied. @throws {GatewayError} */
export async function patched(current: ScheduleRecord, patch: Fields): Promise<AddParams> {
  const { cadence: schedule, state: _state, nextTickMs: _next, missedRuns: _ours, id: _id, ...facts } = current;
  const { createdAtMs: _created, updatedAtMs: _updated, ownerId: _owner, ...asked } = facts;
  const { state: _theirs, ...changes }: Fields = patch;
  const merged: Record<string, unknown> = { ...asked, schedule };
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) delete merged[key];
    else merged[key] = key === 'schedule' ? value : mergedValue(merged[key], value);
  }
  // Whether a schedule is deleted after its run follows from the new time, unless specified.
  if ('schedule' in changes && !('deleteAfterRun' in changes)) delete merged['deleteAfterRun'];
  const violation = await checkParams(METHODS['cron.add'].params, merged);
  if (violation !== undefined) throw invalidRequest(`invalid cron.update params: ${violation}`, 'INVALID_PARAMS');
  // The schema has just been checked.
  return merged as AddParams;
}

/** An object of the same kind is merged; anything else replaces the value. */
function mergedValue(before: unknown, after: unknown): unknown {
  if (!isJsonObject(after)) return after;
  const isSame = isJsonObject(before) && (after['kind'] === undefined || after['kind'] === before['kind']);
  const both = isSame ? { ...before, ...after } : after;
  return Object.fromEntries(Object.entries(both).filter(([, value]) => value !== null));
}

function toCadence(schedule: AddParams['schedule'], { cronExpressions }: GatewayServices): Cadence {
  if (schedule.kind === 'at') return { kind: 'at', at: toInstant(schedule.at) };
  if (schedule.kind === 'every') {
    if (schedule.everyMs < MIN_EVERY_MS)
      throw invalidRequest(`The interval must be at least ${MIN_EVERY_MS} ms.`, 'CRON_SCHEDULE');
    return schedule;
  }
  if (schedule.kind !== 'cron') throw notBuilt(`Schedules of the kind ${schedule.kind}`);
  const { expr, tz, staggerMs } = schedule;
  const zone = tz?.trim() ? tz.trim() : undefined;
  const violation = cronExpressions.violation(expr.trim(), zone);
  if (violation !== undefined) throw invalidRequest(`Invalid cron schedule: ${violation}`, 'CRON_SCHEDULE');
  return { kind: 'cron', expr: expr.trim(), ...defined({ tz: zone, staggerMs }) };
}

/** A time without a zone is UTC. */
function toInstant(at: string): string {
  const instant = parseTime(at, 'utc');
  if (instant !== undefined) return new Date(instant).toISOString();
  throw invalidRequest(
    `The time "${escapeHiddenInLine(truncateText(at, 60))}" isn't valid or doesn't exist.`,
    'CRON_SCHEDULE',
    'Use a format such as 2030-01-31T09:00:00Z.',
  );
}

async function toPayload(payload: AddParams['payload'], services: GatewayServices): Promise<SchedulePayload> {
  if (payload.kind === 'command' || payload.kind === 'script')
    throw invalidRequest(
      `Schedules of kind ${payload.kind} are not allowed because they would bypass approvals.`,
      'CRON_PAYLOAD_REFUSED',
      'Have an agent run it: use the payload {kind: "agentTurn", message}.',
    );
  const { toolsAllow, toolsAllowIsDefault: _default, ...rest } = payload;
  if (toolsAllow !== undefined && !(toolsAllow.length === 1 && toolsAllow[0] === '*'))
    throw notBuilt('Tools per schedule (`toolsAllow`)', 'Create an agent that has only these tools, and use it.');
  const text = rest.kind === 'agentTurn' ? rest.message : rest.text;
  if (text.trim() === '' || text.length > MAX_TEXT)
    throw invalidRequest(`The text must be 1 to ${MAX_TEXT} characters long.`, 'CRON_PAYLOAD');
  if (rest.kind === 'systemEvent') return rest;
  if ((rest.fallbacks?.length ?? 0) > 0) throw notBuilt('Fallbacks per schedule', 'Set them on the agent.');
  return rest.model === undefined ? rest : { ...rest, model: await services.engine.providers.requireModel(rest.model) };
}

function toTarget(asked: AddParams, payload: SchedulePayload, services: GatewayServices) {
  const [requestedAgent, requestedKey] = [asked.agentId ?? undefined, asked.sessionKey ?? undefined];
  const agent = requestedAgent === undefined ? undefined : services.engine.agents.require(requestedAgent).agentId;
  const ofAgent = requestedKey === undefined ? undefined : services.engine.sessions.resolveKey(requestedKey, agent);
  const base = { agentId: agent, sessionKey: ofAgent };
  const { sessionTarget } = asked;
  if ((sessionTarget === 'main') !== (payload.kind === 'systemEvent'))
    throw invalidRequest(
      sessionTarget === 'main'
        ? 'The main session accepts only system events.'
        : 'System events can be sent to the main session only.',
      'CRON_TARGET',
      'Use {kind: "systemEvent"} with "main", and {kind: "agentTurn"} with "isolated", "current" or "session:<key>".',
    );
  if (sessionTarget === 'main' || sessionTarget === 'isolated') return { ...base, sessionTarget };
  const named =
    sessionTarget === 'current'
      ? ofAgent
      : services.engine.sessions.resolveKey(sessionTarget.slice('session:'.length), agent);
  if (named === undefined) return { ...base, sessionTarget: 'isolated' };
  const agentId = services.engine.agents.require(parseSessionKey(named)?.agentId ?? '').agentId;
  return { ...base, agentId, sessionTarget: `session:${named}` };
}

function notBuilt(what: string, hint = 'Leave it out.') {
  return invalidRequest(`${what} are not supported yet.`, 'NOT_BUILT', hint);
}
