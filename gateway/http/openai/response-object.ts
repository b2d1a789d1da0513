// Objects of the OpenAI Responses API.
import type { OpenToolCall, RunReport } from '#core/runs/follow-run.ts';

/** What stays the same from the first event to the last. */
export interface ResponseHead {
  readonly id: string;
  readonly createdAt: number;
  readonly model: unknown;
}

type Usage = RunReport['usage'];
const NO_USAGE: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

/** A response, whole or as far as it is. */
export function responseObject(
  { id, createdAt, model }: ResponseHead,
  status: 'in_progress' | 'completed' | 'incomplete' | 'failed',
  output: readonly unknown[],
  usage: Usage = NO_USAGE,
) {
  const input = usage.input + usage.cacheRead + usage.cacheWrite;
  return {
    id,
    object: 'response',
    created_at: createdAt,
    status,
    model,
    output,
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
      output_tokens: usage.output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + usage.output,
    },
  };
}

/** What was said. */
export function messageItem(id: string, text: string, status: 'in_progress' | 'completed') {
  const content = status === 'completed' ? [textPart(text)] : [];
  return { type: 'message', id, role: 'assistant', content, status };
}

/** The one part of a message. */
export function textPart(text: string) {
  return { type: 'output_text', text, annotations: [] };
}

/** A call that the caller carries out. */
export function callItem({ id, name, input }: OpenToolCall, status: 'in_progress' | 'completed') {
  const args = status === 'completed' ? JSON.stringify(input) : '';
  return { type: 'function_call', id: `fc_${id}`, call_id: id, name, arguments: args, status };
}
