// A page of the transcript as JSON text: the store's row texts are joined, only rows that are too long are parsed and cut.
import type { GatewayServices } from '../services.ts';
import { RawJson } from '../dispatch/raw-json.ts';
import { defaultsOf, keyOf, rowOf } from './session-access.ts';

const DEFAULT_LIMIT = 200;
const DEFAULT_MAX_CHARS = 8_000;
const CUT_MARK = '\n… (shortened)';

/** What `chat.history` and `chat.startup` take, as far as it is used. */
interface HistoryParams {
  readonly sessionKey: string;
  readonly agentId?: string;
  readonly limit?: number;
  readonly offset?: number;
  readonly maxChars?: number;
  readonly inputRunIds?: readonly string[];
  readonly sessionId?: string;
}

/** Makes the answer. A session that does not exist has an empty transcript. */
export async function readHistory(params: HistoryParams, services: GatewayServices): Promise<RawJson> {
  const key = keyOf(params.sessionKey, services, params.agentId);
  const record = await services.engine.getSession(key);
  const { limit = DEFAULT_LIMIT, offset = 0, maxChars = DEFAULT_MAX_CHARS } = params;
  // An earlier conversation is asked for by its id; clients send the present one's, too.
  const earlier =
    params.sessionId === undefined || params.sessionId === record?.sessionId ? {} : { sessionId: params.sessionId };
  const { rows, total } =
    record === undefined ? { rows: [], total: 0 } : await services.engine.history(key, { limit, offset, ...earlier });
  const hasMore = offset + rows.length < total;
  const inFlightRun = services.engine.inFlight(key);
  const facts = {
    sessionKey: params.sessionKey,
    ...(record === undefined ? {} : { sessionId: record.sessionId, sessionInfo: rowOf(record, services) }),
    hasMore,
    totalMessages: total,
    ...(hasMore ? { nextOffset: offset + rows.length } : {}),
    ...(inFlightRun === undefined ? {} : { inFlightRun }),
    pendingInputs: { items: [], total: 0 },
    ...(params.inputRunIds === undefined ? {} : { inputReceipts: [], inputConsumptions: [] }),
    defaults: defaultsOf(services, record?.agentId),
    ...(record?.thinkingLevel === undefined ? {} : { thinkingLevel: record.thinkingLevel }),
  };
  const messages = rows.map(({ json, longest }) => (longest > maxChars ? cutRow(json, maxChars) : json)).join(',');
  return new RawJson(`${JSON.stringify(facts).slice(0, -1)},"messages":[${messages}]}`);
}

/** The row with every text cut to `maxChars`. */
function cutRow(json: string, maxChars: number): string {
  return JSON.stringify(JSON.parse(json), (name, value: unknown) => {
    if (typeof value !== 'string' || value.length <= maxChars || name === 'data') return value;
    return value.slice(0, maxChars) + CUT_MARK;
  });
}
