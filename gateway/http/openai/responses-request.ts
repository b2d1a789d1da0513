// Parses the body of `/v1/responses`.
import { defined } from '#contract/types/defined.ts';
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { History } from './history.ts';
import { badRequest } from './openai-error.ts';
import {
  readAnswer,
  addUserMessage,
  requireObjects,
  toProgramRequest,
  readResult,
  readText,
  readTools,
  type ProgramRequest,
} from './program-request.ts';

/** A request for a response. */
export interface ResponsesRequest extends ProgramRequest {
  /** The session of an earlier response. */
  readonly continues?: string;
}

/** `resp_`, the session's id without dashes, and a number of the response in it. */
const RESPONSE_ID = /^resp_([0-9a-f]{32})_[0-9a-f]{8}$/;

/** The id of a response. Anyone who knows it can continue the session. */
export function responseId(session: string, run: string): string {
  return `resp_${session}_${run.replaceAll('-', '').slice(0, 8)}`;
}

/** Parses a request for a response. @throws {OpenAiError} */
export function readResponsesRequest(body: JsonObject): ResponsesRequest {
  const { input, instructions, previous_response_id: previous, text, reasoning } = body;
  const items = typeof input === 'string' ? [{ role: 'user', content: input }] : requireObjects(input, 'input');
  const continues = previous === undefined || previous === null ? undefined : parseResponseId(previous);
  if (body['background'] === true) throw badRequest('Background responses are not supported.', 'background');
  const history = new History();
  if (typeof instructions === 'string') history.instruction(instructions);
  const last = items.findLast(({ role }) => role === 'user');
  for (const item of items) addItem(history, item, item === last);
  const request = toProgramRequest(body, history.finish(), {
    tools: readTools(body['tools'], (tool) => tool),
    toolChoice: body['tool_choice'],
    form: isJsonObject(text) ? text['format'] : undefined,
    maxOutput: body['max_output_tokens'],
    effort: isJsonObject(reasoning) ? reasoning['effort'] : undefined,
  });
  return { ...request, ...defined({ continues }) };
}

function parseResponseId(id: unknown): string {
  const session = typeof id === 'string' ? RESPONSE_ID.exec(id)?.[1] : undefined;
  if (session === undefined) throw badRequest('No response has this ID.', 'previous_response_id');
  return session;
}

function addItem(history: History, item: JsonObject, isLast: boolean): void {
  const { type = 'message', call_id: id, name } = item;
  switch (type) {
    case 'message':
      return addMessage(history, item, isLast);
    case 'function_call':
      return history.assistant('', [{ id, name, arguments: item['arguments'] }]);
    case 'custom_tool_call':
      return history.assistant('', [{ id, name, arguments: { input: item['input'] } }]);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return history.result({ id, text: readResult(item['output']) });
    default:
      // Reasoning, references, and the work of OpenAI's own tools, such as a web search: the answer that follows is enough.
      return;
  }
}

function addMessage(history: History, { role, content }: JsonObject, isLast: boolean): void {
  switch (role) {
    case 'system':
    case 'developer':
      return history.instruction(readText(content, 'input'));
    case 'user':
      return addUserMessage(history, content, 'input', isLast);
    case 'assistant':
      return history.assistant(readAnswer(content, 'input'), []);
    default:
      throw badRequest(`Unknown role \`${String(role)}\`.`, 'input');
  }
}
