// Prices of models. A model that isn't listed has no price: unknown is shown as unknown, never as 0.
import type { Usage } from '#contract/types/content.ts';
import type { Price } from '../models/model-table.ts';
import type { ModelsInEffect } from '../models/models-in-effect.ts';
import type { CostParts } from '../ports/usage-store.ts';

const FREE: Price = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const FREE_PROVIDERS: ReadonlySet<string> = new Set(['demo', 'ollama', 'gatehouse']);

/** The price of a model; undefined when it is unknown. `overrides`: set by the user, by `provider/model`. */
export function findPrice(
  models: Pick<ModelsInEffect, 'findPrice'>,
  provider: string,
  model: string,
  overrides: Readonly<Record<string, Price>> = {},
): Price | undefined {
  const own = overrides[`${provider}/${model}`];
  if (own !== undefined) return own;
  return FREE_PROVIDERS.has(provider) ? FREE : models.findPrice(provider, model);
}

/** The cost of a call by part, US dollars. */
export function computeCost(price: Price, usage: Usage): CostParts {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  const long = price.longPrompt !== undefined && prompt > price.longPrompt.above ? price.longPrompt : undefined;
  const part = (tokens: number, perMillion: number, factor = 1) => (tokens * perMillion * factor) / 1_000_000;
  return {
    input: part(usage.input, price.input, long?.promptFactor),
    output: part(usage.output, price.output, long?.outputFactor),
    cacheRead: part(usage.cacheRead, price.cacheRead, long?.promptFactor),
    cacheWrite: part(usage.cacheWrite, price.cacheWrite, long?.promptFactor),
  };
}

/** Sum of the parts. */
export function totalCost(parts: CostParts): number {
  return parts.input + parts.output + parts.cacheRead + parts.cacheWrite;
}
