// OpenAI responses answered by an agent, complete or as a stream of events.
import { GatewayError } from '#contract/wire/errors.ts';
import { openEventStream } from '../event-stream.ts';
import { readJsonObject } from '../request-body.ts';
import { sendJson, type Exchange } from '../route.ts';
import type { RunReport } from '#core/runs/follow-run.ts';
import { askAgent, requireDone, type AskedRun } from './ask-agent.ts';
import { MAX_OPENAI_BODY_BYTES } from './chat-route.ts';
import { toOpenAiError } from './openai-error.ts';
import { defineOpenAiRoute } from './openai-route.ts';
import { callItem, messageItem, ResponseEvents, responseObject, type ResponseHead } from './response-events.ts';
import { readResponsesRequest, responseId, type ResponsesRequest } from './responses-request.ts';

/** An agent's answer. */
export const RESPONSES_ROUTE = defineOpenAiRoute({
  paths: ['/v1/responses'],
  verbs: ['POST'],
  scope: 'operator.write',
  async handle(exchange) {
    const request = readResponsesRequest(
      await readJsonObject(exchange.request, MAX_OPENAI_BODY_BYTES, { compressed: true, wellFormed: true }),
    );
    const { ids, clock } = exchange.core.services;
    const session = request.continues ?? ids.next().replaceAll('-', '');
    const createdAt = Math.floor(clock.now() / 1000);
    const head: ResponseHead = { id: responseId(session, ids.next()), createdAt, model: request.model };
    const asking = { request, kind: 'openresponses', ...selectSession(request, session) };
    const run = await askAgent(exchange, asking);
    await (request.stream ? streamResponse(exchange, head, run) : sendResponse(exchange, head, run));
  },
});

/** The session of an earlier response, otherwise the user's, otherwise a new one. */
function selectSession({ user, continues }: ResponsesRequest, session: string) {
  if (continues !== undefined) return { rest: session, mustExist: true };
  return user === undefined ? { rest: session } : {};
}

async function sendResponse(exchange: Exchange, head: ResponseHead, run: AskedRun): Promise<void> {
  const { text, calls, ...report } = requireDone(await run.done);
  const id = `msg_${exchange.core.services.ids.next()}`;
  const messages = text === '' && calls.length > 0 ? [] : [messageItem(id, text, 'completed')];
  const output = [...messages, ...calls.map((call) => callItem(call, 'completed'))];
  sendJson(exchange, 200, toResponse(head, report, output));
}

function toResponse(head: ResponseHead, report: Pick<RunReport, 'stopReason' | 'usage'>, output: readonly unknown[]) {
  if (report.stopReason !== 'length') return responseObject(head, 'completed', output, report.usage);
  const response = responseObject(head, 'incomplete', output, report.usage);
  return { ...response, incomplete_details: { reason: 'max_output_tokens' } };
}

async function streamResponse(exchange: Exchange, head: ResponseHead, run: AskedRun): Promise<void> {
  const stream = openEventStream(exchange.response);
  const events = new ResponseEvents(stream, `msg_${exchange.core.services.ids.next()}`);
  events.send('response.created', { response: responseObject(head, 'in_progress', []) });
  events.send('response.in_progress', { response: responseObject(head, 'in_progress', []) });
  run.follow((text) => events.text(text));
  try {
    const report = requireDone(await run.done);
    const response = toResponse(head, report, events.finish(report));
    events.send(`response.${response.status}`, { response });
  } catch (error) {
    if (!(error instanceof GatewayError)) throw error;
    const { body } = toOpenAiError(error);
    const { code = body.type, message } = body;
    events.send('response.failed', { response: { ...responseObject(head, 'failed', []), error: { code, message } } });
  }
  stream.send('[DONE]');
  stream.end();
}
