// Describes the models of an Ollama server.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ShowResponse } from 'ollama';

import type { ModelInfo } from '#core/ports/provider.ts';

/** Ollama's own default of a few thousand tokens truncates prompts; the full context window may not fit in memory. */
const PREFERRED_WINDOW = 32_768;
/** Used if the server doesn't return the context window. */
const UNKNOWN_WINDOW = 8_192;

/** Describes a model. `contextWindow` is the size requested with `num_ctx`, not the model's maximum. */
export function describeLocal(provider: string, model: string, show: Partial<ShowResponse>): ModelInfo {
  const capabilities: readonly string[] | undefined = show.capabilities;
  const can = (name: string, fallback: boolean): boolean => capabilities?.includes(name) ?? fallback;
  const contextWindow = usedWindow(show);
  return {
    id: model,
    name: model,
    provider,
    contextWindow,
    maxOutput: Math.max(1_024, Math.floor(contextWindow / 4)),
    tools: can('tools', true),
    images: can('vision', false),
    reasoning: can('thinking', false),
  };
}

/** The `num_ctx` of the Modelfile, or a size that fits most machines, up to the model's maximum. */
function usedWindow(show: Partial<ShowResponse>): number {
  const largest = largestWindow(show.model_info) ?? UNKNOWN_WINDOW;
  const chosen = chosenWindow(show.parameters as unknown);
  return Math.min(chosen ?? PREFERRED_WINDOW, largest);
}

function largestWindow(info: unknown): number | undefined {
  const fields = isJsonObject(info) ? Object.entries(info) : [];
  const value = fields.find(([name]) => name.endsWith('.context_length'))?.[1];
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function chosenWindow(parameters: unknown): number | undefined {
  const value = typeof parameters === 'string' ? Number(/^\s*num_ctx\s+(\S+)/m.exec(parameters)?.[1]) : 0;
  return value > 0 ? value : undefined;
}
