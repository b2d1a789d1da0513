// Proves: US-4
import { describe, expect, it } from 'vitest';
import type { UsageRow } from '#contract/types/usage.ts';
import { toBreakdown, toCsv } from './breakdown.ts';

const usage = (totalTokens: number, totalCost: number, missingCostEntries = 0): UsageRow => ({
  input: totalTokens,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  totalTokens,
  totalCost,
  inputCost: totalCost,
  outputCost: 0,
  cacheReadCost: 0,
  cacheWriteCost: 0,
  missingCostEntries,
});

describe('usage by model and agent', () => {
  it('is sorted by cost, and the cost per call leaves out calls without a known price', () => {
    const byModel = [
      { provider: 'local', model: 'llama', count: 3, totals: usage(900, 0, 3) },
      { provider: 'anthropic', model: 'one', count: 4, totals: usage(500, 0.6, 1) },
    ];
    expect(toBreakdown({ byModel, byAgent: [] }, 'model')).toEqual([
      { name: 'anthropic/one', calls: 4, tokens: 500, cost: 0.6, unpriced: 1, costPerCall: 0.6 / 3 },
      { name: 'local/llama', calls: 3, tokens: 900, cost: 0, unpriced: 3 },
    ]);
    const byAgent = [{ agentId: 'main', totals: usage(1_400, 0.6, 4) }];
    expect(toBreakdown({ byModel, byAgent }, 'agent')).toEqual([
      { name: 'main', tokens: 1_400, cost: 0.6, unpriced: 4 },
    ]);
  });

  it('is added up by project, and for sessions without one', () => {
    const byProject = [
      { projectId: 'garden', count: 1, totals: usage(10, 0.1) },
      { count: 2, totals: usage(20, 0.2) },
    ];
    const rows = toBreakdown({ byModel: [], byAgent: [], byProject }, 'project');
    expect(rows.map(({ name, cost }) => [name, cost])).toEqual([
      ['', 0.2],
      ['garden', 0.1],
    ]);
  });

  it('is exported as CSV that no spreadsheet takes for a formula', () => {
    const day = { date: '2026-03-01', provider: 'openai', count: 2, tokens: 30 };
    const csv = toCsv([
      { ...day, model: 'a "b", c', cost: 0.25 },
      { ...day, model: '=1+1', cost: 0 },
    ]);
    expect(csv.split('\r\n')).toEqual([
      'date,provider,model,calls,tokens,cost_usd',
      '2026-03-01,openai,"a ""b"", c",2,30,0.25',
      "2026-03-01,openai,'=1+1,2,30,",
      '',
    ]);
  });
});
