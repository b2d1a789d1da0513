// Describes OpenAI models by name, because the API lists only names.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ModelFacts } from '#core/models/downloaded-table.ts';
import { applyFacts } from '#core/models/models-in-effect.ts';
import { SHIPPED_MODELS } from '#core/models/shipped-models.ts';
import type { ModelInfo } from '#core/ports/provider.ts';

import { readTokenCount } from '../token-count.ts';
import { DEFAULT_WINDOW, type FindWindow } from './probe-windows.ts';

const { capabilities, families } = SHIPPED_MODELS.providers.openai;

/** Matches models in the list that can't chat. */
const NOT_CHAT =
  /embedding|whisper|tts|dall-e|image|audio|realtime|moderation|transcribe|search|instruct|davinci|babbage|sora/;

/** Limits of an unknown model. */
const UNKNOWN = { contextWindow: DEFAULT_WINDOW, maxOutput: 8_192, tools: true, images: false, reasoning: false };

/** The largest part of the context window that an answer may take, so that the conversation fits too. */
const OUTPUT_SHARE = 0.25;

/** Fields in which compatible servers return the context window, most reliable first. */
const WINDOW_FIELDS = [
  'max_model_len',
  'context_length',
  'context_window',
  'loaded_context_length',
  'max_context_length',
  'n_ctx',
];

/** Describes a model by its name, and by what a downloaded table says about it. */
export function describeOpenAi(provider: string, model: string, facts?: ModelFacts): ModelInfo | undefined {
  const family = findFamily(model);
  if (family === undefined) return facts && applyFacts({ ...UNKNOWN, id: model, name: model, provider }, facts);
  const { name = model, contextWindow, maxOutput, reasoning } = family;
  return applyFacts({ id: model, name, provider, contextWindow, maxOutput, ...capabilities, reasoning }, facts);
}

/** The models that are offered until the server has returned its list. */
export function knownOpenAiModels(provider: string): readonly ModelInfo[] {
  return families.flatMap(({ prefix, offered }) => (offered ? (describeOpenAi(provider, prefix) ?? []) : []));
}

/** Whether chat completions with tools fail unless reasoning is disabled. */
export function refusesReasoningWithTools(model: string): boolean {
  return findFamily(model)?.chatReasonsWithTools === false;
}

function findFamily(model: string) {
  return families.find(({ prefix }) => model.startsWith(prefix));
}

/** The API for a model: reasoning models support tools only through `responses`. */
export function selectApi(model: string, facts?: ModelFacts): 'responses' | 'chat' {
  return describeOpenAi('', model, facts)?.reasoning === true ? 'responses' : 'chat';
}

/** Converts a row of the server's list; undefined for models that can't chat. */
export function fromModelList(
  provider: string,
  row: unknown,
  findWindow?: FindWindow,
  findFacts?: (model: string) => ModelFacts | undefined,
): ModelInfo | undefined {
  if (!isJsonObject(row) || typeof row['id'] !== 'string') return undefined;
  const id = row['id'];
  if (NOT_CHAT.test(id)) return undefined;
  const known = describeOpenAi(provider, id, findFacts?.(id)) ?? { ...UNKNOWN, id, name: id, provider };
  const contextWindow = readWindow(row) ?? findWindow?.(id) ?? known.contextWindow;
  return { ...known, contextWindow, maxOutput: Math.min(known.maxOutput, Math.ceil(contextWindow * OUTPUT_SHARE)) };
}

/** Whether a row of the list has no context window. */
export function lacksWindow(row: unknown): boolean {
  return !isJsonObject(row) || readWindow(row) === undefined;
}

function readWindow(row: Record<string, unknown>): number | undefined {
  for (const source of [row, row['meta']]) {
    if (!isJsonObject(source)) continue;
    for (const field of WINDOW_FIELDS) {
      const value = readTokenCount(source[field]) ?? 0;
      if (value > 0) return value;
    }
  }
  return undefined;
}
