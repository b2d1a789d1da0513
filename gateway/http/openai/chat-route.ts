// OpenAI chat completions answered by an agent, complete or streamed.
import { GatewayError } from '#contract/wire/errors.ts';
import { openEventStream } from '../event-stream.ts';
import { readJsonObject } from '../request-body.ts';
import { sendJson, type Exchange } from '../route.ts';
import type { RunReport } from '#core/runs/follow-run.ts';
import type { OpenToolCall } from '#core/runs/imported-messages.ts';
import { askAgent, requireDone, type AskedRun } from './ask-agent.ts';
import { readChatRequest, type ChatRequest } from './chat-request.ts';
import { toErrorBody, toOpenAiError } from './openai-error.ts';
import { defineOpenAiRoute } from './openai-route.ts';

/** Largest body, including images, bytes. */
export const MAX_OPENAI_BODY_BYTES = 25 * 1024 * 1024;

/** An agent's answer. */
export const CHAT_ROUTE = defineOpenAiRoute({
  paths: ['/v1/chat/completions'],
  verbs: ['POST'],
  scope: 'operator.write',
  async handle(exchange) {
    const request = readChatRequest(
      await readJsonObject(exchange.request, MAX_OPENAI_BODY_BYTES, { compressed: true, wellFormed: true }),
    );
    const { ids, clock } = exchange.core.services;
    const run = await askAgent(exchange, { request, kind: 'openai' });
    const created = Math.floor(clock.now() / 1000);
    const head = { id: `chatcmpl_${ids.next()}`, created, model: request.model };
    await (request.stream ? streamAnswer(exchange, request, head, run) : sendAnswer(exchange, request, head, run));
  },
});

async function sendAnswer(exchange: Exchange, request: ChatRequest, head: object, run: AskedRun): Promise<void> {
  const report = requireDone(await run.done);
  const { calls } = report;
  const message = {
    role: 'assistant',
    content: report.text === '' && calls.length > 0 ? null : report.text,
    ...toCalls(calls, request),
  };
  const choices = [{ index: 0, message, finish_reason: finishReason(report, request) }];
  sendJson(exchange, 200, { ...head, object: 'chat.completion', choices, usage: toUsage(report) });
}

async function streamAnswer(exchange: Exchange, request: ChatRequest, head: object, run: AskedRun): Promise<void> {
  const stream = openEventStream(exchange.response);
  const send = (choices: readonly unknown[], more: object = {}): void =>
    stream.send(JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more }));
  const delta = (content: object, finish: string | null = null): void =>
    send([{ index: 0, delta: content, finish_reason: finish }]);
  delta({ role: 'assistant' });
  run.follow((text) => delta({ content: text }));
  try {
    const report = requireDone(await run.done);
    if (report.calls.length > 0) delta(toCalls(report.calls, request));
    delta({}, finishReason(report, request));
    if (request.includeUsage) send([], { usage: toUsage(report) });
    stream.send('[DONE]');
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    stream.send(JSON.stringify(toErrorBody(toOpenAiError(error).body)));
  }
  stream.end();
}

/** The calls of an answer. A chunk of a stream numbers them. The predecessor of tools has room for one. */
function toCalls(calls: readonly OpenToolCall[], { usesFunctions, stream }: ChatRequest): object {
  const [first] = calls;
  if (first === undefined) return {};
  if (usesFunctions) return { function_call: toFunction(first) };
  return {
    tool_calls: calls.map((call, index) => ({
      ...(stream ? { index } : {}),
      id: call.id,
      type: 'function',
      function: toFunction(call),
    })),
  };
}

function toFunction({ name, input }: OpenToolCall) {
  return { name, arguments: JSON.stringify(input) };
}

function finishReason({ calls, stopReason }: RunReport, { usesFunctions }: ChatRequest): string {
  if (calls.length > 0) return usesFunctions ? 'function_call' : 'tool_calls';
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
