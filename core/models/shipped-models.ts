// Built-in facts about models by name: limits, capabilities, and prices. They are declared only here; update `date` with them.
import type { ModelFamily, ModelTable, Price } from './model-table.ts';

const MILLION = 1_000_000;

function family(
  prefix: string,
  contextWindow: number,
  maxOutput: number,
  more: Partial<ModelFamily> = {},
): ModelFamily {
  return { prefix, contextWindow, maxOutput, reasoning: true, ...more };
}

function price(input: number, output: number, cacheRead: number, cacheWrite: number): Price {
  return { input, output, cacheRead, cacheWrite };
}

/** OpenAI's rule for models with a window of a million: beyond 272,000 tokens the prompt costs twice, the answer 1.5 times. */
function beyond272k(base: Price): Price {
  return { ...base, longPrompt: { above: 272_000, promptFactor: 2, outputFactor: 1.5 } };
}

/** The built-in table. */
export const SHIPPED_MODELS: ModelTable = {
  date: '2026-10-26',
  source: 'Prices from public copies and trackers of the pricing pages, not from the pages themselves',
  providers: {
    anthropic: {
      capabilities: { tools: true, images: true, pdfs: true },
      families: [
        family('claude-opus-5-5', MILLION, 128_000, { name: 'Claude Opus 5.5', thinking: 'always', offered: true }),
        family('claude-sonnet-5-5', MILLION, 128_000, {
          name: 'Claude Sonnet 5.5',
          thinking: 'adaptive',
          offered: true,
        }),
        family('claude-haiku-5-5', MILLION, 128_000, { name: 'Claude Haiku 5.5', thinking: 'adaptive', offered: true }),
        family('claude-fable-5-1', MILLION, 128_000, { name: 'Claude Fable 5.1', thinking: 'always', offered: true }),
        family('claude-fable', MILLION, 128_000, { name: 'Claude Fable', thinking: 'always' }),
        family('claude-mythos', MILLION, 128_000, { name: 'Claude Mythos', thinking: 'always' }),
        family('claude-opus-5', MILLION, 128_000, { name: 'Claude Opus 5', thinking: 'adaptive' }),
        family('claude-sonnet-5', MILLION, 128_000, { name: 'Claude Sonnet 5', thinking: 'adaptive' }),
        family('claude-opus-4-6', 200_000, 128_000, { name: 'Claude Opus 4.6', thinking: 'adaptive' }),
        family('claude-opus-4-7', MILLION, 128_000, { name: 'Claude Opus 4.7', thinking: 'adaptive' }),
        family('claude-opus-4-8', MILLION, 128_000, { name: 'Claude Opus 4.8', thinking: 'adaptive' }),
        family('claude-sonnet-4-6', 200_000, 64_000, { name: 'Claude Sonnet 4.6', thinking: 'adaptive' }),
        family('claude-opus-4', 200_000, 32_000, { name: 'Claude Opus 4', thinking: 'budget' }),
        family('claude-sonnet-4', 200_000, 64_000, { name: 'Claude Sonnet 4', thinking: 'budget' }),
        family('claude-haiku-4', 200_000, 64_000, { name: 'Claude Haiku 4.5', thinking: 'budget' }),
      ],
      prices: {
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
    },
    openai: {
      capabilities: { tools: true, images: true },
      families: [
        family('gpt-6.1-sol', 1_050_000, 128_000, { chatReasonsWithTools: false, offered: true }),
        family('gpt-6-luna', 1_050_000, 128_000, { chatReasonsWithTools: false, offered: true }),
        family('gpt-6', 1_050_000, 128_000, { chatReasonsWithTools: false }),
        family('gpt-5.6', 1_050_000, 128_000, { chatReasonsWithTools: false }),
        family('gpt-5', 400_000, 128_000),
        family('gpt-4.1', 1_047_576, 32_768, { reasoning: false }),
        family('gpt-4o', 128_000, 16_384, { reasoning: false }),
        family('o1', 200_000, 100_000),
        family('o3', 200_000, 100_000),
        family('o4', 200_000, 100_000),
      ],
      prices: {
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
    },
  },
};
