// Budgets in words.
import type { Budget, BudgetLimits, BudgetStop } from '#contract/types/budgets.ts';
import { formatCompact, formatCost, joinFacts } from '#messages/format.ts';
import { t } from '#messages/translate.ts';

/** What it covers: `Everything`, `Each run`, `Agent Coder`. */
export function describeScope({
  scope,
  target,
  targetName = target,
}: Pick<Budget, 'scope' | 'target'> & { readonly targetName?: string | undefined }): string {
  if (targetName === undefined || scope === 'all' || scope === 'run') return t(`budgets.scope.${scope}`);
  return t(`budgets.scope.${scope}.one`, { name: targetName });
}

/** `$5.00 per day · 2M tokens per day`. */
export function describeLimits({ period, maxCost, maxTokens }: BudgetLimits & Pick<Budget, 'period'>): string {
  const limits = [
    ...(maxCost === undefined ? [] : [formatCost(maxCost)]),
    ...(maxTokens === undefined ? [] : [describeTokens(maxTokens)]),
  ];
  return joinFacts(...limits.map((limit) => t(`budgets.limit.${period}`, { limit })));
}

/** What is used, in the units of the limits. */
export function describeUse({
  maxCost,
  maxTokens,
  cost,
  tokens,
}: BudgetLimits & Pick<BudgetStop, 'cost' | 'tokens'>): string {
  const used = [
    ...(maxCost === undefined ? [] : [formatCost(cost)]),
    ...(maxTokens === undefined ? [] : [describeTokens(tokens)]),
  ];
  return t('budgets.used', { used: joinFacts(...used) });
}

/** Why a run is paused. */
export function describePause(stop: BudgetStop): string {
  const { maxCost, maxTokens, nextCost, nextTokens } = stop;
  const next = joinFacts(
    maxCost === undefined || nextCost === undefined ? '' : formatCost(nextCost),
    maxTokens === undefined ? '' : describeTokens(nextTokens),
  );
  return t('budgets.paused.text', {
    budget: describeScope(stop),
    limit: describeLimits(stop),
    used: describeUse(stop),
    next,
  });
}

/** Limits that let the next request through, with some room: what is used and needed, and half of the old limit. */
export function suggestLimits({
  maxCost,
  maxTokens,
  cost,
  tokens,
  nextCost = 0,
  nextTokens,
}: BudgetStop): BudgetLimits {
  return {
    ...(maxCost === undefined ? {} : { maxCost: Math.ceil((cost + nextCost + maxCost / 2) * 100) / 100 }),
    ...(maxTokens === undefined ? {} : { maxTokens: roundUp(tokens + nextTokens + maxTokens / 2) }),
  };
}

function roundUp(tokens: number): number {
  const step = 10 ** Math.max(0, Math.floor(Math.log10(tokens)) - 1);
  return Math.ceil(tokens / step) * step;
}

function describeTokens(tokens: number): string {
  return t('budgets.tokens', { tokens: formatCompact(tokens) });
}
