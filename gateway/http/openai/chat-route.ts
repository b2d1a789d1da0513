// OpenAI chat completions answered by an agent, complete or streamed.
import { openEventStream } from '../event-stream.ts';
import { readJsonObject } from '../request-body.ts';
import { defineRoute, sendJson, type Exchange } from '../route.ts';
import type { OpenToolCall, RunReport } from '#core/runs/follow-run.ts';
import { askAgent, requireDone } from './ask-agent.ts';
import { readChatRequest, type ChatRequest } from './chat-request.ts';
import { requireEnabled } from './enabled.ts';
import { guarded } from './guarded.ts';
import { asOpenAiError } from './openai-error.ts';

/** Largest body, including images, bytes. */
export const MAX_OPENAI_BODY_BYTES = 25 * 1024 * 1024;

/** One answer of an agent. */
export const CHAT_ROUTE = defineRoute({
  paths: ['/v1/chat/completions'],
  verbs: ['POST'],
  scope: 'operator.write',
  handle: guarded(async (exchange) => {
    requireEnabled(exchange);
    const request = readChatRequest(await readJsonObject(exchange.request, MAX_OPENAI_BODY_BYTES));
    await (request.stream ? streamAnswer(exchange, request) : wholeAnswer(exchange, request));
  }),
});

interface Head {
  readonly id: string;
  readonly created: number;
  readonly model: unknown;
}

function makeHead({ core }: Exchange, { model }: ChatRequest): Head {
  const { ids, clock } = core.services;
  return { id: `chatcmpl_${ids.next()}`, created: Math.floor(clock.now() / 1000), model };
}

async function wholeAnswer(exchange: Exchange, request: ChatRequest): Promise<void> {
  const run = await askAgent(exchange, { request, kind: 'openai', onText: () => {} });
  const report = requireDone(await run.done);
  const { id, created, model } = makeHead(exchange, request);
  const calls = report.calls.map(toToolCall);
  const message = {
    role: 'assistant',
    content: report.text === '' && calls.length > 0 ? null : report.text,
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
  sendJson(exchange, 200, {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, finish_reason: finishReason(report) }],
    usage: toUsage(report),
  });
}

async function streamAnswer(exchange: Exchange, request: ChatRequest): Promise<void> {
  const head = makeHead(exchange, request);
  const early: string[] = [];
  let tell = (text: string): void => void early.push(text);
  const run = await askAgent(exchange, { request, kind: 'openai', onText: (text) => tell(text) });
  const stream = openEventStream(exchange.response);
  const { id, created, model } = head;
  const send = (choices: readonly unknown[], more: object = {}): void =>
    stream.send(JSON.stringify({ id, object: 'chat.completion.chunk', created, model, choices, ...more }));
  const delta = (content: object, finish: string | null = null): void =>
    send([{ index: 0, delta: content, finish_reason: finish }]);
  delta({ role: 'assistant' });
  tell = (text) => delta({ content: text });
  for (const text of early) tell(text);
  try {
    const report = requireDone(await run.done);
    if (report.calls.length > 0)
      delta({ tool_calls: report.calls.map((call, index) => ({ index, ...toToolCall(call) })) });
    delta({}, finishReason(report));
    if (request.includeUsage) send([], { usage: toUsage(report) });
    stream.send('[DONE]');
  } catch (error) {
    const known = asOpenAiError(error);
    if (known === undefined) throw error;
    stream.send(JSON.stringify({ error: known.body }));
  }
  stream.end();
}

function toToolCall({ id, name, input }: OpenToolCall) {
  return { id, type: 'function', function: { name, arguments: JSON.stringify(input) } };
}

function finishReason({ calls, stopReason }: RunReport): string {
  if (calls.length > 0) return 'tool_calls';
  if (stopReason === 'length') return 'length';
  return stopReason === 'refusal' ? 'content_filter' : 'stop';
}

function toUsage({ usage }: RunReport) {
  const prompt = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    prompt_tokens: prompt,
    completion_tokens: usage.output,
    total_tokens: prompt + usage.output,
    prompt_tokens_details: { cached_tokens: usage.cacheRead },
  };
}
