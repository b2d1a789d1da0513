// Parses the body of `/v1/responses`.
import { defined } from '#contract/types/defined.ts';
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
  const request = toProgramRequest(body, toMessages(items), {
    instructions: [
      ...(typeof instructions === 'string' && instructions !== '' ? [instructions] : []),
      ...items.filter(isInstruction).map(({ content }) => readText(content, 'input')),
    ],
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

function toMessages(items: readonly JsonObject[]): readonly ImportedMessage[] {
  const messages: ImportedMessage[] = [];
  for (const item of items) {
    const message = toMessage(item);
    const last = messages.at(-1);
    // Each call is a separate item here, but the model made them in one message.
    if (message?.role === 'assistant' && last?.role === 'assistant')
      messages[messages.length - 1] = {
        role: 'assistant',
        text: [last.text, message.text].filter((text) => text !== '').join('\n\n'),
        calls: [...last.calls, ...message.calls],
      };
    else if (message !== undefined) messages.push(message);
  }
  return messages;
}

function toMessage(item: JsonObject): ImportedMessage | undefined {
  const { type = 'message', role, content } = item;
  if (type === 'reasoning' || type === 'item_reference' || isInstruction(item)) return undefined;
  if (type === 'function_call') {
    const call = { id: requireName(item['call_id'], 'call_id'), name: requireName(item['name'], 'name') };
    return { role: 'assistant', text: '', calls: [{ ...call, input: parseArguments(item['arguments'], 'arguments') }] };
  }
  if (type === 'function_call_output')
    return { role: 'tool', callId: requireName(item['call_id'], 'call_id'), text: readText(item['output'], 'output') };
  if (type !== 'message') throw badRequest(`Items of type \`${String(type)}\` are not supported.`, 'input');
  if (role === 'user') return { role, text: readText(content, 'input'), images: readContentImages(content, 'input') };
  if (role === 'assistant') return { role, text: readText(content, 'input'), calls: [] };
  throw badRequest(`Unknown role \`${String(role)}\`.`, 'input');
}
