// Proves: US-5
import { describe, expect, it } from 'vitest';
import { modelTable, tableModel } from '#tests/support/table-server.ts';
import { readModelsDev } from './read-models-dev.ts';

const read = (change: Readonly<Record<string, unknown>>, name = 'one') =>
  readModelsDev(modelTable({ [name]: tableModel(change) }))['anthropic']?.[name];
const cost = { input: 2, output: 10, cache_read: 0.2, cache_write: 2.5 };

describe('a table from models.dev', () => {
  it('is read for known providers and known fields', () => {
    const table = readModelsDev(modelTable({ one: tableModel({ secret: 'x' }) }));
    expect(table).toEqual({
      anthropic: {
        one: {
          facts: {
            name: 'Model One',
            contextWindow: 500_000,
            maxOutput: 50_000,
            tools: true,
            images: true,
            pdfs: true,
            reasoning: true,
          },
          price: { input: 8, output: 40, cacheRead: 0.8, cacheWrite: 10 },
        },
      },
      openai: {},
    });
  });

  it.each<[string, Readonly<Record<string, unknown>>]>([
    ['no window', { limit: { output: 5 } }],
    ['a window of zero', { limit: { context: 0, output: 5 } }],
    ['a fraction', { limit: { context: 5000.5, output: 5 } }],
    ['a huge window', { limit: { context: 1e12, output: 5 } }],
    ['an output limit above the window', { limit: { context: 5000, output: 5001 } }],
    ['a string as a limit', { limit: { context: '5000', output: 5 } }],
    ['no capabilities', { tool_call: undefined }],
    ['a string as a capability', { reasoning: 'yes' }],
  ])('has no model with %s', (_, change) => {
    expect(read(change)).toBeUndefined();
  });

  it.each(['', '-x', '__proto__', 'a b', 'a\u202eb', 'x'.repeat(200)])('has no model named %j', (name) => {
    const table = readModelsDev(modelTable({ [name]: tableModel(), two: tableModel() }));
    expect(Object.keys(table['anthropic'] ?? {})).toEqual(['two']);
  });

  it.each(['', 'a\u202eb', 'a\u0007b', 'two\nlines', 'x'.repeat(101), 7])('ignores the display name %j', (name) => {
    expect(read({ name })?.facts).not.toHaveProperty('name');
  });

  it('prices cached input without its own price as new input', () => {
    expect(read({ cost: { input: 2, output: 10 } })?.price).toEqual({
      input: 2,
      output: 10,
      cacheRead: 2,
      cacheWrite: 2,
    });
  });

  it.each([
    {
      ...cost,
      tiers: [{ input: 4, output: 15, cache_read: 0.4, cache_write: 5, tier: { type: 'context', size: 272_000 } }],
    },
    { ...cost, context_over_200k: { input: 4, output: 15, cache_read: 0.4, cache_write: 5 } },
  ])('reads the price of long prompts: %j', (given) => {
    const above = 'tiers' in given ? 272_000 : 200_000;
    expect(read({ cost: given })?.price).toMatchObject({
      input: 2,
      longPrompt: { above, promptFactor: 2, outputFactor: 1.5 },
    });
  });

  it.each<[string, unknown]>([
    ['none', undefined],
    ['a negative one', { ...cost, output: -1 }],
    ['an absurd one', { ...cost, input: 1e9 }],
    ['a string', { ...cost, input: '2' }],
    ['zero, because no listed model is free', { input: 0, output: 0 }],
    [
      'one with different long-prompt factors',
      { ...cost, context_over_200k: { input: 4, output: 15, cache_read: 0.2 } },
    ],
    [
      'one with two tiers',
      {
        ...cost,
        tiers: [
          { ...cost, tier: { size: 1000 } },
          { ...cost, tier: { size: 2000 } },
        ],
      },
    ],
    ['one with an invalid tier size', { ...cost, tiers: [{ ...cost, tier: { size: 'long' } }] }],
    ['one with an incomplete tier', { ...cost, tiers: [{ input: 4, tier: { size: 5000 } }] }],
  ])('omits an invalid price but keeps the model: %s', (_, given) => {
    expect(read({ cost: given })).toMatchObject({ facts: { contextWindow: 500_000 } });
    expect(read({ cost: given })).not.toHaveProperty('price');
  });

  it.each([
    null,
    7,
    'x',
    [],
    { anthropic: 7 },
    { anthropic: { models: [] } },
    { anthropic: { models: { one: null } } },
  ])('is empty if it is %j', (table) => {
    expect(Object.values(readModelsDev(table)).flatMap((models) => Object.keys(models))).toEqual([]);
  });
});
