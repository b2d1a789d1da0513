// Discord's REST API: what a bot may call, with its limits and errors.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError } from './discord-model.ts';

/** A request of the bot. */
export interface ApiRequest {
  readonly method: string;
  /** Without the version. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly files: readonly { readonly name: string; readonly type: string; readonly bytes: Uint8Array }[];
}

/** A fault for the next matching requests. */
export interface Fault {
  /** Part of `METHOD path`. */
  readonly on: string;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** `hang`: never answers. `cut`: closes the connection. `lose`: does it, then closes the connection. */
  readonly instead?: 'hang' | 'cut' | 'lose';
  times?: number;
}

/** Handles a request; undefined if there is no such route. */
export type Route = (request: ApiRequest, match: readonly string[]) => unknown;

/** Routes by method and pattern. */
export type Routes = Readonly<Record<string, Route>>;

/** Reads, counts, and answers the requests of a bot. */
export class RestSide {
  readonly requests: ApiRequest[] = [];
  readonly #faults: Fault[] = [];
  readonly #routes: readonly { readonly method: string; readonly pattern: RegExp; readonly route: Route }[];
  readonly #isAllowed: (request: ApiRequest) => boolean;
  /** Messages per channel and time; none if undefined. */
  bucket: { readonly limit: number; readonly windowMs: number } | undefined;
  readonly #buckets = new Map<string, { left: number; until: number }>();

  constructor(routes: Routes, isAllowed: (request: ApiRequest) => boolean) {
    this.#isAllowed = isAllowed;
    this.#routes = Object.entries(routes).map(([name, route]) => {
      const [method = '', path = ''] = name.split(' ');
      return { method, route, pattern: new RegExp(`^${path.replaceAll(/:\w+/g, '([^/]+)')}$`) };
    });
  }

  fail(fault: Fault): void {
    this.#faults.push(fault);
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const call = await readRequest(request);
    this.requests.push(call);
    const fault = this.#takeFault(call);
    if (fault?.instead === 'hang') return;
    if (fault?.instead === 'cut') return void request.socket.destroy();
    if (fault?.status !== undefined) return answer(response, fault.status, fault.body ?? {}, fault.headers);
    const limited = this.#limit(call);
    if (limited.retryAfter > 0) {
      const body = { message: 'You are being rate limited.', retry_after: limited.retryAfter, global: false };
      return answer(response, 429, body, { ...limited.headers, 'retry-after': String(limited.retryAfter) });
    }
    try {
      if (!this.#isAllowed(call)) throw new ApiError(401, 0, '401: Unauthorized');
      const result = await this.#run(call);
      if (fault?.instead === 'lose') return void request.socket.destroy();
      answer(response, result === undefined ? 204 : 200, result, limited.headers);
    } catch (error) {
      if (!(error instanceof ApiError)) return answer(response, 500, { message: String(error), code: 0 });
      answer(response, error.status, { message: error.message, code: error.code, errors: error.errors });
    }
  }

  async #run(call: ApiRequest): Promise<unknown> {
    for (const { method, pattern, route } of this.#routes) {
      const match = method === call.method ? pattern.exec(decodeURIComponent(call.path)) : null;
      if (match !== null) return route(call, match.slice(1).map(decodeURIComponent));
    }
    throw new ApiError(404, 0, `404: Not Found (${call.method} ${call.path})`);
  }

  #takeFault({ method, path }: ApiRequest): Fault | undefined {
    const fault = this.#faults.find(({ on, times = 1 }) => times > 0 && `${method} ${path}`.includes(on));
    if (fault !== undefined) fault.times = (fault.times ?? 1) - 1;
    return fault;
  }

  #limit({ method, path }: ApiRequest): { readonly retryAfter: number; readonly headers: Record<string, string> } {
    if (this.bucket === undefined || method !== 'POST' || !path.endsWith('/messages'))
      return { retryAfter: 0, headers: {} };
    const { limit, windowMs } = this.bucket;
    const now = Date.now();
    let state = this.#buckets.get(path);
    if (state === undefined || state.until <= now) state = { left: limit, until: now + windowMs };
    this.#buckets.set(path, state);
    const isOver = state.left === 0;
    state.left = Math.max(0, state.left - 1);
    const seconds = (state.until - now) / 1000;
    const headers = {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-remaining': String(state.left),
      'x-ratelimit-reset-after': String(seconds),
      'x-ratelimit-bucket': 'messages',
    };
    return { retryAfter: isOver ? seconds : 0, headers };
  }
}

function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  if (status === 204) return void response.writeHead(204, headers).end();
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

async function readRequest(request: IncomingMessage): Promise<ApiRequest> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  const base = {
    method: request.method ?? '',
    path: url.pathname.replace(/^\/api\/v10/, ''),
    query: url.searchParams,
    authorization: request.headers.authorization ?? '',
  };
  if (!type.startsWith('multipart/')) return { ...base, body: parseJson(bytes.toString()), files: [] };
  const form = await new Response(bytes, { headers: { 'content-type': type } }).formData();
  const files = [];
  let body = {};
  for (const [key, value] of form) {
    if (typeof value === 'string') body = key === 'payload_json' ? parseJson(value) : body;
    else files.push({ name: value.name, type: value.type, bytes: new Uint8Array(await value.arrayBuffer()) });
  }
  return { ...base, body, files };
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  // The body of a request is an object or a list.
  return text === '' ? {} : (JSON.parse(text) as Readonly<Record<string, unknown>>);
}
