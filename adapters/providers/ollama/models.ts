// What an Ollama server tells of its models, and which part of a window is really used.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ShowResponse } from 'ollama';

import type { ModelInfo } from '#core/ports/provider.ts';

/** Ollama's own default of a few thousand tokens cuts prompts silently; a model's whole window may not fit into memory. */
const PREFERRED_WINDOW = 32_768;
/** When the server tells nothing. */
const UNKNOWN_WINDOW = 8_192;

/** A model's facts: `contextWindow` is what is asked for with `num_ctx`, not the most that the model could. */
export function describeLocal(provider: string, model: string, show: Partial<ShowResponse>): ModelInfo {
  const capabilities: readonly string[] | undefined = show.capabilities;
  const can = (name: string, unsaid: boolean): boolean => capabilities?.includes(name) ?? unsaid;
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

/** The user's own `num_ctx` of the Modelfile wins; else a size that most machines bear, within the model's own. */
function usedWindow(show: Partial<ShowResponse>): number {
  const largest = largestWindow(show.model_info) ?? UNKNOWN_WINDOW;
  const chosen = chosenWindow(show.parameters as unknown);
  return Math.min(chosen ?? PREFERRED_WINDOW, largest);
}

function largestWindow(info: unknown): number | undefined {
  if (!isJsonObject(info)) return undefined;
  for (const [name, value] of Object.entries(info)) {
    if (name.endsWith('.context_length') && typeof value === 'number' && value > 0) return value;
  }
  return undefined;
}

function chosenWindow(parameters: unknown): number | undefined {
  if (typeof parameters !== 'string') return undefined;
  for (const line of parameters.split('\n')) {
    const [name, value] = line.trim().split(/\s+/);
    if (name === 'num_ctx') return Number(value) > 0 ? Number(value) : undefined;
  }
  return undefined;
}
