// Budgets: limits on the cost and tokens of model calls.
import { Type } from 'typebox';
import { BUDGET_PERIODS, BUDGET_SCOPES, type Budget, type BudgetList } from '../types/budgets.ts';
import { readMethod, writeMethod, adminMethod } from './define-method.ts';
import { Id, NoParams, Ok, closed, resultType } from './results.ts';

const MAX_COST = 1_000_000;
const MAX_TOKENS = 1_000_000_000_000;
const limits = {
  maxCost: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: MAX_COST })),
  maxTokens: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_TOKENS })),
};

/** Methods for budgets. Changing the limits requires an administrator. */
export const BUDGET_METHODS = {
  'budgets.list': readMethod({
    summary: 'Lists budgets with the amount used in the current period, and the runs that are paused.',
    params: NoParams,
    result: resultType<BudgetList>('BudgetList'),
  }),
  'budgets.set': adminMethod({
    summary:
      'Creates a budget, or replaces the limits of an existing one (`id`). Costs are in US dollars. `timeZone` (default: UTC) decides when days and months start.',
    params: closed({
      id: Type.Optional(Id),
      scope: Type.Enum([...BUDGET_SCOPES]),
      target: Type.Optional(Type.String({ minLength: 1, maxLength: 512 })),
      period: Type.Enum([...BUDGET_PERIODS]),
      timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
      ...limits,
    }),
    result: resultType<Budget>('Budget'),
  }),
  'budgets.remove': adminMethod({
    summary: 'Removes a budget. Runs that it paused continue.',
    params: closed({ id: Id }),
    result: Ok,
  }),
  'budgets.raise': adminMethod({
    summary:
      'Raises the limits of a budget for the current period (or the run, or the session), so that a paused run continues. The new limits must cover its next model request.',
    params: closed({ stopId: Id, ...limits }),
    result: Ok,
  }),
  'budgets.stop': writeMethod({
    summary: 'Ends a paused run. Its session keeps the reason.',
    params: closed({ stopId: Id }),
    result: Ok,
  }),
} as const;
