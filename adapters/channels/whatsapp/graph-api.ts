// Calls of Meta's Graph API. The token goes to this API and to Meta's file servers only, and appears in no error.
import { isJsonObject, type JsonObject } from '#contract/types/json-object.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { ChannelError } from '#core/ports/channel.ts';
import { NetworkSilent } from '../outbound/recorded-fetch.ts';
import { readFault, toChannelError } from './graph-error.ts';

/** Address of the API. */
export const GRAPH_ADDRESS = 'https://graph.facebook.com';
/** Version of the API; Meta supports each for about two years. */
const VERSION = 'v26.0';
const TIMEOUT_MS = 30_000;
/** Time for a file of the largest size, ms. */
const FILE_TIMEOUT_MS = 10 * 60_000;
/** Largest body of a response that isn't a file, bytes. */
const MAX_BODY = 1_000_000;
/** Domains of Meta's file servers. */
const FILE_DOMAINS = ['fbsbx.com', 'fbcdn.net', 'facebook.com', 'whatsapp.net', 'whatsapp.com'];

/** What calls need. */
export interface GraphOptions {
  readonly fetch: typeof fetch;
  /** Replaces {@link GRAPH_ADDRESS} in tests. */
  readonly base: string;
  readonly token: () => Promise<string>;
}

/** The body of a call. */
export type GraphBody = { readonly json: JsonObject } | { readonly form: FormData };

/** Calls the API. Every failure is a {@link ChannelError}. */
export class GraphApi {
  readonly #options: GraphOptions;

  constructor(options: GraphOptions) {
    this.#options = options;
  }

  /** Reads something. */
  get(path: string, signal: AbortSignal): Promise<JsonObject> {
    return this.#call(path, {}, signal, TIMEOUT_MS);
  }

  /** Changes something, or sends a file. */
  post(path: string, body: GraphBody, signal: AbortSignal): Promise<JsonObject> {
    if ('form' in body) return this.#call(path, { method: 'POST', body: body.form }, signal, FILE_TIMEOUT_MS);
    const headers = { 'content-type': 'application/json' };
    return this.#call(path, { method: 'POST', headers, body: JSON.stringify(body.json) }, signal, TIMEOUT_MS);
  }

  /** Downloads a file from one of Meta's servers. @throws {ChannelError} `too-large` */
  async download(address: string, maxBytes: number, signal: AbortSignal): Promise<Uint8Array> {
    if (!this.#isOfMeta(address))
      throw new ChannelError('rejected', "The file isn't on a server of Meta, so it wasn't downloaded.");
    return this.#run(signal, FILE_TIMEOUT_MS, async (either) => {
      const response = await this.#send(address, {}, either);
      if (!response.ok) throw await this.#refusal(response);
      return readBytes(response, maxBytes);
    });
  }

  async #call(path: string, init: RequestInit, signal: AbortSignal, timeoutMs: number): Promise<JsonObject> {
    return this.#run(signal, timeoutMs, async (either) => {
      const response = await this.#send(`${this.#options.base}/${VERSION}/${path}`, init, either);
      if (!response.ok) throw await this.#refusal(response);
      const body = parse(await readBytes(response, MAX_BODY));
      if (body === undefined) throw new ChannelError('unavailable', "WhatsApp's response isn't valid JSON.");
      return body;
    });
  }

  async #send(address: string, init: RequestInit, signal: AbortSignal): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${await this.#options.token()}`);
    return this.#options.fetch(address, { ...init, headers, signal });
  }

  async #refusal(response: Response): Promise<ChannelError> {
    const body = parse(await readBytes(response, MAX_BODY).catch(() => new Uint8Array()));
    return toChannelError(response.status, readFault(body?.['error']), readRetryAfter(response.headers));
  }

  async #run<T>(signal: AbortSignal, timeoutMs: number, work: (either: AbortSignal) => Promise<T>): Promise<T> {
    const deadline = AbortSignal.timeout(timeoutMs);
    try {
      return await work(AbortSignal.any([signal, deadline]));
    } catch (error) {
      if (error instanceof ChannelError) throw error;
      if (signal.aborted) throw new ChannelError('aborted', 'The request was canceled.', undefined, { cause: error });
      const isSilent = deadline.aborted || error instanceof NetworkSilent;
      const reason = isSilent ? "it didn't respond in time" : errorMessage(error).replace(/\.$/, '');
      throw new ChannelError('unavailable', `Couldn't reach WhatsApp: ${reason}.`, undefined, { cause: error });
    }
  }

  #isOfMeta(address: string): boolean {
    const url = URL.parse(address);
    if (url === null || url.username !== '' || url.password !== '') return false;
    if (this.#options.base !== GRAPH_ADDRESS && url.origin === new URL(this.#options.base).origin) return true;
    const isListed = FILE_DOMAINS.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
    return url.protocol === 'https:' && url.port === '' && isListed;
  }
}

async function readBytes(response: Response, maxBytes: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of response.body ?? []) {
    size += piece.length;
    if (size > maxBytes) {
      throw new ChannelError('too-large', `The file is larger than ${Math.floor(maxBytes / 1_000_000)} MB.`);
    }
    pieces.push(piece);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function parse(bytes: Uint8Array): JsonObject | undefined {
  try {
    const body: unknown = JSON.parse(Buffer.from(bytes).toString());
    return isJsonObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** In seconds, or minutes until the use of a business account is below its limit. */
function readRetryAfter(headers: Headers): number | undefined {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  if (Number.isFinite(seconds) && seconds >= 0) return seconds * 1_000;
  const minutes = /"estimated_time_to_regain_access":\s*(\d{1,5})/.exec(
    headers.get('x-business-use-case-usage') ?? '',
  )?.[1];
  return minutes === undefined || minutes === '0' ? undefined : Number(minutes) * 60_000;
}
