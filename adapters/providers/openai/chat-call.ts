// Sends chat completions to one server, and learns which fields it rejects.
import type OpenAI from 'openai';

import type { ModelRequest } from '#core/ports/provider.ts';

import { requireBody } from '../response-body.ts';
import { readChatChunks, type ChatPart } from './chat-chunks.ts';
import { OPTIONAL_FIELDS, SYSTEM_ROLE, openAiRequest, type Dialect } from './request.ts';
import { DETAILS_FIELD } from './reasoning-details.ts';
import { REASONING_FIELDS } from './wire-call.ts';

/** Statuses with which servers reject a field. */
const REJECTED = new Set([400, 422]);
/** Fields that are left out once a server has rejected them. */
const REPLACEABLE = [...OPTIONAL_FIELDS, DETAILS_FIELD, ...REASONING_FIELDS] as const;
/** The output limit is sent under its other name first, then not at all: the server knows how much fits. */
const LIMIT_NAMES = ['max_tokens', 'max_completion_tokens'] as const;
const LIMIT_REJECTED = /\bmax_(completion_|new_)?tokens\b|\bin the completion\b/;
/** How the chat templates of local models reject instructions. */
const SYSTEM_REJECTED =
  /\bsystem\b.*\b(not|n't) (supported|allowed)|'system'.*\bsupported values\b|\bonly\b.*\broles?\b.*\bsupported\b|\broles must alternate\b/is;
/** A server could reject each field in its own response. */
const MAX_TRIES = REPLACEABLE.length + LIMIT_NAMES.length + 3;

type Send = (request: ModelRequest, signal: AbortSignal) => Promise<AsyncIterable<Iterable<ChatPart>>>;

/** The calls to one server. What it rejects is remembered for as long as the provider is open. */
export function createChatCalls(id: string, dialect: Dialect, open: () => Promise<OpenAI>): Send {
  const rejected = new Set<string>();
  let requiresReasoning = false;
  /** False if the error says nothing that could be changed. */
  const learn = (error: unknown): boolean => {
    if (!(error instanceof Error) || !('status' in error) || !REJECTED.has(Number(error.status))) return false;
    if (!requiresReasoning && /reasoning_content\b.*\b(?:must|required|missing)/is.test(error.message))
      return (requiresReasoning = true);
    const field = listRejected(error.message).find((name) => !rejected.has(name));
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
        return readChatChunks(requireBody(await client.chat.completions.create(body, { signal }).asResponse()));
      } catch (error) {
        if (tries === MAX_TRIES || !learn(error)) throw error;
      }
    }
  };
}

/** The fields that an error is about, those to give up first before the others. */
function listRejected(message: string): readonly string[] {
  return [
    ...REPLACEABLE.filter((name) => message.includes(name)),
    ...(LIMIT_REJECTED.test(message) ? LIMIT_NAMES : []),
    ...(SYSTEM_REJECTED.test(message) ? [SYSTEM_ROLE] : []),
  ];
}
