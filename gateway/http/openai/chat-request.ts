// Parses the body of `/v1/chat/completions`.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { History, type ReplayedCall } from './history.ts';
import { badRequest } from './openai-error.ts';
import {
  readAnswer,
  readContentImages,
  requireObjects,
  toProgramRequest,
  readText,
  readTools,
  type ProgramRequest,
} from './program-request.ts';

/** A chat request. */
export interface ChatRequest extends ProgramRequest {
  readonly includeUsage: boolean;
}

/** Parses a chat request. @throws {OpenAiError} */
export function readChatRequest(body: JsonObject): ChatRequest {
  const messages = requireObjects(body['messages'], 'messages');
  if (body['n'] !== undefined && body['n'] !== null && body['n'] !== 1)
    throw badRequest('Only one choice (`n: 1`) is supported.', 'n');
  if (Array.isArray(body['functions']) && body['functions'].length > 0)
    throw badRequest('`functions` is not supported. Use `tools`.', 'functions');
  const { stream_options: streamOptions } = body;
  const history = new History();
  for (const message of messages) addMessage(history, message);
  const conversation = history.finish();
  const request = toProgramRequest(body, conversation, {
    tools: readTools(body['tools'], (tool) => (isJsonObject(tool['function']) ? tool['function'] : undefined)),
    toolChoice: body['tool_choice'],
    form: body['response_format'],
    maxOutput: body['max_completion_tokens'] ?? body['max_tokens'],
    effort: body['reasoning_effort'],
  });
  return { ...request, includeUsage: isJsonObject(streamOptions) && streamOptions['include_usage'] === true };
}

function addMessage(history: History, message: JsonObject): void {
  const { role, content, name } = message;
  switch (role) {
    case 'system':
    case 'developer':
      return history.instruction(readText(content, 'messages'));
    case 'user':
      return history.user(readText(content, 'messages'), readContentImages(content, 'messages'));
    case 'assistant':
      return history.assistant(readAnswer(content, 'messages'), readCalls(message));
    case 'tool':
      return history.result({ id: message['tool_call_id'], name, text: readText(content, 'messages') });
    // The predecessor of `tool`, which has no IDs.
    case 'function':
      return history.result({ id: undefined, name, text: readText(content, 'messages') });
    default:
      throw badRequest(`Unknown role \`${String(role)}\`.`, 'messages');
  }
}

function readCalls({ tool_calls: calls, function_call: call }: JsonObject): readonly ReplayedCall[] {
  const listed = requireObjects(calls ?? [], 'tool_calls').map(({ id, function: called }) => {
    if (!isJsonObject(called)) throw badRequest('Only function calls are supported.', 'tool_calls');
    return { id, name: called['name'], arguments: called['arguments'] };
  });
  return isJsonObject(call) ? [...listed, { id: undefined, name: call['name'], arguments: call['arguments'] }] : listed;
}
