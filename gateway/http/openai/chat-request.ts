// Parses the body of `/v1/chat/completions`.
import { isJsonObject } from '#contract/types/json-object.ts';
import type { ImportedMessage } from '#core/runs/imported-messages.ts';
import { badRequest } from './openai-error.ts';
import {
  argumentsOf,
  imagesIn,
  nameOf,
  objectsOf,
  optionsOf,
  textOf,
  toolsOf,
  type ProgramRequest,
} from './program-request.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A chat request. */
export interface ChatRequest extends ProgramRequest {
  readonly includeUsage: boolean;
}

/** Reads it. @throws {OpenAiError} */
export function readChatRequest(body: Fields): ChatRequest {
  const messages = objectsOf(body['messages'], 'messages');
  if (body['n'] !== undefined && body['n'] !== null && body['n'] !== 1)
    throw badRequest('Only one choice (`n: 1`) is supported.', 'n');
  const { stream_options: streamOptions, user } = body;
  return {
    model: body['model'],
    stream: body['stream'] === true,
    includeUsage: isJsonObject(streamOptions) && streamOptions['include_usage'] === true,
    messages: messages.flatMap(messageOf),
    options: optionsOf({
      instructions: messages.filter(isInstruction).map(({ content }) => textOf(content, 'messages')),
      tools: toolsOf(body['tools'], (tool) => (isJsonObject(tool['function']) ? tool['function'] : undefined)),
      toolChoice: body['tool_choice'],
      form: body['response_format'],
      maxOutput: body['max_completion_tokens'] ?? body['max_tokens'],
      effort: body['reasoning_effort'],
    }),
    ...(typeof user === 'string' && user !== '' ? { user } : {}),
  };
}

function isInstruction({ role }: Fields): boolean {
  return role === 'system' || role === 'developer';
}

function messageOf(message: Fields): readonly ImportedMessage[] {
  const { role, content } = message;
  if (isInstruction(message)) return [];
  if (role === 'user') return [{ role, text: textOf(content, 'messages'), images: imagesIn(content, 'messages') }];
  if (role === 'tool')
    return [{ role, callId: nameOf(message['tool_call_id'], 'tool_call_id'), text: textOf(content, 'messages') }];
  if (role !== 'assistant') throw badRequest(`Unknown role \`${String(role)}\`.`, 'messages');
  const calls = message['tool_calls'] ?? [];
  return [
    {
      role,
      text: textOf(content, 'messages'),
      calls: objectsOf(calls, 'tool_calls').map(({ id, function: called }) => {
        if (!isJsonObject(called)) throw badRequest('Only function calls are supported.', 'tool_calls');
        return {
          id: nameOf(id, 'tool_calls'),
          name: nameOf(called['name'], 'tool_calls'),
          input: argumentsOf(called['arguments'], 'tool_calls'),
        };
      }),
    },
  ];
}
