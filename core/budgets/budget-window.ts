// What a budget counts for a call: a run, a session, an agent, … within a day, a month, or all time. Pure.
import type { Budget } from '#contract/types/budgets.ts';
import type { UsageScope } from '../ports/usage-store.ts';
import { localDay } from '../usage/local-day.ts';

/** Who makes a model call, and for what. */
export interface BudgetSubject {
  readonly ownerId: string;
  readonly runId: string;
  readonly sessionKey: string;
  readonly agentId: string;
  readonly projectId?: string;
  readonly scheduleId?: string;
}

/** A part of the usage that a budget limits. `key` is the same for all calls that it counts together. */
export interface CountedWindow {
  readonly key: string;
  readonly usage: UsageScope;
}

const QUARTER_MS = 15 * 60_000;
const HOUR_MS = 60 * 60_000;
/** Time zones are at most this far from UTC. */
const MAX_OFFSET_MS = 15 * HOUR_MS;

/** The window of a budget that a call counts in; undefined if the budget doesn't cover the call. */
export function findWindow(
  budget: Omit<Budget, 'id'> & { readonly ownerId: string },
  subject: BudgetSubject,
  nowMs: number,
): CountedWindow | undefined {
  if (budget.ownerId !== subject.ownerId) return undefined;
  const covered = findCovered(budget, subject);
  if (covered === undefined) return undefined;
  const since = periodStart(budget, nowMs);
  const period = since === undefined ? 'total' : localDay(since, budget.timeZone);
  const name = Object.values(covered)[0] ?? '';
  return {
    key: `${period} ${name}`.trim(),
    usage: { ownerId: subject.ownerId, ...covered, ...(since === undefined ? {} : { since }) },
  };
}

/** The calls that a budget counts together with the given one. */
function findCovered(
  { scope, target }: Pick<Budget, 'scope' | 'target'>,
  { runId, sessionKey, agentId, projectId, scheduleId }: BudgetSubject,
): Pick<UsageScope, 'runId' | 'sessionKey' | 'agentId' | 'projectId' | 'scheduleId'> | undefined {
  const only = <T extends string>(field: T, value: string | undefined) =>
    value === undefined || (target !== undefined && target !== value)
      ? undefined
      : ({ [field]: value } as Readonly<Record<T, string>>); // Object literals with a computed key aren't inferred.
  switch (scope) {
    case 'all':
      return {};
    case 'run':
      return { runId };
    case 'session':
      return only('sessionKey', sessionKey);
    case 'agent':
      return only('agentId', agentId);
    case 'project':
      return only('projectId', projectId);
    case 'schedule':
      return only('scheduleId', scheduleId);
  }
}

/** The current period of a budget that counts one thing; undefined if it counts several separately. */
export function findOnlyWindow(
  budget: Budget & { readonly ownerId: string },
  nowMs: number,
): CountedWindow | undefined {
  const { scope, target, ownerId } = budget;
  if (scope === 'run' || (scope !== 'all' && target === undefined)) return undefined;
  const name = target ?? '';
  return findWindow(
    budget,
    { ownerId, runId: '', sessionKey: name, agentId: name, projectId: name, scheduleId: name },
    nowMs,
  );
}

/** When the current day or month started; undefined for all time. */
export function periodStart(
  { period, timeZone }: Pick<Budget, 'period' | 'timeZone'>,
  nowMs: number,
): number | undefined {
  if (period === 'total') return undefined;
  const today = localDay(nowMs, timeZone);
  return dayStart(period === 'day' ? today : `${today.slice(0, 8)}01`, timeZone);
}

/** The first quarter of an hour of a local day. */
function dayStart(date: string, timeZone: string): number {
  let before = Date.parse(date) - MAX_OFFSET_MS;
  let within = Date.parse(date) + MAX_OFFSET_MS;
  while (within - before > QUARTER_MS) {
    const middle = before + Math.floor((within - before) / 2 / QUARTER_MS) * QUARTER_MS;
    if (localDay(middle, timeZone) < date) before = middle;
    else within = middle;
  }
  return within;
}
