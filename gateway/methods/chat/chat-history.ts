// A page of the transcript as JSON text. Stored row texts are joined; only rows that are too long are parsed and truncated.
import { invalidRequest } from '#contract/wire/errors.ts';
import type { MethodParams } from '#contract/methods/registry.ts';
import type { SessionRecord } from '#core/ports/sessions-store.ts';
import type { StoredTranscriptRow } from '#core/ports/transcript.ts';
import { rowText } from '../../openclaw/transcript-rows.ts';
import type { GatewayServices } from '../../server/services.ts';
import { RawJson } from '../../server/dispatch/raw-json.ts';
import { cursorOf, readCursor } from './history-cursor.ts';
import { inputFacts } from './history-inputs.ts';
import { defaultsOf, keyOf, rowOf } from '../sessions/session-access.ts';

const DEFAULT_LIMIT = 200;
const DEFAULT_MAX_CHARS = 8_000;
/** New rows beyond which a client reads everything again. */
const MOST_NEW_ROWS = 1_000;
const CUT_MARK = '\n… (truncated)';

type HistoryParams = MethodParams<'chat.history'>;

/** Makes the answer. A session that does not exist has an empty transcript. */
export async function readHistory(params: HistoryParams, services: GatewayServices): Promise<RawJson> {
  const key = keyOf(params.sessionKey, services, params.agentId);
  const record = await services.engine.sessions.get(key);
  if (params.cursor !== undefined) return readDelta(params, key, record, services);
  const page = record === undefined ? EMPTY : await pageOf(params, record, services);
  const { rows, total, offset } = page;
  const hasMore = offset + rows.length < total;
  const facts = {
    sessionKey: params.sessionKey,
    ...(record === undefined ? {} : { sessionId: page.sessionId ?? record.sessionId }),
    ...(await liveFacts(params, key, record, services)),
    hasMore,
    totalMessages: total,
    ...(hasMore ? { nextOffset: offset + rows.length } : {}),
    ...(params.messageId === undefined ? {} : { offset }),
    defaults: defaultsOf(services, record?.agentId),
    ...(record?.thinkingLevel === undefined ? {} : { thinkingLevel: record.thinkingLevel }),
  };
  return withMessages(facts, rows, params.maxChars);
}

/** The same for a session that a link names by the beginning of its id. @throws {GatewayError} */
export async function readStartup(params: MethodParams<'chat.startup'>, services: GatewayServices): Promise<RawJson> {
  const { shortId, slugHint, sessionKey, ...rest } = params;
  if (sessionKey !== undefined) return readHistory({ ...rest, sessionKey }, services);
  if (shortId === undefined)
    throw invalidRequest('invalid chat.startup params: at root: must have sessionKey or shortId', 'INVALID_PARAMS');
  const [found, ...others] = await services.engine.queries.find({
    by: 'shortId',
    text: shortId,
    agentId: params.agentId,
    slug: slugHint,
  });
  if (found === undefined || others.length > 0)
    throw invalidRequest(`No session found: ${shortId}`, 'SESSION_NOT_FOUND', 'Choose a session from the list.');
  return readHistory({ ...rest, sessionKey: found.key }, services);
}

interface Page {
  readonly rows: readonly StoredTranscriptRow[];
  readonly total: number;
  /** Rows that come after the page. */
  readonly offset: number;
  /** Of the earlier conversation that was asked for. */
  readonly sessionId?: string;
}

const EMPTY: Page = { rows: [], total: 0, offset: 0 };

async function pageOf(
  { limit = DEFAULT_LIMIT, offset = 0, sessionId, messageId }: HistoryParams,
  record: SessionRecord,
  { engine }: GatewayServices,
): Promise<Page> {
  // Clients send the present conversation's id, too.
  if (sessionId !== undefined && sessionId !== record.sessionId)
    return { ...(await engine.queries.transcript(record.key, { limit, offset, sessionId })), offset, sessionId };
  if (messageId === undefined) return { ...(await engine.queries.transcript(record.key, { limit, offset })), offset };
  const { rows, after } = await engine.queries.entry(record.key, messageId);
  if (rows.length === 0)
    throw invalidRequest(
      'No message in this conversation has this id.',
      'MESSAGE_NOT_FOUND',
      'Reload the conversation; it may have changed.',
    );
  // The message is in the middle of its page.
  const from = Math.max(0, after - Math.floor(limit / 2));
  return { ...(await engine.queries.transcript(record.key, { limit, offset: from })), offset: from };
}

/** Only what is new since the cursor, or that everything must be read again. */
async function readDelta(
  params: HistoryParams,
  key: string,
  record: SessionRecord | undefined,
  services: GatewayServices,
): Promise<RawJson> {
  const seq = record === undefined ? undefined : readCursor(params.cursor ?? '', record);
  const rows = seq === undefined ? undefined : await services.engine.queries.rowsAfter(key, seq, MOST_NEW_ROWS);
  if (rows === undefined) return new RawJson('{"kind":"reset","messages":[]}');
  return withMessages({ kind: 'delta', ...(await liveFacts(params, key, record, services)) }, rows, params.maxChars);
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
    ...(record === undefined ? {} : { sessionInfo: rowOf(record, services), deltaCursor: cursorOf(record) }),
    ...(inFlightRun === undefined ? {} : { inFlightRun }),
    ...(await inputFacts(params, key, record !== undefined, services)),
  };
}

function withMessages(facts: object, rows: readonly StoredTranscriptRow[], maxChars = DEFAULT_MAX_CHARS): RawJson {
  const messages = rows
    .map((row) => (row.longest > maxChars ? truncateRow(rowText(row), maxChars) : rowText(row)))
    .join(',');
  return new RawJson(`${JSON.stringify(facts).slice(0, -1)},"messages":[${messages}]}`);
}

/** The row with every text truncated to `maxChars`. */
function truncateRow(json: string, maxChars: number): string {
  return JSON.stringify(JSON.parse(json), (name, value: unknown) => {
    if (typeof value !== 'string' || value.length <= maxChars || name === 'data') return value;
    return value.slice(0, maxChars) + CUT_MARK;
  });
}
