// The demo: streams a fixed script at the speed of a real model, without a language model, API key, or network.
import { setTimeout as sleep } from 'node:timers/promises';

import type { ModelEvent, ModelInfo, ModelRequest, Provider } from '#core/ports/provider.ts';

import { AnswerCollector } from '../answer-collector.ts';
import { withContext } from '../conversation.ts';
import { defineProvider } from '../define-provider.ts';
import { toFailure } from '../failure.ts';
import { nextAnswer, type ScriptPart } from './script.ts';

const MODEL: ModelInfo = {
  id: 'script',
  name: 'Demo script (no language model)',
  provider: 'demo',
  contextWindow: 200_000,
  maxOutput: 8_192,
  tools: true,
  images: false,
  reasoning: false,
};

/** About 70 pieces per second, as fast as a quick model. */
const PACE_MS = 14;
const PIECE_CHARS = 6;
const CHARS_PER_TOKEN = 4;

/** The built-in demo. */
export const demoProvider = defineProvider({
  id: 'demo',
  title: 'Demo',
  summary:
    'A fixed script, not a language model. Shows streaming, a tool call, and an approval without an API key or network.',
  kind: 'demo',
  key: 'none',
  environment: {},
  knownModels: [MODEL],
  describe: (model) => (model === MODEL.id ? MODEL : undefined),
  create: () => createDemo(PACE_MS),
});

/** The demo with one piece per `paceMs`; 0 for no delay. */
export function createDemo(paceMs: number): Provider {
  return {
    id: 'demo',
    stream: (request, signal) => perform(request, signal, paceMs),
    models: () => Promise.resolve([MODEL]),
    test: () => Promise.resolve({ ok: true, latencyMs: 0, models: [MODEL.id] }),
  };
}

async function* perform(
  request: ModelRequest,
  signal: AbortSignal,
  paceMs: number,
): AsyncGenerator<ModelEvent, void, undefined> {
  const collector = new AnswerCollector(request.maxOutput);
  try {
    const parts = nextAnswer(request);
    for (const [position, part] of parts.entries()) {
      for (const event of play(collector, part, `part ${position}`)) {
        await sleep(paceMs, undefined, { signal });
        yield event;
      }
    }
    const answer = collector.finish(true);
    const stopReason = parts.some((part) => part.type === 'call') ? 'toolUse' : 'stop';
    yield {
      type: 'done',
      ...answer,
      stopReason,
      usage: {
        input: estimateTokens([request.system, withContext(request)]),
        output: estimateTokens(answer.content),
        cacheRead: 0,
        cacheWrite: 0,
        cost: 0,
      },
    };
  } catch (error) {
    const context = { provider: 'demo', title: 'The demo', model: request.model, signal };
    yield { type: 'failed', error: toFailure(error, context), content: collector.finish(false).content };
  }
}

function* play(collector: AnswerCollector, part: ScriptPart, key: string): Generator<ModelEvent> {
  if (part.type === 'call') {
    yield collector.toolCall(key, `call_${globalThis.crypto.randomUUID()}`, part.tool);
    for (const piece of pieces(JSON.stringify(part.input))) {
      const event = collector.toolArguments(key, piece);
      if (event !== undefined) yield event;
    }
    return;
  }
  for (const piece of pieces(part.text))
    yield part.type === 'text' ? collector.text(key, piece) : collector.thinking(key, piece);
}

/** Splits between code points, so that no character is split. */
function* pieces(text: string): Generator<string> {
  let piece = '';
  for (const character of text) {
    piece += character;
    if (piece.length < PIECE_CHARS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

function estimateTokens(content: unknown): number {
  return Math.ceil(JSON.stringify(content).length / CHARS_PER_TOKEN);
}
