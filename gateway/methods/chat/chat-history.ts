// A page of the transcript as JSON text. Stored row texts are joined; only rows that are too long are parsed and truncated.
import { takeStart } from '#contract/types/truncate-text.ts';
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { StoredTranscriptRow } from '#core/ports/transcript.ts';
import { rowText } from '../../openclaw/transcript-rows.ts';
import type { GatewayServices } from '../../server/services.ts';
import { RawJson, toArrayParts } from '../../server/dispatch/raw-json.ts';
import { formatCursor, readCursor } from './history-cursor.ts';
import { inputFacts } from './history-inputs.ts';
import { sessionRow, modelDefaults } from '../../openclaw/session-row.ts';

const DEFAULT_LIMIT = 200;
const DEFAULT_MAX_CHARS = 8_000;
/** New rows beyond which a client must read everything again. */
const MAX_NEW_ROWS = 1_000;
const CUT_MARK = '\n… (truncated)';

type HistoryParams = MethodParams<'chat.history'>;

/** The result of `chat.history`. A session that doesn't exist has an empty transcript. */
export async function readHistory(params: HistoryParams, services: GatewayServices): Promise<RawJson> {
  const key = services.engine.sessions.resolveKey(params.sessionKey, params.agentId);
  const record = await services.engine.sessions.get(key);
  if (params.cursor !== undefined) return readDelta(params, key, record, services);
  const page = record === undefined ? EMPTY : await readPage(params, record, services);
  const { total, sessionId } = page;
  const { texts, offset } = fitPage(page, params);
  const end = offset + texts.length;
  const hasMore = end < total;
  const facts = {
    sessionKey: params.sessionKey,
    sessionId: record && (sessionId ?? record.sessionId),
    ...(await liveFacts(params, key, record, services)),
    hasMore,
    totalMessages: total,
    nextOffset: hasMore ? end : undefined,
    offset: params.messageId === undefined ? undefined : offset,
    defaults: modelDefaults(services, record?.agentId),
    thinkingLevel: record?.thinkingLevel,
  };
  return withMessages(facts, texts);
}

/** The same for a session that a link names by the start of its id. @throws {GatewayError} */
export async function readStartup(params: MethodParams<'chat.startup'>, services: GatewayServices): Promise<RawJson> {
  const { shortId, slugHint, sessionKey, ...rest } = params;
  if (sessionKey !== undefined) return readHistory({ ...rest, sessionKey }, services);
  if (shortId === undefined)
    throw invalidRequest('invalid chat.startup params: at root: must have sessionKey or shortId', 'INVALID_PARAMS');
  const selector = { by: 'shortId', text: shortId, agentId: params.agentId, slug: slugHint } as const;
  const [found, ...others] = await services.engine.queries.find(selector);
  if (found === undefined || others.length > 0)
    throw invalidRequest(`No session found: ${shortId}`, 'SESSION_NOT_FOUND', 'Choose a session from the list.');
  return readHistory({ ...rest, sessionKey: found.key }, services);
}

interface Page {
  readonly rows: readonly StoredTranscriptRow[];
  readonly total: number;
  /** Number of rows after the page. */
  readonly offset: number;
  /** Of the requested earlier conversation. */
  readonly sessionId?: string;
}

const EMPTY: Page = { rows: [], total: 0, offset: 0 };

async function readPage(
  { limit = DEFAULT_LIMIT, offset = 0, sessionId, messageId }: HistoryParams,
  record: SessionRecord,
  { engine }: GatewayServices,
): Promise<Page> {
  // Clients also send the current conversation's id.
  if (sessionId !== undefined && sessionId !== record.sessionId)
    return { ...(await engine.queries.transcript(record.key, { limit, offset, sessionId })), offset, sessionId };
  if (messageId === undefined) return { ...(await engine.queries.transcript(record.key, { limit, offset })), offset };
  const { rows, after } = await engine.queries.entry(record.key, messageId);
  if (rows.length === 0)
    throw invalidRequest(
      'No message in this conversation has this ID.',
      'MESSAGE_NOT_FOUND',
      'Reload the conversation; it may have changed.',
    );
  // The message is in the middle of its page.
  const from = Math.max(0, after - Math.floor(limit / 2));
  return { ...(await engine.queries.transcript(record.key, { limit, offset: from })), offset: from };
}

/** The rows after the cursor, or the response that everything must be read again. */
async function readDelta(
  params: HistoryParams,
  key: string,
  record: SessionRecord | undefined,
  services: GatewayServices,
): Promise<RawJson> {
  const seq = record === undefined ? undefined : readCursor(params.cursor ?? '', record);
  const rows = seq === undefined ? undefined : await services.engine.queries.rowsAfter(key, seq, MAX_NEW_ROWS);
  const texts = rows?.map((row) => toText(row, params.maxChars));
  if (texts === undefined || countBytes(texts) > (params.maxBytes ?? Number.POSITIVE_INFINITY))
    return new RawJson('{"kind":"reset","messages":[]}');
  return withMessages({ kind: 'delta', ...(await liveFacts(params, key, record, services)) }, texts);
}

/** The current activity, besides the rows. */
async function liveFacts(
  params: HistoryParams,
  key: string,
  record: SessionRecord | undefined,
  services: GatewayServices,
) {
  const inFlightRun = services.engine.queries.inFlight(key);
  return {
    sessionInfo: record && sessionRow(record, services),
    deltaCursor: record && formatCursor(record),
    inFlightRun,
    ...(await inputFacts(params, key, record !== undefined, services)),
  };
}

/** The rows that fit into `maxBytes`, newest first or around `messageId`, and the number of rows after them. At least one. */
function fitPage({ rows, offset }: Page, { messageId, maxChars, maxBytes }: HistoryParams) {
  const texts = rows.map((row) => toText(row, maxChars));
  if (maxBytes === undefined) return { texts, offset };
  const anchor = messageId === undefined ? -1 : rows.findLastIndex(({ entryId }) => entryId === messageId);
  let end = anchor === -1 ? texts.length : anchor + 1;
  let start = Math.max(0, end - 1);
  let left = maxBytes - countBytes(texts.slice(start, end));
  const fits = (text: string | undefined): boolean => {
    if (text === undefined || countBytes([text]) > left) return false;
    left -= countBytes([text]);
    return true;
  };
  while (fits(texts[start - 1])) start -= 1;
  while (fits(texts[end])) end += 1;
  return { texts: texts.slice(start, end), offset: offset + texts.length - end };
}

function countBytes(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

function toText(row: StoredTranscriptRow, maxChars = DEFAULT_MAX_CHARS): string {
  return row.longest > maxChars ? truncateRow(rowText(row), maxChars) : rowText(row);
}

/** Undefined facts are left out. */
function withMessages(facts: object, texts: readonly string[]): RawJson {
  return new RawJson(`${JSON.stringify(facts).slice(0, -1)},"messages":`, ...toArrayParts(texts), '}');
}

/** The row with every text truncated to `maxChars`. */
function truncateRow(json: string, maxChars: number): string {
  return JSON.stringify(JSON.parse(json), (name, value: unknown) => {
    if (typeof value !== 'string' || value.length <= maxChars || name === 'data') return value;
    return takeStart(value, maxChars) + CUT_MARK;
  });
}
