// Parses the body of `/v1/chat/completions`.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import type { ImportedMessage } from '#core/runs/imported-messages.ts';
import { badRequest } from './openai-error.ts';
import {
  parseArguments,
  readContentImages,
  requireName,
  requireObjects,
  toProgramRequest,
  isInstruction,
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
  const { stream_options: streamOptions } = body;
  const request = toProgramRequest(body, messages.flatMap(toMessages), {
    instructions: messages.filter(isInstruction).map(({ content }) => readText(content, 'messages')),
    tools: readTools(body['tools'], (tool) => (isJsonObject(tool['function']) ? tool['function'] : undefined)),
    toolChoice: body['tool_choice'],
    form: body['response_format'],
    maxOutput: body['max_completion_tokens'] ?? body['max_tokens'],
    effort: body['reasoning_effort'],
  });
  return { ...request, includeUsage: isJsonObject(streamOptions) && streamOptions['include_usage'] === true };
}

function toMessages(message: JsonObject): readonly ImportedMessage[] {
  const { role, content } = message;
  if (isInstruction(message)) return [];
  if (role === 'user')
    return [{ role, text: readText(content, 'messages'), images: readContentImages(content, 'messages') }];
  if (role === 'tool')
    return [
      { role, callId: requireName(message['tool_call_id'], 'tool_call_id'), text: readText(content, 'messages') },
    ];
  if (role !== 'assistant') throw badRequest(`Unknown role \`${String(role)}\`.`, 'messages');
  const calls = message['tool_calls'] ?? [];
  return [
    {
      role,
      text: readText(content, 'messages'),
      calls: requireObjects(calls, 'tool_calls').map(({ id, function: called }) => {
        if (!isJsonObject(called)) throw badRequest('Only function calls are supported.', 'tool_calls');
        return {
          id: requireName(id, 'tool_calls'),
          name: requireName(called['name'], 'tool_calls'),
          input: parseArguments(called['arguments'], 'tool_calls'),
        };
      }),
    },
  ];
}
