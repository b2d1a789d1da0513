import { describe, expect, it } from 'vitest';
import { costOf, priceOf, totalCost } from './prices.ts';

const USAGE = { input: 1_000_000, output: 100_000, cacheRead: 2_000_000, cacheWrite: 10_000 };

describe('a price', () => {
  it('is that of the model family, the longest name first', () => {
    expect(priceOf('anthropic', 'claude-sonnet-4-5-20250929')).toMatchObject({ input: 3, output: 15 });
    expect(priceOf('anthropic', 'claude-opus-4-1')).toMatchObject({ input: 15 });
    expect(priceOf('anthropic', 'claude-opus-4-5-20251101')).toMatchObject({ input: 5 });
    expect(priceOf('openai', 'gpt-4o-mini')).toMatchObject({ input: 0.15 });
    expect(priceOf('openai', 'gpt-4o')).toMatchObject({ input: 2.5 });
  });

  it('is unknown for what is not listed, never 0', () => {
    expect(priceOf('anthropic', 'claude-next')).toBeUndefined();
    expect(priceOf('openai', 'gpt-4')).toBeUndefined();
    expect(priceOf('elsewhere', 'gpt-4o')).toBeUndefined();
  });

  it('is nothing for models of this machine, and what the user says before all', () => {
    expect(priceOf('ollama', 'anything')).toMatchObject({ input: 0, output: 0 });
    const own = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 };
    expect(priceOf('ollama', 'mine', { 'ollama/mine': own })).toEqual(own);
    expect(priceOf('openai', 'gpt-4o', { 'openai/gpt-4o': own })).toEqual(own);
  });

  it('makes a cost by part that adds up', () => {
    const parts = costOf({ input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }, USAGE);
    expect(parts).toEqual({ input: 3, output: 1.5, cacheRead: 0.6, cacheWrite: 0.0375 });
    expect(totalCost(parts)).toBeCloseTo(5.1375);
  });
});
