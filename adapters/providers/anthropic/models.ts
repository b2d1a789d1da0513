// Describes Claude models by name, for use before the server has returned its list.
import type { ModelFacts } from '#core/models/downloaded-table.ts';
import type { ThinkingStyle } from '#core/models/model-table.ts';
import { applyFacts } from '#core/models/models-in-effect.ts';
import { SHIPPED_MODELS } from '#core/models/shipped-models.ts';
import type { ModelInfo } from '#core/ports/provider.ts';

interface Family {
  readonly name: string;
  readonly contextWindow: number;
  readonly maxOutput: number;
  readonly thinking: ThinkingStyle;
}

const { capabilities, families } = SHIPPED_MODELS.providers.anthropic;

/** Used for newer models and compatible servers. */
const UNKNOWN = { contextWindow: 200_000, maxOutput: 32_000, thinking: 'unknown' } as const;

/** Finds the family of a model by its name. */
function findFamily(model: string): Family {
  return { ...UNKNOWN, name: model, ...families.find(({ prefix }) => model.startsWith(prefix)) };
}

/** How thinking is configured for a model. */
export function findThinkingStyle(model: string): ThinkingStyle {
  return findFamily(model).thinking;
}

/** Describes a model by its name, and by what a downloaded table says about it. */
export function describeClaude(provider: string, model: string, facts?: ModelFacts): ModelInfo {
  const { name, contextWindow, maxOutput } = findFamily(model);
  return applyFacts({ id: model, name, provider, contextWindow, maxOutput, ...capabilities, reasoning: true }, facts);
}

/** The models that are offered until the server has returned its list. */
export function knownClaudeModels(provider: string): readonly ModelInfo[] {
  return families.flatMap(({ prefix, offered }) => (offered ? describeClaude(provider, prefix) : []));
}
