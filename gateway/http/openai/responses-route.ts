// OpenAI responses answered by an agent, complete or as a stream of events.
import { openEventStream } from '../event-stream.ts';
import { readJsonObject } from '../request-body.ts';
import { defineRoute, sendJson, type Exchange } from '../route.ts';
import type { RunReport } from '#core/runs/follow-run.ts';
import { askAgent, requireDone, type AskedRun } from './ask-agent.ts';
import { MAX_OPENAI_BODY_BYTES } from './chat-route.ts';
import { requireEnabled } from './enabled.ts';
import { guarded } from './guarded.ts';
import { asOpenAiError } from './openai-error.ts';
import { callItem, messageItem, responseObject, type ResponseHead } from './response-object.ts';
import { ResponseEvents } from './response-events.ts';
import { readResponsesRequest, responseId, type ResponsesRequest } from './responses-request.ts';

/** One answer of an agent. */
export const RESPONSES_ROUTE = defineRoute({
  paths: ['/v1/responses'],
  verbs: ['POST'],
  scope: 'operator.write',
  handle: guarded(async (exchange) => {
    requireEnabled(exchange);
    const request = readResponsesRequest(await readJsonObject(exchange.request, MAX_OPENAI_BODY_BYTES));
    const { ids, clock } = exchange.core.services;
    const session = request.continues ?? ids.next().replaceAll('-', '');
    const head: ResponseHead = {
      id: responseId(session, ids.next()),
      createdAt: Math.floor(clock.now() / 1000),
      model: request.model,
    };
    const ask = (onText: (text: string) => void): Promise<AskedRun> =>
      askAgent(exchange, { request, kind: 'openresponses', onText, ...requestOrigin(request, session) });
    await (request.stream ? streamResponse(exchange, head, ask) : wholeResponse(exchange, head, ask));
  }),
});

type Ask = (onText: (text: string) => void) => Promise<AskedRun>;

/** A user's session goes before one of its own, an earlier response's before both. */
function requestOrigin({ user, continues }: ResponsesRequest, session: string) {
  if (continues !== undefined) return { rest: session, mustExist: true };
  return user === undefined ? { rest: session } : {};
}

async function wholeResponse(exchange: Exchange, head: ResponseHead, ask: Ask): Promise<void> {
  const report = requireDone(await (await ask(() => {})).done);
  const { ids } = exchange.core.services;
  const output = [
    ...(report.text === '' && report.calls.length > 0
      ? []
      : [messageItem(`msg_${ids.next()}`, report.text, 'completed')]),
    ...report.calls.map((call) => callItem(call, 'completed')),
  ];
  sendJson(exchange, 200, ended(head, report, output));
}

function ended(head: ResponseHead, report: RunReport, output: readonly unknown[]) {
  if (report.stopReason !== 'length') return responseObject(head, 'completed', output, report.usage);
  const response = responseObject(head, 'incomplete', output, report.usage);
  return { ...response, incomplete_details: { reason: 'max_output_tokens' } };
}

async function streamResponse(exchange: Exchange, head: ResponseHead, ask: Ask): Promise<void> {
  const early: string[] = [];
  let tell = (text: string): void => void early.push(text);
  const run = await ask((text) => tell(text));
  const stream = openEventStream(exchange.response);
  const events = new ResponseEvents(stream, `msg_${exchange.core.services.ids.next()}`);
  events.send('response.created', { response: responseObject(head, 'in_progress', []) });
  events.send('response.in_progress', { response: responseObject(head, 'in_progress', []) });
  tell = (text) => events.text(text);
  for (const text of early) tell(text);
  try {
    const report = requireDone(await run.done);
    const output = events.finish(report);
    const response = ended(head, report, output);
    events.send(response.status === 'completed' ? 'response.completed' : 'response.incomplete', { response });
  } catch (error) {
    const known = asOpenAiError(error);
    if (known === undefined) throw error;
    const { code = known.body.type, message } = known.body;
    const response = { ...responseObject(head, 'failed', []), error: { code, message } };
    events.send('response.failed', { response });
  }
  stream.send('[DONE]');
  stream.end();
}
