// Upper estimate of what a model request can use: its prompt, and the longest answer that it allows.
import type { Block } from '#contract/types/content.ts';
import type { Price } from '../models/model-table.ts';
import type { ModelMessage, ModelRequest } from '../ports/provider.ts';
import { computeCost, totalCost } from '../usage/prices.ts';

/** What a request can use at most. No `cost`: the price isn't known. */
export interface RequestEstimate {
  readonly tokens: number;
  readonly cost?: number;
}

/** Text has about 4 bytes per token in English, and 3 in code and in most other languages. */
export const BYTES_PER_TOKEN = 3;
/** Providers scale images down to about 1,600 tokens. */
const TOKENS_PER_IMAGE = 2_000;
/** A page of a PDF has about 60 KB and costs about 2,000 tokens; base64 has 4 characters for 3 bytes. */
const TOKENS_PER_PDF_CHARACTER = 0.04;
/** Markup around each message. */
const TOKENS_PER_MESSAGE = 8;

/** Estimates a request. */
export function estimateRequest(request: ModelRequest, price: Price | undefined): RequestEstimate {
  const prompt = promptTokens(request);
  const tokens = prompt + request.maxOutput;
  if (price === undefined) return { tokens };
  // Some providers charge more for input that they store in their cache.
  const asInput = price.input >= price.cacheWrite;
  const usage = {
    input: asInput ? prompt : 0,
    cacheWrite: asInput ? 0 : prompt,
    cacheRead: 0,
    output: request.maxOutput,
  };
  return { tokens, cost: totalCost(computeCost(price, usage)) };
}

/** Tokens of a request without its answer. */
export function promptTokens({ system, messages, tools, context = '' }: ModelRequest): number {
  const fixed = [...system, ...tools.map((tool) => JSON.stringify(tool)), context];
  const texts = fixed.reduce((sum, text) => sum + textTokens(text), 0);
  return Math.ceil(messages.reduce((sum, message) => sum + messageTokens(message), texts));
}

/** Tokens of a message. */
export function messageTokens(message: ModelMessage): number {
  if (message.role === 'tool')
    return message.results.reduce((sum, { text }) => sum + textTokens(text) + TOKENS_PER_MESSAGE, 0);
  return message.content.reduce((sum, block) => sum + blockTokens(block), TOKENS_PER_MESSAGE);
}

function blockTokens(block: Block): number {
  switch (block.type) {
    case 'image':
      return TOKENS_PER_IMAGE;
    case 'pdf':
      return block.data.length * TOKENS_PER_PDF_CHARACTER;
    case 'text':
      return textTokens(block.text);
    default:
      return textTokens(JSON.stringify(block));
  }
}

/** Tokens of a text. */
export function textTokens(text: string): number {
  return utf8Length(text) / BYTES_PER_TOKEN;
}

/** Bytes in UTF-8. */
function utf8Length(text: string): number {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code > 0x7f) bytes += code > 0x7_ff ? 2 : 1;
  }
  return bytes;
}
