// Budgets as people manage them: list, set, remove, and decide about paused runs.
import type {
  Budget,
  BudgetLimits,
  BudgetList,
  BudgetPeriod,
  BudgetScope,
  ListedBudget,
} from '#contract/types/budgets.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Publish } from '../engine/notices.ts';
import type { BudgetRecord } from '../ports/budget-store.ts';
import type { Principal } from '../principal.ts';
import type { BudgetGate } from '../runs/active-run.ts';
import { requireTimeZone } from '../usage/local-day.ts';
import { resolved, RunBudgets } from './budget-gate.ts';
import { BudgetLedger } from './budget-ledger.ts';
import { findOnlyWindow } from './budget-window.ts';

/** A budget to store. `id`: of an existing one to replace. */
export interface BudgetDraft extends BudgetLimits {
  readonly id?: string;
  readonly scope: BudgetScope;
  readonly target?: string;
  readonly period: BudgetPeriod;
  readonly timeZone?: string;
}

/** Budgets. Errors are {@link GatewayError}s. */
export interface BudgetsFacet {
  list(): Promise<BudgetList>;
  set(draft: BudgetDraft, by: Principal): Promise<Budget>;
  remove(id: string, by: Principal): Promise<void>;
  /** Raises the limits for the current period, so that a paused run continues. @throws `BUDGET_TOO_LOW` */
  raise(stopId: string, limits: BudgetLimits, by: Principal): Promise<void>;
  /** Ends a paused run. */
  stop(stopId: string, by: Principal): Promise<void>;
}

const MAX_BUDGETS = 200;

/** The check before model requests, and what people can change about it. */
export function openBudgets(
  ports: EnginePorts,
  publish: Publish,
): { readonly gate: BudgetGate; readonly facet: BudgetsFacet } {
  const ledger = new BudgetLedger(ports, (warning) => publish({ kind: 'budgets', warning }));
  const changed = () => publish({ kind: 'budgets' });
  const gate = new RunBudgets(ports, ledger, changed);
  return { gate, facet: new Budgets(ports, { ledger, gate, changed }) };
}

interface Parts {
  readonly ledger: BudgetLedger;
  readonly gate: RunBudgets;
  readonly changed: () => void;
}

class Budgets implements BudgetsFacet {
  readonly #ports: EnginePorts;
  readonly #parts: Parts;

  constructor(ports: EnginePorts, parts: Parts) {
    this.#ports = ports;
    this.#parts = parts;
  }

