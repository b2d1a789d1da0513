// Asks LM Studio and llama.cpp for their context windows, which their lists of models don't have.
import { isJsonObject } from '#contract/types/json-object.ts';
import { readTokenCount } from '../token-count.ts';

/** Assumed context window of a model whose server doesn't report one, tokens: safe for most, large enough to be useful. */
export const DEFAULT_WINDOW = 32_768;

/** Timeout of the requests, ms. Other servers respond at once that they don't have these paths. */
const PROBE_TIMEOUT_MS = 1_500;

/** The context window of a model, tokens; undefined if the server doesn't report it. */
export type FindWindow = (model: string) => number | undefined;

interface ProbedServer {
  /** Address of the API, with or without `/v1`. */
  readonly baseUrl: string;
  readonly fetch: typeof fetch;
  readonly apiKey: string | undefined;
  /** IDs of the listed models. */
  readonly models: readonly string[];
}

/** Requests the paths of both servers. Never fails: after a timeout or an error, the windows are unknown. */
export async function probeWindows(server: ProbedServer, signal: AbortSignal): Promise<FindWindow> {
  const [list, props] = await Promise.all([
    readJson(server, '/api/v0/models', signal),
    readJson(server, '/props', signal),
  ]);
  const rows = isJsonObject(list) && Array.isArray(list['data']) ? list['data'].filter(isJsonObject) : [];
  // A router in front of several models answers for one of them or for none.
  const only = server.models.length === 1 ? readProps(props) : undefined;
  // A list can be long.
  const byId = new Map(rows.map((row) => [row['id'], row]));
  return (model) => readRow(byId.get(model)) ?? only;
}

/** A row of LM Studio. Its maximum is often more than the size with which the model will be loaded. */
function readRow(row: Record<string, unknown> | undefined): number | undefined {
  const loaded = toCount(row?.['loaded_context_length']);
  const largest = toCount(row?.['max_context_length']);
  return loaded ?? (largest === undefined ? undefined : Math.min(largest, DEFAULT_WINDOW));
}

/** The properties of llama.cpp. `n_ctx` is the part of the context for one of its parallel slots. */
function readProps(props: unknown): number | undefined {
  const settings = isJsonObject(props) ? props['default_generation_settings'] : undefined;
  return isJsonObject(settings) ? toCount(settings['n_ctx']) : undefined;
}

async function readJson({ baseUrl, fetch: send, apiKey }: ProbedServer, path: string, signal: AbortSignal) {
  const url = new URL(baseUrl);
  url.pathname = url.pathname.replace(/\/(v1\/?)?$/, '') + path;
  const headers: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
  try {
    const limited = AbortSignal.any([signal, AbortSignal.timeout(PROBE_TIMEOUT_MS)]);
    const response = await send(url, { headers, signal: limited });
    const text = await response.text();
    return response.ok ? (JSON.parse(text) as unknown) : undefined;
  } catch {
    // Another kind of server, or one that is busy.
    return undefined;
  }
}

function toCount(value: unknown): number | undefined {
  return readTokenCount(value) || undefined;
}
