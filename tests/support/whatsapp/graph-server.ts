// A local server that speaks the WhatsApp Cloud API: messages, files, read receipts, and the menu of commands.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '#contract/types/json-object.ts';
import { findFault, MAX_BYTES, MEDIA_TYPES } from './rules.ts';

/** ID of the server's phone number. */
export const PHONE_NUMBER_ID = '106540352242922';
/** The number. */
export const PHONE_NUMBER = '+1 555-010-0001';
/** The token that it accepts. */
export const ACCESS_TOKEN = 'EAAG-access-token-of-the-tests';

/** How the next call fails. */
export type GraphFailure =
  | {
      readonly status: number;
      readonly code?: number;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | 'disconnect'
  | 'malformed'
  | 'silent'
  /** It doesn't; the one after it is next. */
  | 'none';

/** A message that the bot sent. */
export interface SentMessage {
  readonly id: string;
  readonly content: JsonObject;
}

/** What is wrong with a call. */
interface Fault {
  readonly code: number;
  readonly message: string;
}

function isFault(answer: JsonObject | Fault): answer is Fault {
  return 'code' in answer;
}

interface StoredFile {
  readonly mimeType: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The server. */
export class GraphServer {
  readonly sent: SentMessage[] = [];
  /** Read receipts and typing indicators. */
  readonly receipts: JsonObject[] = [];
  readonly files = new Map<string, StoredFile>();
  commands: unknown;
  /** Where the address of a file points to; default: this server. */
  fileAddress: ((id: string) => string) | undefined;
  /** Requests for file contents, with the host that they were for. */
  readonly downloads: string[] = [];
  /** People outside of the 24-hour window. */
  readonly closed = new Set<string>();
  /** IDs that nobody has. */
  readonly unknown = new Set(['999999999']);
  readonly #failures: GraphFailure[] = [];
  readonly #server: Server;
  #count = 0;
  requests = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<GraphServer> {
    const server = createServer();
    const graph = new GraphServer(server);
    server.on('request', (request, response) => void graph.#handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return graph;
  }

  get address(): string {
    // It listens on a port.
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next calls fail, one after another. */
  fail(...failures: readonly GraphFailure[]): void {
    this.#failures.push(...failures);
  }

  /** Stores a file that a person sent. */
  addFile(bytes: Uint8Array, mimeType: string, name = 'file'): string {
    const id = `media-${(this.#count += 1)}`;
    this.files.set(id, { bytes, mimeType, name });
    return id;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.requests += 1;
    const body = await readAll(request);
    const [path = '', query = ''] = (request.url ?? '').split('?');
    const failure = this.#failures.shift();
    if (failure === 'silent') return;
    if (failure === 'disconnect') return void response.destroy();
    if (failure === 'malformed') return void response.end('<html>');
    if (failure !== undefined && failure !== 'none')
      return sendFault(response, failure.status, failure.code, failure.message, failure.headers);
    if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`)
      return sendFault(response, 401, 190, 'Invalid OAuth access token.');
    if (path.startsWith('/files/')) return this.#sendFile(response, path.slice('/files/'.length));
    const [, version, id = '', action] = path.split('/');
    if (version !== 'v26.0') return sendFault(response, 400, 2_635, 'Unknown version');
    const answer = await this.#answer(request, { id, action, body, query });
    if (isFault(answer)) return sendFault(response, 400, answer.code, answer.message);
    send(response, 200, answer);
  }

  async #answer(
    request: IncomingMessage,
    { id, action, body, query }: { id: string; action: string | undefined; body: Uint8Array; query: string },
  ): Promise<JsonObject | Fault> {
    if (request.method === 'GET' && id === PHONE_NUMBER_ID) return { id, display_phone_number: PHONE_NUMBER };
    if (request.method === 'GET') return this.#describeFile(decodeURIComponent(id), query);
    if (id !== PHONE_NUMBER_ID) return { code: 100, message: 'Unsupported post request.' };
    if (action === 'media') return this.#upload(request, body);
    // Bodies of the other calls are JSON objects.
    const json = JSON.parse(Buffer.from(body).toString()) as JsonObject;
    if (action === 'conversational_automation') {
      this.commands = json['commands'];
      return { success: true };
    }
    if (action !== 'messages') return { code: 100, message: 'Unknown path' };
    if (json['status'] === 'read') {
      this.receipts.push(json);
      return { success: true };
    }
    return this.#send(json);
  }

  #send(content: JsonObject): JsonObject | Fault {
    const fault = findFault(content);
    if (fault !== undefined) return { code: 131_009, message: fault };
    const to = String(content['to'] ?? content['recipient']);
    if (this.unknown.has(to)) return { code: 131_026, message: 'Message undeliverable' };
    if (this.closed.has(to)) return { code: 131_047, message: 'Re-engagement message' };
    const type = String(content['type']);
    // The content of a message is checked above.
    const file = this.files.get(String((content[type] as JsonObject)['id']));
    if (file !== undefined && file.bytes.length > (MAX_BYTES[type] ?? 0))
      return { code: 131_053, message: 'Media upload error' };
    const id = `wamid.sent${(this.#count += 1)}`;
    this.sent.push({ id, content });
    return { messaging_product: 'whatsapp', contacts: [{ input: to, wa_id: to }], messages: [{ id }] };
  }

  async #upload(request: IncomingMessage, body: Uint8Array) {
    const headers = { 'content-type': request.headers['content-type'] ?? '' };
    const form = await new Request('http://local', { method: 'POST', headers, body: new Uint8Array(body) }).formData();
    const file = form.get('file');
    if (form.get('messaging_product') !== 'whatsapp' || !(file instanceof File))
      return { code: 100, message: 'The parameters messaging_product and file are required.' };
    if (!MEDIA_TYPES.has(file.type)) return { code: 100, message: `Param file must be of another type: ${file.type}` };
    return { id: this.addFile(new Uint8Array(await file.arrayBuffer()), file.type, file.name) };
  }

  #describeFile(id: string, query: string) {
    const file = this.files.get(id);
    if (file === undefined || !query.includes(`phone_number_id=${PHONE_NUMBER_ID}`))
      return { code: 100, message: 'Unsupported get request.' };
    const sha256 = createHash('sha256').update(file.bytes).digest('hex');
    const url = this.fileAddress?.(id) ?? `${this.address}/files/${id}`;
    return { messaging_product: 'whatsapp', id, url, mime_type: file.mimeType, sha256, file_size: file.bytes.length };
  }

  #sendFile(response: ServerResponse, id: string): void {
    this.downloads.push(id);
    const file = this.files.get(id);
    if (file === undefined) return sendFault(response, 404, 100, 'No such file');
    response.writeHead(200, { 'content-type': file.mimeType });
    response.end(file.bytes);
  }
}

function send(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

function sendFault(
  response: ServerResponse,
  status: number,
  code = 1,
  message = 'An error',
  headers: Readonly<Record<string, string>> = {},
): void {
  send(
    response,
    status,
    { error: { message: `(#${code}) ${message}`, type: 'OAuthException', code, fbtrace_id: 'A1' } },
    headers,
  );
}

async function readAll(request: IncomingMessage): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  // The stream of a request yields bytes.
  for await (const piece of request) pieces.push(piece as Uint8Array);
  return Buffer.concat(pieces);
}
