// Facts about Claude models by name, as of November 2026, for use before the server has returned its list.
import type { ModelInfo } from '#core/ports/provider.ts';

/** How thinking is configured for a model. `unknown`: it may not be possible to disable it. */
export type ThinkingStyle = 'adaptive' | 'always' | 'budget' | 'unknown';

interface Family {
  readonly prefix: string;
  readonly name: string;
  readonly window: number;
  readonly output: number;
  readonly thinking: ThinkingStyle;
}

const MILLION = 1_000_000;

/** The first matching prefix is used. */
const FAMILIES: readonly Family[] = [
  { prefix: 'claude-opus-5-5', name: 'Claude Opus 5.5', window: MILLION, output: 128_000, thinking: 'always' },
  { prefix: 'claude-sonnet-5-5', name: 'Claude Sonnet 5.5', window: MILLION, output: 128_000, thinking: 'adaptive' },
  { prefix: 'claude-haiku-5-5', name: 'Claude Haiku 5.5', window: MILLION, output: 128_000, thinking: 'adaptive' },
  { prefix: 'claude-fable-5-1', name: 'Claude Fable 5.1', window: MILLION, output: 128_000, thinking: 'always' },
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

/** Prefixes of the models that are offered until the server has returned its list. */
const OFFERED = ['claude-opus-5-5', 'claude-sonnet-5-5', 'claude-haiku-5-5', 'claude-fable-5-1'];
/** Used for newer models and compatible servers. */
const UNKNOWN: Omit<Family, 'prefix' | 'name'> = { window: 200_000, output: 32_000, thinking: 'unknown' };

/** Finds the family of a model by its name. */
export function findFamily(model: string): Omit<Family, 'prefix'> {
  return FAMILIES.find((family) => model.startsWith(family.prefix)) ?? { ...UNKNOWN, name: model };
}

/** Describes a model by its name. */
export function describeClaude(provider: string, model: string): ModelInfo {
  const { name, window: contextWindow, output: maxOutput } = findFamily(model);
  return {
    id: model,
    name,
    provider,
    contextWindow,
    maxOutput,
    tools: true,
    images: true,
    pdfs: true,
    reasoning: true,
  };
}

/** The models that are offered until the server has returned its list. */
export function knownClaudeModels(provider: string): readonly ModelInfo[] {
  return OFFERED.map((model) => describeClaude(provider, model));
}
