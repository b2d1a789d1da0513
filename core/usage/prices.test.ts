// Proves: US-5
import { describe, expect, it } from 'vitest';
import { ModelsInEffect } from '../models/models-in-effect.ts';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { computeCost, findPrice, totalCost } from './prices.ts';

const SHIPPED = new ModelsInEffect(createMemoryStore().settings);

const USAGE = { input: 1_000_000, output: 100_000, cacheRead: 2_000_000, cacheWrite: 10_000 };

describe('a price', () => {
  it('is found by model name, with or without a date', () => {
    expect(findPrice(SHIPPED, 'anthropic', 'claude-sonnet-4-5-20250929')).toMatchObject({ input: 3, output: 15 });
    expect(findPrice(SHIPPED, 'anthropic', 'claude-opus-4-1')).toMatchObject({ input: 15 });
    expect(findPrice(SHIPPED, 'anthropic', 'claude-opus-4-5-20251101')).toMatchObject({ input: 5 });
    expect(findPrice(SHIPPED, 'openai', 'gpt-4o-mini')).toMatchObject({ input: 0.15 });
    expect(findPrice(SHIPPED, 'openai', 'gpt-4o')).toMatchObject({ input: 2.5 });
  });

  it('is unknown for unlisted models, never 0', () => {
    expect(findPrice(SHIPPED, 'anthropic', 'claude-next')).toBeUndefined();
    expect(findPrice(SHIPPED, 'openai', 'gpt-4')).toBeUndefined();
    expect(findPrice(SHIPPED, 'anthropic', 'claude-opus-4-9')).toBeUndefined();
    expect(findPrice(SHIPPED, 'anthropic', 'toString')).toBeUndefined();
    expect(findPrice(SHIPPED, 'elsewhere', 'gpt-4o')).toBeUndefined();
  });

  it('is zero for local models, and the user’s setting takes precedence', () => {
    expect(findPrice(SHIPPED, 'ollama', 'anything')).toMatchObject({ input: 0, output: 0 });
    const own = { input: 1, output: 2, cacheRead: 3, cacheWrite: 4 };
    expect(findPrice(SHIPPED, 'ollama', 'mine', { 'ollama/mine': own })).toEqual(own);
    expect(findPrice(SHIPPED, 'openai', 'gpt-4o', { 'openai/gpt-4o': own })).toEqual(own);
  });

  it('yields costs per part that add up', () => {
    const parts = computeCost({ input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 }, USAGE);
    expect(parts).toEqual({ input: 3, output: 1.5, cacheRead: 0.6, cacheWrite: 0.0375 });
    expect(totalCost(parts)).toBeCloseTo(5.1375);
  });

  it('is higher for the whole call with a long prompt if the provider says so', () => {
    const luna = findPrice(SHIPPED, 'openai', 'gpt-6-luna');
    if (luna === undefined) throw new Error('no price');
    const short = { input: 272_000, output: 1000, cacheRead: 0, cacheWrite: 0 };
    expect(computeCost(luna, short).input).toBeCloseTo(0.0272);
    expect(computeCost(luna, { ...short, cacheRead: 1 }).input).toBeCloseTo(0.0544);
    expect(computeCost(luna, { ...short, cacheRead: 1 }).output).toBeCloseTo(0.00075);
  });
});
