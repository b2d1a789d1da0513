// Prices of models, with their date. A model that isn't listed has no price: unknown is shown as unknown, never as 0.
import type { Usage } from '#contract/types/content.ts';
import type { CostParts } from '../ports/usage-store.ts';

/** US dollars per million tokens. */
export interface Price extends CostParts {
  /** A call with a longer prompt (input and cache) costs more, including the tokens up to the limit. */
  readonly longPrompt?: { readonly above: number; readonly promptFactor: number; readonly outputFactor: number };
}

/** Day of the newest entry. Rates were read from public copies and trackers of the price pages, not from the pages themselves. */
export const PRICES_AS_OF = '2026-10-26';

const FREE: Price = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
const FREE_PROVIDERS: ReadonlySet<string> = new Set(['demo', 'ollama', 'gatehouse']);

function price(input: number, output: number, cacheRead: number, cacheWrite: number): Price {
  return { input, output, cacheRead, cacheWrite };
}

/** OpenAI's rule for models with a window of a million: beyond 272,000 tokens the prompt costs twice, the answer 1.5 times. */
function beyond272k(base: Price): Price {
  return { ...base, longPrompt: { above: 272_000, promptFactor: 2, outputFactor: 1.5 } };
}

/** Prices by exact name. A name with a date suffix is the same model. The configuration can override them. */
const TABLE: Readonly<Record<string, Readonly<Record<string, Price>>>> = {
  anthropic: {
    'claude-fable-5-1': price(10, 50, 0.25, 12.5),
    'claude-mythos-5-1': price(10, 50, 0.25, 12.5),
    'claude-fable-5': price(10, 50, 1, 12.5),
    'claude-mythos-5': price(10, 50, 1, 12.5),
    'claude-opus-5-5': price(4, 20, 0.2, 5),
    'claude-opus-5': price(5, 25, 0.5, 6.25),
    'claude-opus-4-8': price(5, 25, 0.5, 6.25),
    'claude-opus-4-7': price(5, 25, 0.5, 6.25),
    'claude-opus-4-6': price(5, 25, 0.5, 6.25),
    'claude-opus-4-5': price(5, 25, 0.5, 6.25),
    'claude-opus-4-1': price(15, 75, 1.5, 18.75),
    'claude-opus-4': price(15, 75, 1.5, 18.75),
    'claude-sonnet-5-5': price(2, 10, 0.1, 2.5),
    'claude-sonnet-5': price(2, 10, 0.2, 2.5),
    'claude-sonnet-4-6': price(3, 15, 0.3, 3.75),
    'claude-sonnet-4-5': price(3, 15, 0.3, 3.75),
    'claude-sonnet-4': price(3, 15, 0.3, 3.75),
    'claude-haiku-5-5': {
      ...price(0.1, 0.5, 0.01, 0.125),
      longPrompt: { above: 100_000, promptFactor: 5, outputFactor: 5 },
    },
    'claude-haiku-4-5': price(1, 5, 0.1, 1.25),
  },
  openai: {
    'gpt-6.1-sol': beyond272k(price(2, 10, 0.1, 2.5)),
    'gpt-6.1-terra': beyond272k(price(1, 5, 0.05, 1.25)),
    'gpt-6-astra': beyond272k(price(10, 50, 1, 12.5)),
    'gpt-6-sol': beyond272k(price(2, 10, 0.2, 2.5)),
    'gpt-6-luna': beyond272k(price(0.1, 0.5, 0.01, 0.125)),
    'gpt-5.5': price(5, 30, 0.5, 5),
    'gpt-5.4': price(2.5, 15, 0.25, 2.5),
    'gpt-5.4-mini': price(0.75, 4.5, 0.075, 0.75),
    'gpt-5.4-nano': price(0.2, 1.25, 0.02, 0.2),
    'gpt-5-mini': price(0.25, 2, 0.025, 0.25),
    'gpt-5-nano': price(0.05, 0.4, 0.005, 0.05),
    'gpt-5.1': price(1.25, 10, 0.125, 1.25),
    'gpt-5': price(1.25, 10, 0.125, 1.25),
    'gpt-4.1': price(2, 8, 0.5, 2),
    'gpt-4.1-mini': price(0.4, 1.6, 0.1, 0.4),
    'gpt-4.1-nano': price(0.1, 0.4, 0.025, 0.1),
    'gpt-4o': price(2.5, 10, 1.25, 2.5),
    'gpt-4o-mini': price(0.15, 0.6, 0.075, 0.15),
  },
};
const DATE_SUFFIX = /-(?:\d{8}|\d{4}-\d{2}-\d{2}|latest)$/;

/** The price of a model; undefined when it is unknown. `overrides`: set by the user, by `provider/model`. */
export function findPrice(
  provider: string,
  model: string,
  overrides: Readonly<Record<string, Price>> = {},
): Price | undefined {
  const own = overrides[`${provider}/${model}`];
  if (own !== undefined) return own;
  if (FREE_PROVIDERS.has(provider)) return FREE;
  const listed = Object.hasOwn(TABLE, provider) ? TABLE[provider] : undefined;
  const name = model.replace(DATE_SUFFIX, '');
  return listed !== undefined && Object.hasOwn(listed, name) ? listed[name] : undefined;
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
