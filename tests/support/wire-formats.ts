// The three wire formats of model servers, as far as tests need them.
import { SCENE_USAGE, type ScenePart, type WireFormat } from './wire-server.ts';

const event = (type: string, data: object): string => `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
const half = (text: string): readonly string[] =>
  [text.slice(0, text.length / 2), text.slice(text.length / 2)].filter((piece) => piece !== '');

/** Anthropic's Messages API. */
export const anthropicFormat: WireFormat = {
  contentType: 'text/event-stream',
  begin: () =>
    event('message_start', {
      message: {
        id: 'msg_1',
        type: 'message',
        role: 'assistant',
        model: 'm',
        content: [],
        usage: {
          input_tokens: SCENE_USAGE.input,
          output_tokens: 1,
          cache_read_input_tokens: SCENE_USAGE.cacheRead,
          cache_creation_input_tokens: 0,
        },
      },
    }) + event('ping', {}),
  part: (part, index) => [
    event('content_block_start', { index, content_block: anthropicStart(part) }),
    ...anthropicDeltas(part).map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ],
  end: (calls, stop) =>
    event('message_delta', {
      delta: { stop_reason: calls ? 'tool_use' : stop === 'length' ? 'max_tokens' : 'end_turn' },
      usage: { output_tokens: SCENE_USAGE.output },
    }) + event('message_stop', {}),
  error: (status, message) => ({
    type: 'error',
    error: { type: status === 529 ? 'overloaded_error' : 'api_error', message },
  }),
  other: (path, models) =>
    path.startsWith('/v1/models')
      ? {
          data: models.map((id) => ({
            id,
            type: 'model',
            display_name: id,
            max_input_tokens: 123_456,
            max_tokens: 4_321,
          })),
          has_more: false,
        }
      : undefined,
};

function anthropicStart(part: ScenePart): object {
  if ('say' in part) return { type: 'text', text: '' };
  if ('think' in part) return { type: 'thinking', thinking: '', signature: '' };
  return { type: 'tool_use', id: part.id, name: part.call, input: {} };
}

function anthropicDeltas(part: ScenePart): readonly object[] {
  if ('say' in part) return part.say.map((text) => ({ type: 'text_delta', text }));
  if ('think' in part)
    return [
      { type: 'thinking_delta', thinking: part.think },
      { type: 'signature_delta', signature: 'signed' },
    ];
  return half(part.json).map((partial_json) => ({ type: 'input_json_delta', partial_json }));
}

const chunk = (data: object): string =>
  `data: ${JSON.stringify({ id: 'c', object: 'chat.completion.chunk', created: 1, model: 'm', ...data })}\n\n`;
const choice = (delta: object, finish: string | null = null): string =>
  chunk({ choices: [{ index: 0, delta, finish_reason: finish }] });

/** OpenAI's chat completions. */
export const openAiFormat: WireFormat = {
  contentType: 'text/event-stream',
  begin: () => choice({ role: 'assistant', content: '' }),
  part: (part, index) => {
    if ('say' in part) return part.say.map((content) => choice({ content }));
    if ('think' in part) return [choice({ reasoning_content: part.think })];
    const [first = '', second] = half(part.json);
    const start = choice({
      tool_calls: [{ index, id: part.id, type: 'function', function: { name: part.call, arguments: first } }],
    });
    return second === undefined
      ? [start]
      : [start, choice({ tool_calls: [{ index, function: { arguments: second } }] })];
  },
  end: (calls, stop) => {
    const usage = {
      prompt_tokens: SCENE_USAGE.input + SCENE_USAGE.cacheRead,
      completion_tokens: SCENE_USAGE.output,
      total_tokens: 120,
      prompt_tokens_details: { cached_tokens: SCENE_USAGE.cacheRead },
    };
    return `${choice({}, calls ? 'tool_calls' : stop)}${chunk({ choices: [], usage })}data: [DONE]\n\n`;
  },
  error: (_status, message) => ({ error: { message, type: 'server_error', param: null, code: null } }),
  other: (path, models) =>
    path.endsWith('/models')
      ? {
          object: 'list',
          data: models.map((id) => ({ id, object: 'model', created: 1, owned_by: 'x', max_model_len: 123_456 })),
        }
      : undefined,
};

const respond = (type: string, data: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;

/** OpenAI's Responses API. */
export const responsesFormat: WireFormat = {
  contentType: 'text/event-stream',
  begin: () => respond('response.created', { response: { id: 'resp_1', status: 'in_progress' } }),
  part: (part, index) => [
    respond('response.output_item.added', { output_index: index, item: responsesItem(part, index, '') }),
    ...responsesDeltas(part).map(([type, delta]) =>
      respond(type, { output_index: index, item_id: `item_${index}`, delta }),
    ),
    respond('response.output_item.done', {
      output_index: index,
      item: responsesItem(part, index, 'json' in part ? part.json : ''),
    }),
  ],
  end: (_calls, stop) =>
    respond(stop === 'length' ? 'response.incomplete' : 'response.completed', {
      response: {
        id: 'resp_1',
        status: stop === 'length' ? 'incomplete' : 'completed',
        incomplete_details: stop === 'length' ? { reason: 'max_output_tokens' } : null,
        usage: {
          input_tokens: SCENE_USAGE.input + SCENE_USAGE.cacheRead,
          input_tokens_details: { cached_tokens: SCENE_USAGE.cacheRead },
          output_tokens: SCENE_USAGE.output,
        },
      },
    }),
  error: openAiFormat.error,
  other: openAiFormat.other,
};

function responsesItem(part: ScenePart, index: number, args: string): object {
  if ('say' in part) return { type: 'message', id: `item_${index}`, role: 'assistant', content: [] };
  if ('think' in part) return { type: 'reasoning', id: `rs_${index}`, summary: [], encrypted_content: 'sealed' };
  return { type: 'function_call', id: `item_${index}`, call_id: part.id, name: part.call, arguments: args };
}

function responsesDeltas(part: ScenePart): readonly (readonly [string, string])[] {
  if ('say' in part) return part.say.map((text) => ['response.output_text.delta', text] as const);
  if ('think' in part) return [['response.reasoning_summary_text.delta', part.think]];
  return half(part.json).map((text) => ['response.function_call_arguments.delta', text] as const);
}

const line = (data: object): string =>
  `${JSON.stringify({ model: 'm', created_at: '2026-01-01T00:00:00Z', done: false, ...data })}\n`;

/** Ollama's chat API. */
export const ollamaFormat: WireFormat = {
  contentType: 'application/x-ndjson',
  begin: () => '',
  part: (part) => {
    if ('say' in part) return part.say.map((content) => line({ message: { role: 'assistant', content } }));
    if ('think' in part) return [line({ message: { role: 'assistant', content: '', thinking: part.think } })];
    return [
      line({
        message: {
          role: 'assistant',
          content: '',
          tool_calls: [{ function: { name: part.call, arguments: JSON.parse(part.json) as object } }],
        },
      }),
    ];
  },
  end: (_calls, stop) =>
    line({
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: stop,
      prompt_eval_count: SCENE_USAGE.input + SCENE_USAGE.cacheRead,
      eval_count: SCENE_USAGE.output,
    }),
  error: (_status, message) => ({ error: message }),
  other: (path, models) => {
    if (path.endsWith('/api/tags')) return { models: models.map((name) => ({ name, model: name })) };
    if (path.endsWith('/api/show'))
      return {
        capabilities: ['completion', 'tools', 'thinking', 'vision'],
        model_info: { 'general.architecture': 'llama', 'llama.context_length': 131_072 },
        parameters: 'num_ctx                        16384\nstop "x"',
      };
    return undefined;
  },
};
