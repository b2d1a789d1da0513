// Reads of sessions: previews, name resolution, transcripts, single messages.
import type { MethodParams, MethodResult } from '#contract/methods/registry.ts';
import type { SessionPreview } from '#contract/types/session-reads.ts';
import { canonicalSessionKey } from '#contract/types/ids.ts';
import { defined } from '#contract/types/defined.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import { takeStart, truncateText } from '#contract/types/truncate-text.ts';
import { removeHidden } from '#contract/types/hidden-characters.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import { toGroups } from '../../openclaw/session-row.ts';
import { rowText } from '../../openclaw/transcript-rows.ts';
import { RawJson, toArrayParts } from '../../server/dispatch/raw-json.ts';
import { defineHandlers } from '../../server/dispatch/handler.ts';
import type { GatewayServices } from '../../server/services.ts';

const PREVIEW_ITEMS = 12;
const PREVIEW_CHARACTERS = 240;
const MAX_PREVIEWS = 100;
const MAX_PREVIEW_ITEMS = 72;
const SELECTORS = ['key', 'sessionId', 'label', 'shortId', 'reference'] as const;
const MAX_CANDIDATES = 10;
const GET_ROWS = 1_000;
const MESSAGE_CHARACTERS = 500_000;

export const SESSION_READ_HANDLERS = defineHandlers({
  async 'sessions.preview'({ keys, limit = PREVIEW_ITEMS, maxChars = PREVIEW_CHARACTERS }, { services }) {
    const asked = keys.slice(0, MAX_PREVIEWS);
    const size = { lines: Math.min(limit, MAX_PREVIEW_ITEMS), characters: maxChars };
    const previews = await Promise.all(asked.map((key) => readPreview(key, size, services)));
    return { ts: services.clock.now(), previews };
  },

  'sessions.resolve': (params, { services }) => resolveSession(params, services),

  async 'sessions.get'({ key: asked, agentId, limit = GET_ROWS }, { engine }) {
    const { key } = await engine.sessions.require(asked, agentId);
    const { rows } = await engine.queries.transcript(key, { limit, offset: 0 });
    return new RawJson('{"messages":', ...toArrayParts(rows.map(rowText)), '}');
  },

  'sessions.observer.visibility': () => ({ ok: true }),

  'sessions.viewers.set': ({ sessionKeys, agentId }, { engine }) => ({
    sessionKeys: sessionKeys.map((key) => engine.sessions.resolveKey(key, agentId)),
  }),

  'sessions.groups.list': async (_params, { engine }) => toGroups(await engine.groups.list()),

  'chat.message.get': ({ sessionKey, agentId, messageId, maxChars }, { services, engine }) =>
    readMessage(engine.sessions.resolveKey(sessionKey, agentId), messageId, maxChars ?? MESSAGE_CHARACTERS, services),

  'taskSuggestions.list': () => ({ suggestions: [] }),
});

async function readPreview(
  asked: string,
  { lines, characters }: { readonly lines: number; readonly characters: number },
  { engine, config }: GatewayServices,
): Promise<SessionPreview> {
  const key = canonicalSessionKey(asked, config.settings().defaultAgentId);
  if (key === undefined || (await engine.sessions.get(key)) === undefined)
    return { key: asked, status: 'missing', items: [] };
  const items = (await engine.queries.preview(key, lines)).map(({ role, text }) => ({
    role: role === 'user' ? ('user' as const) : ('assistant' as const),
    text: truncateText(removeHidden(takeStart(text, characters * 4)), characters),
  }));
  return { key: asked, status: items.length === 0 ? 'empty' : 'ok', items };
}

async function resolveSession(
  params: MethodParams<'sessions.resolve'>,
  { engine }: GatewayServices,
): Promise<MethodResult<'sessions.resolve'>> {
  const [by, ...others] = SELECTORS.filter((name) => params[name] !== undefined);
  if (by === undefined || others.length > 0)
    throw invalidRequest(
      'invalid sessions.resolve params: exactly one of key, sessionId, label, shortId, reference is needed',
      'INVALID_PARAMS',
    );
  const text = params[by] ?? '';
  const found = (await engine.queries.find({ by, text, agentId: params.agentId, slug: params.slugHint })).filter(
    ({ parentKey }) => params.spawnedBy === undefined || parentKey === params.spawnedBy,
  );
  const [only] = found;
  if (only !== undefined && found.length === 1) return { ok: true, ...toCandidate(only) };
  if (only !== undefined) return { ok: false, candidates: found.slice(0, MAX_CANDIDATES).map(toCandidate) };
  if (params.allowMissing === true) return { ok: false };
  throw invalidRequest(
    `No session found: ${takeStart(text, 200)}`,
    'SESSION_NOT_FOUND',
    'It was deleted, or it has no messages yet.',
  );
}

function toCandidate({ key, agentId, title, derivedTitle }: SessionRecord) {
  return { key, agentId, ...defined({ displayName: title ?? derivedTitle }) };
}

/** A message; its text and calls may be stored in two rows, which are combined. */
async function readMessage(
  key: string,
  messageId: string,
  maxChars: number,
  { engine }: GatewayServices,
): Promise<MethodResult<'chat.message.get'>> {
  const { rows } = await engine.queries.entry(key, messageId);
  const [first, ...rest] = rows;
  if (first === undefined) return { ok: false, unavailableReason: 'not_found' };
  if (rows.some(({ longest }) => longest > maxChars)) return { ok: false, unavailableReason: 'oversized' };
  const message = parsed(rowText(first));
  if (rest.length === 0 || !Array.isArray(message['content'])) return { ok: true, message };
  const content: unknown[] = [...message['content'], ...rest.flatMap(({ json }) => parsed(json)['content'])];
  return { ok: true, message: { ...message, content } };
}

function parsed(json: string): Readonly<Record<string, unknown>> {
  // Written by the engine.
  return JSON.parse(json) as Readonly<Record<string, unknown>>;
}
