// Reads the public table from models.dev (`api.json`): providers and their models, with prices in US dollars per million tokens.
import { isJsonObject } from '#contract/types/json-object.ts';
import {
  checkFacts,
  readProviders,
  TABLE_PROVIDERS,
  withPrice,
  type DownloadedModel,
  type DownloadedTable,
} from './downloaded-table.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Prompt size above which models.dev's older field has other prices, tokens. */
const OLD_TIER = 200_000;
/** Tolerated difference between two factors, because prices are rounded. */
const ROUNDING = 0.01;

/** The models of the known providers. Entries in another format, or with implausible values, are omitted. */
export function readModelsDev(table: unknown): DownloadedTable['providers'] {
  if (!isJsonObject(table)) return {};
  const models = TABLE_PROVIDERS.map(
    (id) => [id, toFields(Object.hasOwn(table, id) ? table[id] : {})['models']] as const,
  );
  return readProviders(Object.fromEntries(models), readModel);
}

function readModel(model: Fields): DownloadedModel | undefined {
  const limit = toFields(model['limit']);
  const input = readInput(model['modalities']);
  const { tool_call: toolCall, reasoning, name } = model;
  const facts = checkFacts({
    name,
    contextWindow: limit['context'],
    maxOutput: limit['output'],
    tools: isJsonObject(toolCall) ? toolCall['supported'] : toolCall,
    images: input.includes('image'),
    pdfs: input.includes('pdf'),
    reasoning,
  });
  return facts === undefined ? undefined : { facts, ...readPrice(toFields(model['cost'])) };
}

function readInput(modalities: unknown): readonly unknown[] {
  const { input } = toFields(modalities);
  return Array.isArray(input) ? input : [];
}

function readPrice(cost: Fields): Pick<DownloadedModel, 'price'> {
  const base = readRates(cost);
  const tiers = listTiers(cost);
  const [tier] = tiers;
  if (tier === undefined) return withPrice(base);
  // One limit with the same factor for all of the prompt can be represented.
  const rates = readRates(tier.rates);
  const promptFactor = toFactor(rates.input, base.input);
  const isUniform = (['cacheRead', 'cacheWrite'] as const).every(
    (part) => base[part] === 0 || Math.abs(toFactor(rates[part], base[part]) - promptFactor) <= ROUNDING * promptFactor,
  );
  if (tiers.length > 1 || !isUniform) return {};
  const outputFactor = toFactor(rates.output, base.output);
  return withPrice({ ...base, longPrompt: { above: tier.above, promptFactor, outputFactor } });
}

/** Prices for long prompts: in `tiers`, or in the older field. */
function listTiers({ tiers, context_over_200k: old }: Fields): readonly { above: unknown; rates: Fields }[] {
  if (Array.isArray(tiers))
    return tiers.map(toFields).map((rates) => ({ above: toFields(rates['tier'])['size'], rates }));
  return isJsonObject(old) ? [{ above: OLD_TIER, rates: old }] : [];
}

/** Cached input without its own price costs as much as other input. */
function readRates({ input, output, cache_read: read, cache_write: write }: Fields) {
  return { input, output, cacheRead: read ?? input, cacheWrite: write ?? input };
}

function toFactor(value: unknown, base: unknown): number {
  return Number(value) / Number(base);
}

function toFields(value: unknown): Fields {
  return isJsonObject(value) ? value : {};
}
