// Claude models by name, for what must be known before the server was asked. As published in November 2026.
import type { ModelInfo } from '#core/ports/provider.ts';

/** How a model takes its thinking setting; `unsaid`: it may refuse to have it switched off. */
export type ThinkingStyle = 'adaptive' | 'always' | 'budget' | 'unsaid';

interface Family {
  readonly prefix: string;
  readonly name: string;
  readonly window: number;
  readonly output: number;
  readonly thinking: ThinkingStyle;
  readonly offered?: true;
}

const MILLION = 1_000_000;

/** Longest prefix first: the first that fits counts. */
const FAMILIES: readonly Family[] = [
  {
    prefix: 'claude-opus-5-5',
    name: 'Claude Opus 5.5',
    window: MILLION,
    output: 128_000,
    thinking: 'always',
    offered: true,
  },
  {
    prefix: 'claude-sonnet-5-5',
    name: 'Claude Sonnet 5.5',
    window: MILLION,
    output: 128_000,
    thinking: 'adaptive',
    offered: true,
  },
  {
    prefix: 'claude-haiku-5-5',
    name: 'Claude Haiku 5.5',
    window: MILLION,
    output: 128_000,
    thinking: 'adaptive',
    offered: true,
  },
  {
    prefix: 'claude-fable-5-1',
    name: 'Claude Fable 5.1',
    window: MILLION,
    output: 128_000,
    thinking: 'always',
    offered: true,
  },
  { prefix: 'claude-fable', name: 'Claude Fable', window: MILLION, output: 128_000, thinking: 'always' },
  { prefix: 'claude-mythos', name: 'Claude Mythos', window: MILLION, output: 128_000, thinking: 'always' },
  { prefix: 'claude-opus-5', name: 'Claude Opus 5', window: MILLION, output: 128_000, thinking: 'adaptive' },
  { prefix: 'claude-sonnet-5', name: 'Claude Sonnet 5', window: MILLION, output: 128_000, thinking: 'adaptive' },
  { prefix: 'claude-opus-4-6', name: 'Claude Opus 4.6', window: 200_000, output: 128_000, thinking: 'adaptive' },
  { prefix: 'claude-opus-4-7', name: 'Claude Opus 4.7', window: MILLION, output: 128_000, thinking: 'adaptive' },
  { prefix: 'claude-opus-4-8', name: 'Claude Opus 4.8', window: MILLION, output: 128_000, thinking: 'adaptive' },
  { prefix: 'claude-sonnet-4-6', name: 'Claude Sonnet 4.6', window: 200_000, output: 64_000, thinking: 'adaptive' },
  { prefix: 'claude-opus-4', name: 'Claude Opus 4', window: 200_000, output: 32_000, thinking: 'budget' },
  { prefix: 'claude-sonnet-4', name: 'Claude Sonnet 4', window: 200_000, output: 64_000, thinking: 'budget' },
  { prefix: 'claude-haiku-4', name: 'Claude Haiku 4.5', window: 200_000, output: 64_000, thinking: 'budget' },
];

/** A careful guess for models newer than this table, or of a compatible server. */
const UNKNOWN: Omit<Family, 'prefix' | 'name'> = { window: 200_000, output: 32_000, thinking: 'unsaid' };

/** What is known of a model by its name. */
export function familyOf(model: string): Omit<Family, 'prefix'> {
  return FAMILIES.find((family) => model.startsWith(family.prefix)) ?? { ...UNKNOWN, name: model };
}

/** A model's facts by its name. */
export function describeClaude(provider: string, model: string): ModelInfo {
  const { name, window, output } = familyOf(model);
  return {
    id: model,
    name,
    provider,
    contextWindow: window,
    maxOutput: output,
    tools: true,
    images: true,
    reasoning: true,
  };
}

/** Offered while the server has not been asked. */
export function knownClaudeModels(provider: string): readonly ModelInfo[] {
  return FAMILIES.filter((family) => family.offered).map((family) => describeClaude(provider, family.prefix));
}
