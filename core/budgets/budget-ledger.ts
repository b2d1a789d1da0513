// What budgets allow: reserves the estimated use of a request before it is sent, so that parallel runs can't exceed a limit together.
import { BUDGET_WARNING_SHARE, type BudgetStop, type BudgetUse, type BudgetWarning } from '#contract/types/budgets.ts';
import { defined } from '#contract/types/defined.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { AuditDraft } from '../ports/audit.ts';
import type { BudgetRecord, BudgetWindow } from '../ports/budget-store.ts';
import { SerialQueue } from '../serial-queue.ts';
import { findWindow, periodStart, type BudgetSubject, type CountedWindow } from './budget-window.ts';
import type { RequestEstimate } from './estimate-request.ts';

/** The part of budgets that a request uses until its real usage is stored. */
export interface Reservation {
  /** Call it once the usage is stored, or if there was none. Further calls do nothing. */
  release(): void;
}

/** A budget that a request could exceed. `window`: the part that it counts in. */
export interface ReachedBudget {
  readonly record: BudgetRecord;
  readonly window: CountedWindow;
  readonly stop: Omit<BudgetStop, 'stopId'>;
}

/** The answer to a request. `busy`: it fits once other requests have used less than they reserved. */
export type Admission =
  | { readonly status: 'admitted'; readonly reservation: Reservation }
  | { readonly status: 'busy' }
  | { readonly status: 'reached'; readonly reached: ReachedBudget };

interface Counted {
  readonly record: BudgetRecord;
  readonly window: CountedWindow;
  readonly use: BudgetUse;
}

type Ports = Pick<EnginePorts, 'store' | 'clock' | 'log'>;

/** Rounding errors of sums, US dollars. */
const EPSILON = 1e-9;
const NOTHING: Required<RequestEstimate> = { cost: 0, tokens: 0 };
const FREE: Reservation = { release: () => {} };

/** Stored budgets with the reservations of this process. */
export class BudgetLedger {
  readonly #ports: Ports;
  readonly #warn: (warning: BudgetWarning) => void;
  readonly #queue = new SerialQueue();
  readonly #reserved = new Map<string, Required<RequestEstimate>>();
  #records: Promise<readonly BudgetRecord[]> | undefined;
  #change = Promise.withResolvers<void>();

  constructor(ports: Ports, warn: (warning: BudgetWarning) => void) {
    this.#ports = ports;
    this.#warn = warn;
  }

