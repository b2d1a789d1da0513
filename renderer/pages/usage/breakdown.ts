// Usage by model, agent, or project, and by model and day as CSV.
import type { UsageAggregates } from '#contract/types/session-usage.ts';
import type { UsageRow } from '#contract/types/usage.ts';

/** A model, an agent, or a project with its usage. */
export interface BreakdownRow {
  /** The model or the ID; empty for sessions without a project. */
  readonly name: string;
  /** Absent if only totals are known. */
  readonly calls?: number;
  readonly tokens: number;
  readonly cost: number;
  readonly unpriced: number;
  /** Of a call with a known price, US dollars. Absent if there is none. */
  readonly costPerCall?: number;
}

/** What usage can be broken down by. */
export const BREAKDOWNS = ['model', 'agent', 'project'] as const;
/** What usage is broken down by. */
export type Breakdown = (typeof BREAKDOWNS)[number];

/** The rows of a breakdown, by cost and then by tokens: calls without a known price aren't free. */
export function toBreakdown(
  { byModel, byAgent, byProject = [] }: Pick<UsageAggregates, 'byModel' | 'byAgent' | 'byProject'>,
  by: Breakdown,
): readonly BreakdownRow[] {
  const rows =
    by === 'agent'
      ? byAgent.map(({ agentId, totals }) => toRow(agentId, totals))
      : by === 'project'
        ? byProject.map(({ projectId = '', totals }) => toRow(projectId, totals))
        : byModel.map(({ provider, model, count, totals }) => toRow(`${provider}/${model}`, totals, count));
  return rows.toSorted((a, b) => b.cost - a.cost || b.tokens - a.tokens);
}

function toRow(name: string, totals: UsageRow, calls?: number): BreakdownRow {
  const { totalTokens: tokens, totalCost: cost, missingCostEntries: unpriced } = totals;
  const row = { name, tokens, cost, unpriced };
  if (calls === undefined) return row;
  const priced = calls - unpriced;
  return { ...row, calls, ...(priced > 0 ? { costPerCall: cost / priced } : {}) };
}

const COLUMNS = ['date', 'provider', 'model', 'calls', 'tokens', 'cost_usd'] as const;

/** One line for each day and model. A cost of 0 is left empty, because it may be unknown. */
export function toCsv(daily: UsageAggregates['modelDaily']): string {
  const lines = daily.map(({ date, provider, model, count, tokens, cost }) =>
    [date, provider, model, count, tokens, cost === 0 ? '' : cost].map((cell) => toCell(String(cell))).join(','),
  );
  return [COLUMNS.join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

/** Quoted if necessary. A spreadsheet must not take a name for a formula. */
function toCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
