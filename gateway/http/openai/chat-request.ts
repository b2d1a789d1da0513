// Parses the body of `/v1/chat/completions`.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { History, type ReplayedCall } from './history.ts';
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

/** A chat request. */
export interface ChatRequest extends ProgramRequest {
  readonly includeUsage: boolean;
  /** It lists `functions`, the predecessor of `tools`, so calls are answered in that form. */
  readonly usesFunctions: boolean;
}

/** Parses a chat request. @throws {OpenAiError} */
export function readChatRequest(body: JsonObject): ChatRequest {
  const messages = requireObjects(body['messages'], 'messages');
  if (body['n'] !== undefined && body['n'] !== null && body['n'] !== 1)
    throw badRequest('Only one choice (`n: 1`) is supported.', 'n');
  const { stream_options: streamOptions } = body;
  const history = new History();
  const last = messages.findLast(({ role }) => role === 'user');
  for (const message of messages) addMessage(history, message, message === last);
  const conversation = history.finish();
  const usesFunctions = isListed(body['functions']) && !isListed(body['tools']);
  const request = toProgramRequest(body, conversation, {
    tools: usesFunctions
      ? readTools(toTools(body['functions']), (tool) => asObject(tool['function']))
      : readTools(body['tools'], (tool) => asObject(tool['function'])),
    toolChoice: usesFunctions ? toToolChoice(body['function_call']) : body['tool_choice'],
    form: body['response_format'],
    maxOutput: body['max_completion_tokens'] ?? body['max_tokens'],
    effort: body['reasoning_effort'],
  });
  return {
    ...request,
    usesFunctions,
    includeUsage: isJsonObject(streamOptions) && streamOptions['include_usage'] === true,
  };
}

function isListed(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function asObject(value: unknown): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}

function toTools(functions: unknown): readonly JsonObject[] {
  return requireObjects(functions, 'functions').map((definition) => ({ type: 'function', function: definition }));
}

/** `function_call` as the `tool_choice` with the same meaning. */
function toToolChoice(choice: unknown): unknown {
  return isJsonObject(choice) ? { type: 'function', function: choice } : choice;
}

function addMessage(history: History, message: JsonObject, isLast: boolean): void {
  const { role, content, name } = message;
  switch (typeof role === 'string' ? role.toLowerCase() : role) {
    case 'system':
    case 'developer':
      return history.instruction(readText(content, 'messages'));
    case 'user':
      return addUserMessage(history, content, 'messages', isLast);
    case 'assistant':
      return history.assistant(readAnswer(content, 'messages'), readCalls(message));
    case 'tool':
      return history.result({ id: message['tool_call_id'], name, text: readResult(content) });
    // The predecessor of `tool`, which has no IDs.
    case 'function':
      return history.result({ id: undefined, name, text: readResult(content) });
    default:
      throw badRequest(`Unknown role \`${String(role)}\`.`, 'messages');
  }
}

function readCalls({ tool_calls: calls, function_call: call }: JsonObject): readonly ReplayedCall[] {
  const listed = Array.isArray(calls) ? calls.filter(isJsonObject).map(readCall) : [];
  return isJsonObject(call) ? [...listed, { id: undefined, name: call['name'], arguments: call['arguments'] }] : listed;
}

/** A call of a function, or of a custom tool, whose input is a text. */
function readCall(call: JsonObject): ReplayedCall {
  const { id, function: called, custom } = call;
  if (isJsonObject(custom)) return { id, name: custom['name'], arguments: { input: custom['input'] } };
  const { name, arguments: given } = isJsonObject(called) ? called : call;
  return { id, name, arguments: given };
}
