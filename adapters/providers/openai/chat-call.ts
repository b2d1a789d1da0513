// Sends chat completions to one server, and learns which fields it rejects.
import type OpenAI from 'openai';

import type { ModelRequest } from '#core/ports/provider.ts';

import { readChatChunks, type ChatPart } from './chat-chunks.ts';
import { OPTIONAL_FIELDS, openAiRequest, type Dialect } from './request.ts';
import { REASONING_FIELDS } from './wire-call.ts';

/** Statuses with which servers reject a field. */
const REJECTED = new Set([400, 422]);
/** Fields that are left out, or replaced, once a server has rejected them. */
const REPLACEABLE = [...OPTIONAL_FIELDS, 'max_tokens', ...REASONING_FIELDS] as const;
/** A server could reject each field in its own response. */
const MOST_TRIES = REPLACEABLE.length + 2;

type Send = (request: ModelRequest, signal: AbortSignal) => Promise<AsyncIterable<ChatPart>>;

/** The calls to one server. What it rejects is remembered for as long as the provider is open. */
export function createChatCalls(id: string, dialect: Dialect, open: () => Promise<OpenAI>): Send {
  const rejected = new Set<string>();
  let requiresReasoning = false;
  /** False if the error says nothing that could be changed. */
  const learn = (error: unknown): boolean => {
    if (!(error instanceof Error) || !('status' in error) || !REJECTED.has(Number(error.status))) return false;
    if (!requiresReasoning && /reasoning_content\b.*\b(?:must|required|missing)/is.test(error.message))
      return (requiresReasoning = true);
    const field = REPLACEABLE.find((name) => !rejected.has(name) && error.message.includes(name));
    if (field === undefined) return false;
    rejected.add(field);
    requiresReasoning = false;
    return true;
  };
  return async (request, signal) => {
    const client = await open();
    for (let tries = 1; ; tries += 1) {
      try {
        const body = openAiRequest(id, request, { dialect, rejected, requiresReasoning });
        const { body: bytes } = await client.chat.completions.create(body, { signal }).asResponse();
        // The SDK's `fetch` is ours, whose bodies are async iterables.
        return readChatChunks(bytes as unknown as AsyncIterable<Uint8Array>);
      } catch (error) {
        if (tries === MOST_TRIES || !learn(error)) throw error;
      }
    }
  };
}
