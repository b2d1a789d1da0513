// A pause at a budget in words, for people, the model, and logs.
import type { RunError } from '#contract/sessions/session-events.ts';
import type { BudgetStop } from '#contract/types/budgets.ts';

/** The code of a run that a person stopped at a budget, and of a call that a budget doesn't allow. */
export const BUDGET_REACHED = 'budget-reached';

const SCOPES: Readonly<Record<BudgetStop['scope'], string>> = {
  run: 'this run',
  session: 'this session',
  agent: 'this agent',
  project: 'this project',
  schedule: 'this schedule',
  all: 'all sessions',
};

const PERIODS: Readonly<Record<BudgetStop['period'], string>> = { total: '', day: ' per day', month: ' per month' };

/** One sentence: the limit, what is used, and what the next request can use. */
export function describeStop(stop: BudgetStop): string {
  const { scope, period, cost, tokens, maxCost, maxTokens, nextCost, nextTokens } = stop;
  const byCost = maxCost !== undefined && nextCost !== undefined && cost + nextCost > maxCost;
  const limit = byCost ? formatDollars(maxCost) : formatTokens(maxTokens ?? 0);
  const used = byCost ? formatDollars(cost) : formatTokens(tokens);
  const next = byCost ? `cost up to ${formatDollars(nextCost)}` : `use up to ${formatTokens(nextTokens)}`;
  return `The budget for ${SCOPES[scope]} is ${limit}${PERIODS[period]}: ${used} used, and the next model request can ${next}.`;
}

/** The end of a run that a person stopped at a budget. */
export function stoppedAtBudget(stop: BudgetStop): RunError {
  return {
    code: BUDGET_REACHED,
    message: `Stopped at a budget. ${describeStop(stop)}`,
    hint: 'Raise the budget on the Usage page, then send "continue".',
  };
}

/** US dollars, with more digits for small amounts. */
function formatDollars(dollars: number): string {
  return `$${dollars.toFixed(dollars > 0 && dollars < 0.1 ? 4 : 2)}`;
}

function formatTokens(tokens: number): string {
  return `${Math.round(tokens).toLocaleString('en-US')} tokens`;
}
