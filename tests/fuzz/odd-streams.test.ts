// Whatever a server streams, the next request is one that strict servers accept. Proves: MP-2
import { expect, it } from 'vitest';

import type { Block } from '#contract/types/content.ts';
import type { ModelMessage } from '#core/ports/provider.ts';
import { sampleRequest } from '#tests/conformance/provider.ts';

import { AnswerCollector } from '#adapters/providers/answer-collector.ts';
import { anthropicRequest } from '#adapters/providers/anthropic/request.ts';
import { readChatChunks } from '#adapters/providers/openai/chat-chunks.ts';
import { openAiRequest } from '#adapters/providers/openai/request.ts';
import { responsesRequest } from '#adapters/providers/openai/responses-request.ts';
import { OpenAiCall } from '#adapters/providers/openai/wire-call.ts';
import { repairRequest } from '#adapters/providers/repair-conversation.ts';
import { streamCall } from '#adapters/providers/stream-call.ts';

import { createRandom, type Random } from '../kill/random.ts';
import { createOddStream, type OddStream } from './odd-streams.ts';
import { checkChatCompletion, checkMessages, checkResponses } from './strict-server.ts';

const STREAMS = 20_000;
/** Turns of one conversation. Its requests grow with it. */
const TURNS = 8;
const SEED = 20_261_129;

it(`the conversation stays valid after each of ${STREAMS} odd streams`, async () => {
  const random = createRandom(SEED);
  let messages: ModelMessage[] = [];
  for (let number = 0; number < STREAMS; number += 1) {
    if (number % TURNS === 0) messages = [];
    const stream = createOddStream(random);
    const content = await readAnswer(stream);
    if (stream.isExact) expect(summarize(content), `stream ${number}`).toEqual(expected(stream));
    // As stored and read again.
    messages.push(...(JSON.parse(JSON.stringify(createTurn(random, content))) as readonly ModelMessage[]));
    checkRequests(messages, number);
  }
});

async function readAnswer({ bytes }: OddStream): Promise<readonly Block[]> {
  const collector = new AnswerCollector(100_000);
  const call = {
    signal: new AbortController().signal,
    collector,
    sessionKey: 'agent:main:main',
    context: { provider: 'compatible', title: 'The server', model: 'm' },
  };
  const body = async function* () {
    yield* bytes;
  };
  for await (const event of streamCall(async () => readChatChunks(body()), new OpenAiCall(collector), call)) {
    if (event.type === 'failed') throw new Error(event.error.message);
    if (event.type === 'done') return event.content;
  }
  throw new Error('The stream has no end.');
}

function summarize(content: readonly Block[]) {
  return {
    thinking: content.flatMap((block) => (block.type === 'thinking' ? [block.thinking] : [])).join(''),
    text: content.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join(''),
    calls: content.flatMap((block) => (block.type === 'toolCall' ? [[block.name, block.arguments]] : [])),
  };
}

function expected({ meaning: { thinking, text, calls } }: OddStream) {
  return { thinking, text, calls: calls.map((call) => [call.name, call.arguments]) };
}

/** A turn whose results can be missing, repeated, or of a call that doesn't exist, as older versions stored them. */
function createTurn(random: Random, content: readonly Block[]): readonly ModelMessage[] {
  const calls = content.filter((block) => block.type === 'toolCall');
  const results = calls
    .filter(() => !random.chance(0.1))
    .map(({ id, name }) => ({ callId: id, name, text: random.pick(['', 'done', 'half \ud83d']), isError: false }));
  if (random.chance(0.1))
    results.push({ callId: 'lost', name: 'lost', text: '', isError: false }, ...results.slice(0, 1));
  const answer: ModelMessage = { role: 'assistant', content, provider: 'compatible', model: 'm' };
  const question: ModelMessage = { role: 'user', content: [{ type: 'text', text: random.pick(['Hi', '', '\udfff']) }] };
  return [
    ...(random.chance(0.8) ? [question] : []),
    answer,
    ...(results.length === 0 || random.chance(0.1) ? [] : [{ role: 'tool', results } as const]),
  ];
}

function checkRequests(messages: readonly ModelMessage[], number: number): void {
  const request = repairRequest(sampleRequest({ messages, model: 'm' }));
  const traits = { dialect: 'compatible', rejected: new Set<string>(), requiresReasoning: false } as const;
  try {
    checkChatCompletion(openAiRequest('compatible', request, traits));
    checkMessages(anthropicRequest('anthropic', request));
    checkResponses(responsesRequest('openai', request));
  } catch (error) {
    throw new Error(`After stream ${number}: ${JSON.stringify(messages)}`, { cause: error });
  }
}
