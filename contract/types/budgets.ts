// Budgets: limits on the cost and tokens of model calls.

/** What a budget covers. `run` and `session` without a target: each run, each session. `all`: every model call of the user. */
export const BUDGET_SCOPES = ['run', 'session', 'agent', 'project', 'schedule', 'all'] as const;
/** What a budget covers. */
export type BudgetScope = (typeof BUDGET_SCOPES)[number];

/** When the amount used starts over. `total`: never. */
export const BUDGET_PERIODS = ['total', 'day', 'month'] as const;
/** When the amount used starts over. */
export type BudgetPeriod = (typeof BUDGET_PERIODS)[number];

/** Limits of a budget: US dollars and tokens. At least one is set. */
export interface BudgetLimits {
  readonly maxCost?: number;
  readonly maxTokens?: number;
}

/** A budget. */
export interface Budget extends BudgetLimits {
  readonly id: string;
  readonly scope: BudgetScope;
  /** The agent, project, schedule, or session. Absent: each of them separately. */
  readonly target?: string;
  readonly period: BudgetPeriod;
  /** IANA name of the time zone in which days and months start. */
  readonly timeZone: string;
  readonly createdAt: number;
}

/** How much of a budget is used in its current period. */
export interface BudgetUse extends BudgetLimits {
  /** US dollars of calls with a known price. */
  readonly cost: number;
  readonly tokens: number;
  /** Calls without a known price, which `cost` doesn't include. */
  readonly unpricedCalls: number;
  /** When the current period started, Unix ms. Absent for `total`. */
  readonly since?: number;
  /** The higher share of the two limits, 0 to 1 and above. */
  readonly share: number;
}

/** A budget in a list. */
export interface ListedBudget extends Budget {
  /** Name of the target. */
  readonly targetName?: string;
  /** In the current period, with limits that were raised for it. Absent if the budget covers several targets separately. */
  readonly use?: BudgetUse;
}

/** Why a run is paused. */
export interface BudgetStop extends BudgetLimits {
  readonly stopId: string;
  readonly budgetId: string;
  readonly scope: BudgetScope;
  readonly target?: string;
  readonly period: BudgetPeriod;
  /** Used so far, US dollars and tokens. */
  readonly cost: number;
  readonly tokens: number;
  /** Upper estimate of the next model request. No cost: the price of the model isn't known. */
  readonly nextCost?: number;
  readonly nextTokens: number;
}

/** A paused run. */
export interface PausedRun extends BudgetStop {
  readonly runId: string;
  readonly sessionKey: string;
  readonly agentId: string;
  /** Title of the session. */
  readonly title: string;
  /** Unix ms. */
  readonly since: number;
}

/** Result of `budgets.list`. */
export interface BudgetList {
  readonly budgets: readonly ListedBudget[];
  /** Runs that wait for a decision, oldest first. */
  readonly paused: readonly PausedRun[];
}

/** A budget of which 80 % is used. */
export interface BudgetWarning extends BudgetUse, Pick<Budget, 'scope' | 'target' | 'period'> {
  readonly budgetId: string;
  readonly sessionKey: string;
}

/** The share of a limit from which on people are warned. */
export const BUDGET_WARNING_SHARE = 0.8;