  /** Oldest first. */
  list(): Promise<readonly BudgetRecord[]> {
    return (this.#records ??= this.#ports.store.budgets.list().catch((error: unknown) => {
      this.#records = undefined;
      throw error;
    }));
  }

  /** Resolves when a request that didn't fit may fit now. */
  get nextChange(): Promise<void> {
    return this.#change.promise;
  }

  /** Replaces a budget. Raised limits of its periods no longer apply. */
  async save(record: BudgetRecord, audit: AuditDraft): Promise<void> {
    await this.#ports.store.budgets.save(record, audit);
    this.#changed();
  }

  async remove(id: string, audit: AuditDraft): Promise<void> {
    await this.#ports.store.budgets.remove(id, audit);
    this.#changed();
  }

  async saveWindow(window: BudgetWindow, audit: AuditDraft): Promise<void> {
    await this.#ports.store.budgets.saveWindow(window, audit);
    this.#changed();
  }

  /** Reserves the estimate in every budget that covers the request, or in none. */
  async reserve(subject: BudgetSubject, next: RequestEstimate): Promise<Admission> {
    if ((await this.list()).length === 0) return { status: 'admitted', reservation: FREE };
    return this.#queue.run(() => this.#reserve(subject, next));
  }

  /** The use of a window, with the limits that apply to it. */
  async measure(record: BudgetRecord, window: CountedWindow): Promise<BudgetUse> {
    const { usage, budgets } = this.#ports.store;
    const used = await usage.total(window.usage);
    const decided = await budgets.window(record.id, window.key);
    const maxCost = add(record.maxCost, decided?.addedCost);
    const maxTokens = add(record.maxTokens, decided?.addedTokens);
    const share = Math.max(used.cost / (maxCost ?? Infinity), used.tokens / (maxTokens ?? Infinity));
    const since = periodStart(record, this.#ports.clock.now());
    return { ...used, share, ...defined({ maxCost, maxTokens, since }) };
  }

  async #reserve(subject: BudgetSubject, next: RequestEstimate): Promise<Admission> {
    const counted = await this.#count(subject);
    const reached = counted.find(({ use }) => exceeds(use, NOTHING, next));
    if (reached !== undefined) return { status: 'reached', reached: toReached(reached, next) };
    if (counted.some((one) => exceeds(one.use, this.#reserved.get(toKey(one)) ?? NOTHING, next)))
      return { status: 'busy' };
    if (counted.length === 0) return { status: 'admitted', reservation: FREE };
    const keys = counted.map(toKey);
    for (const key of keys) this.#hold(key, next, 1);
    let isHeld = true;
    const release = () => {
      if (!isHeld) return;
      isHeld = false;
      for (const key of keys) this.#hold(key, next, -1);
      this.wake();
      this.#warnIfDue(subject).catch((error: unknown) =>
        this.#ports.log.warn("Couldn't check the budgets after a model call.", { error: String(error) }),
      );
    };
    return { status: 'admitted', reservation: { release } };
  }

  async #count(subject: BudgetSubject): Promise<readonly Counted[]> {
    const now = this.#ports.clock.now();
    const counted: Counted[] = [];
    for (const record of await this.list()) {
      const window = findWindow(record, subject, now);
      if (window !== undefined) counted.push({ record, window, use: await this.measure(record, window) });
    }
    return counted;
  }

  #hold(key: string, { cost = 0, tokens }: RequestEstimate, sign: 1 | -1): void {
    const before = this.#reserved.get(key) ?? NOTHING;
    const after = { cost: before.cost + sign * cost, tokens: before.tokens + sign * tokens };
    if (after.tokens <= 0) this.#reserved.delete(key);
    else this.#reserved.set(key, after);
  }

  /** Warns once for each window. */
  async #warnIfDue(subject: BudgetSubject): Promise<void> {
    for (const { record, window, use } of await this.#count(subject)) {
      if (use.share < BUDGET_WARNING_SHARE) continue;
      const known = await this.#ports.store.budgets.window(record.id, window.key);
      if (known?.isWarned === true) continue;
      const { id: budgetId, ownerId, scope, period, target } = record;
      const before = known ?? { budgetId, ownerId, window: window.key, addedCost: 0, addedTokens: 0 };
      await this.#ports.store.budgets.saveWindow({ ...before, isWarned: true });
      this.#warn({ ...use, budgetId, scope, period, sessionKey: subject.sessionKey, ...defined({ target }) });
    }
  }

  #changed(): void {
    this.#records = undefined;
    this.wake();
  }

  /** Requests that didn't fit are checked again. */
  wake(): void {
    const { resolve } = this.#change;
    this.#change = Promise.withResolvers<void>();
    resolve();
  }
}

function add(limit: number | undefined, more = 0): number | undefined {
  return limit === undefined ? undefined : limit + more;
}

function toKey({ record, window }: Counted): string {
  return `${record.id} ${window.key}`;
}

/** A limit in money doesn't apply to a request whose cost isn't known. */
function exceeds(use: BudgetUse, reserved: Required<RequestEstimate>, next: RequestEstimate): boolean {
  const { maxCost = Infinity, maxTokens = Infinity } = use;
  const cost = next.cost === undefined ? 0 : use.cost + reserved.cost + next.cost;
  return cost > maxCost + EPSILON || use.tokens + reserved.tokens + next.tokens > maxTokens;
}

function toReached({ record, window, use }: Counted, next: RequestEstimate): ReachedBudget {
  const { id: budgetId, scope, period, target } = record;
  const { cost, tokens, maxCost, maxTokens } = use;
  const limits = defined({ target, maxCost, maxTokens, nextCost: next.cost });
  return { record, window, stop: { budgetId, scope, period, cost, tokens, nextTokens: next.tokens, ...limits } };
}