  async list(): Promise<BudgetList> {
    const { ledger, gate } = this.#parts;
    const budgets = await Promise.all((await ledger.list()).map((record) => this.#describe(record)));
    return { budgets, paused: gate.paused() };
  }

  async set(draft: BudgetDraft, by: Principal): Promise<Budget> {
    const { ledger, changed } = this.#parts;
    const known = await ledger.list();
    const before = draft.id === undefined ? undefined : requireBudget(known, draft.id);
    if (before === undefined && known.length >= MAX_BUDGETS)
      throw invalidRequest(`The limit of ${MAX_BUDGETS} budgets is reached.`, 'TOO_MANY_BUDGETS', 'Remove one first.');
    const { id = this.#ports.ids.next(), timeZone = before?.timeZone ?? 'UTC', ...fields } = draft;
    requireValid({ ...fields, timeZone });
    const createdAt = before?.createdAt ?? this.#ports.clock.now();
    const budget: Budget = { id, timeZone, createdAt, ...defined(fields) } as Budget; // `fields` has the required ones.
    const record = { ...budget, ownerId: by.userId };
    await ledger.save(record, { by, action: 'budget.set', subject: id, details: { ...fields, timeZone } });
    changed();
    return budget;
  }

  async remove(id: string, by: Principal): Promise<void> {
    const { ledger, changed } = this.#parts;
    const { scope, target, period } = requireBudget(await ledger.list(), id);
    await ledger.remove(id, { by, action: 'budget.removed', subject: id, details: { scope, target, period } });
    changed();
  }

  async raise(stopId: string, limits: BudgetLimits, by: Principal): Promise<void> {
    const { ledger, gate } = this.#parts;
    const waiting = requireWaiting(gate.find(stopId));
    const { run, window } = waiting;
    const stop = run.actor.view.run?.budget;
    const record = requireBudget(await ledger.list(), waiting.record.id);
    const use = await ledger.measure(record, window);
    const raised = { maxCost: limits.maxCost ?? use.maxCost, maxTokens: limits.maxTokens ?? use.maxTokens };
    const neededCost = use.cost + (stop?.nextCost ?? 0);
    const neededTokens = use.tokens + (stop?.nextTokens ?? 0);
    if (record.maxCost !== undefined && (raised.maxCost ?? 0) < neededCost)
      throw tooLow(`at least $${(Math.ceil(neededCost * 10_000) / 10_000).toFixed(4)}`);
    if (record.maxTokens !== undefined && (raised.maxTokens ?? 0) < neededTokens)
      throw tooLow(`at least ${neededTokens} tokens`);
    const { id: budgetId, ownerId } = record;
    waiting.raisedBy = by;
    await ledger.saveWindow(
      {
        budgetId,
        ownerId,
        window: window.key,
        addedCost: (raised.maxCost ?? 0) - (record.maxCost ?? 0),
        addedTokens: (raised.maxTokens ?? 0) - (record.maxTokens ?? 0),
        isWarned: false,
      },
      { by, action: 'budget.raised', subject: budgetId, details: { ...raised, runId: run.runId, window: window.key } },
    );
  }

  async stop(stopId: string, by: Principal): Promise<void> {
    const { gate, ledger, changed } = this.#parts;
    const { run } = requireWaiting(gate.find(stopId));
    await run.actor.commit(({ view }) =>
      view.run?.budget?.stopId === stopId ? { events: resolved(view.run.budget, run.runId, 'stopped', by) } : undefined,
    );
    ledger.wake();
    changed();
  }

  async #describe(record: BudgetRecord): Promise<ListedBudget> {
    const { ownerId: _, ...budget } = record;
    const window = findOnlyWindow(record, this.#ports.clock.now());
    const use = window === undefined ? undefined : await this.#parts.ledger.measure(record, window);
    return { ...budget, ...defined({ use, targetName: await this.#findName(budget) }) };
  }

  async #findName({ scope, target }: Budget): Promise<string | undefined> {
    const { config, store } = this.#ports;
    switch (target === undefined ? 'all' : scope) {
      case 'agent':
        return config.settings().agents.find(({ agentId }) => agentId === target)?.name;
      case 'project':
        return (await store.projects.list()).find(({ id }) => id === target)?.name;
      case 'schedule':
        return (await store.schedules.list()).find(({ id }) => id === target)?.name;
      case 'session': {
        const record = await store.sessions.get(target ?? '');
        return record?.title ?? record?.derivedTitle;
      }
      default:
        return undefined;
    }
  }
}

function requireValid({
  scope,
  target,
  period,
  timeZone,
  maxCost,
  maxTokens,
}: BudgetDraft & { timeZone: string }): void {
  requireTimeZone(timeZone);
  if (maxCost === undefined && maxTokens === undefined)
    throw invalidBudget('The budget has no limit.', 'Set a limit in US dollars, in tokens, or both.');
  if ((scope === 'run' || scope === 'all') && target !== undefined)
    throw invalidBudget(`A budget for "${scope}" has no target.`, 'Leave out the target.');
  if (scope === 'run' && period !== 'total')
    throw invalidBudget("A run's budget isn't per day or month.", 'Use the period "total".');
}

function invalidBudget(message: string, hint: string) {
  return invalidRequest(message, 'INVALID_BUDGET', hint);
}

function tooLow(needed: string) {
  return invalidRequest('The new limit is too low for the next model request.', 'BUDGET_TOO_LOW', `Use ${needed}.`);
}

function requireBudget(records: readonly BudgetRecord[], id: string): BudgetRecord {
  const record = records.find((candidate) => candidate.id === id);
  if (record !== undefined) return record;
  throw invalidRequest('No budget has this ID.', 'BUDGET_NOT_FOUND', 'See `budgets.list`.');
}

function requireWaiting<T>(waiting: T | undefined): T {
  if (waiting !== undefined) return waiting;
  const hint = 'It has already continued or ended. See `budgets.list` for the runs that are paused.';
  throw invalidRequest('No paused run has this ID.', 'RUN_NOT_PAUSED', hint);
}
