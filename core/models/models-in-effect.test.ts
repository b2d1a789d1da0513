// Proves: US-5
import { expect, it } from 'vitest';
import { createMemoryStore } from '#tests/support/core/memory-store.ts';
import { QUIET } from '#tests/support/quiet-log.ts';
import { modelTable, tableModel } from '#tests/support/table-server.ts';
import { ModelsInEffect } from './models-in-effect.ts';
import { readModelsDev } from './read-models-dev.ts';
import { SHIPPED_MODELS } from './shipped-models.ts';

const providers = readModelsDev(
  modelTable({ 'claude-new': tableModel(), 'claude-sonnet-4-5': tableModel({ cost: undefined }) }),
);
const table = { date: '2999-01-01', source: 'https://models.example', downloadedAt: 1, providers };

async function open(store = createMemoryStore()) {
  const models = new ModelsInEffect(store.settings);
  await models.load(QUIET);
  return { models, store };
}

it('keeps a downloaded table across restarts', async () => {
  const { models, store } = await open();
  await models.replace(table);
  const again = await open(store);
  expect(again.models.downloaded).toEqual(table);
  expect(again.models.date).toBe('2999-01-01');
  await again.models.replace(undefined);
  expect((await open(store)).models.date).toBe(SHIPPED_MODELS.date);
});

it('uses the facts of a downloaded table, and the built-in price where it has none', async () => {
  const { models } = await open();
  await models.replace(table);
  expect(models.findPrice('anthropic', 'claude-new')).toMatchObject({ input: 8 });
  expect(models.findPrice('anthropic', 'claude-new-20990101')).toMatchObject({ input: 8 });
  expect(models.findPrice('anthropic', 'claude-sonnet-4-5')).toMatchObject({ input: 3 });
  expect(models.findPrice('anthropic', 'claude-opus-4-5')).toMatchObject({ input: 5 });
  expect(models.findPrice('elsewhere', 'x')).toBeUndefined();
  expect(models.findFacts('anthropic', 'claude-sonnet-4-5-20250929')).toMatchObject({ contextWindow: 500_000 });
  expect(models.findFacts('anthropic', 'toString')).toBeUndefined();
  expect(models.findFacts('constructor', 'name')).toBeUndefined();
});

it("doesn't use a downloaded table that is older than the built-in one", async () => {
  const { models } = await open();
  await models.replace({ ...table, date: '2020-01-01' });
  expect(models.downloaded).toBeUndefined();
  expect(models.date).toBe(SHIPPED_MODELS.date);
  expect(models.findFacts('anthropic', 'claude-new')).toBeUndefined();
});

it.each([7, {}, { ...table, date: 'today' }, { ...table, source: 7 }, { ...table, providers: [] }])(
  'ignores a stored table that is damaged: %j',
  async (stored) => {
    const store = createMemoryStore();
    await store.settings.set('models.table', stored);
    expect((await open(store)).models.downloaded).toBeUndefined();
  },
);
