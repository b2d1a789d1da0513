// Prices of models, with their date. A model that is not listed has no price: unknown is shown as unknown, never as 0.
import type { Usage } from '#contract/content.ts';

/** US dollars per million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** Prices set by the user, by `provider/model`. */
export type PriceOverrides = Readonly<Record<string, Price>>;

/** Cost of one call by part, US dollars. */
export interface CostParts {
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

/** The day on which the table was last checked against the providers' price lists. */
export const PRICES_AS_OF = '2026-06-30';

const FREE: Price = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const FREE_PROVIDERS: ReadonlySet<string> = new Set(['demo', 'ollama', 'gatehouse']);

const price = (input: number, output: number, cacheRead: number, cacheWrite: number): Price => ({
  input,
  output,
  cacheRead,
  cacheWrite,
});

/** Longest prefix wins, so a dated model name has the price of its family. */
const TABLE: Readonly<Record<string, readonly (readonly [prefix: string, price: Price])[]>> = {
  anthropic: [
    ['claude-opus-4-5', price(5, 25, 0.5, 6.25)],
    ['claude-opus-4-6', price(5, 25, 0.5, 6.25)],
    ['claude-opus-4', price(15, 75, 1.5, 18.75)],
    ['claude-sonnet-4', price(3, 15, 0.3, 3.75)],
    ['claude-3-7-sonnet', price(3, 15, 0.3, 3.75)],
    ['claude-haiku-4-5', price(1, 5, 0.1, 1.25)],
    ['claude-3-5-haiku', price(0.8, 4, 0.08, 1)],
  ],
  openai: [
    ['gpt-5-mini', price(0.25, 2, 0.025, 0.25)],
    ['gpt-5-nano', price(0.05, 0.4, 0.005, 0.05)],
    ['gpt-5-2025', price(1.25, 10, 0.125, 1.25)],
    ['gpt-4.1-mini', price(0.4, 1.6, 0.1, 0.4)],
    ['gpt-4.1-nano', price(0.1, 0.4, 0.025, 0.1)],
    ['gpt-4.1', price(2, 8, 0.5, 2)],
    ['gpt-4o-mini', price(0.15, 0.6, 0.075, 0.15)],
    ['gpt-4o', price(2.5, 10, 1.25, 2.5)],
  ],
};

/** The price of a model; `undefined` when it is not known. */
export function priceOf(provider: string, model: string, overrides: PriceOverrides = {}): Price | undefined {
  const own = overrides[`${provider}/${model}`];
  if (own !== undefined) return own;
  if (FREE_PROVIDERS.has(provider)) return FREE;
  const listed = Object.hasOwn(TABLE, provider) ? TABLE[provider] : undefined;
  const matches = (listed ?? []).filter(([prefix]) => model === prefix || model.startsWith(`${prefix}-`));
  return matches.toSorted(([a], [b]) => b.length - a.length)[0]?.[1];
}

/** What a call cost, by part. */
export function costOf(price: Price, usage: Usage): CostParts {
  const part = (tokens: number, perMillion: number) => (tokens * perMillion) / 1_000_000;
  return {
    input: part(usage.input, price.input),
    output: part(usage.output, price.output),
    cacheRead: part(usage.cacheRead, price.cacheRead),
    cacheWrite: part(usage.cacheWrite, price.cacheWrite),
  };
}

/** Sum of the parts. */
export function totalCost(parts: CostParts): number {
  return parts.input + parts.output + parts.cacheRead + parts.cacheWrite;
}
