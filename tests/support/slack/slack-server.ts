// A local Slack: Web API, socket mode, and files, for one app. Tests act as people, and see what the bot did.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { JsonObject } from '#contract/types/json-object.ts';
import { slackRoutes, SlackFailure } from './slack-routes.ts';
import { APP_TOKEN, BOT_TOKEN, SlackState } from './slack-state.ts';
import { SocketSide } from './socket-side.ts';

/** How the next matching request fails. */
export interface SlackFault {
  /** Method of the API, such as `chat.postMessage`. */
  readonly on: string;
  readonly status?: number;
  readonly retryAfter?: number;
  /** Error that Slack names. */
  readonly error?: string;
  readonly instead?: 'hang' | 'disconnect';
}

/** A call of the bot. */
export interface SlackCall {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
}

/** A running server. */
export interface SlackServer {
  /** Value of `GATEHOUSE_SLACK_API`. */
  readonly api: string;
  readonly state: SlackState;
  readonly socket: SocketSide;
  readonly calls: SlackCall[];
  /** Requests for file contents, with their authorization. */
  readonly downloads: (string | undefined)[];
  fail(fault: SlackFault): void;
  close(): Promise<void>;
}

/** Opens a server. */
export async function openSlackServer(): Promise<SlackServer> {
  const server = createServer();
  const state = new SlackState();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  state.origin = origin;
  const socket = new SocketSide(server, state);
  const calls: SlackCall[] = [];
  const downloads: (string | undefined)[] = [];
  const faults: SlackFault[] = [];
  const uploads = new Map<string, { readonly name: string; bytes: Uint8Array }>();
  const routes = slackRoutes(state, { uploads, socketUrl: () => socket.createUrl(`ws://127.0.0.1:${port}`), origin });

  const sendFile = (request: IncomingMessage, response: ServerResponse, id: string): void => {
    downloads.push(request.headers.authorization);
    const file = state.files.get(id);
    const isAllowed = state.allowsFiles && request.headers.authorization === `Bearer ${BOT_TOKEN}`;
    if (file === undefined) return void response.writeHead(404).end();
    if (!isAllowed) return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
    response.writeHead(200, { 'content-type': file.mimetype, 'content-length': file.bytes.length }).end(file.bytes);
  };
  const takeUpload = async (response: ServerResponse, id: string, type: string, body: Buffer): Promise<void> => {
    const upload = uploads.get(id);
    if (upload === undefined) return void response.writeHead(404).end();
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } })
      .formData()
      .catch(() => undefined);
    const part = form === undefined ? undefined : [...form.values()].find((one) => one instanceof File);
    upload.bytes = part === undefined ? new Uint8Array(body) : new Uint8Array(await part.arrayBuffer());
    response.writeHead(200).end('OK');
  };
  const call = ({ method, params, authorization }: SlackCall): JsonObject => {
    const wanted = method === 'apps.connections.open' ? APP_TOKEN : BOT_TOKEN;
    if (authorization !== `Bearer ${wanted}`) throw new SlackFailure('invalid_auth');
    const route = routes[method];
    if (route === undefined) throw new SlackFailure('unknown_method');
    return route(params);
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await buffer(request);
    const [, area = '', id = ''] = new URL(request.url ?? '/', origin).pathname.split('/');
    const type = request.headers['content-type'] ?? '';
    if (area === 'files-pri') return sendFile(request, response, id);
    if (area === 'upload') return takeUpload(response, id, type, body);
    const made = { method: id, params: readParams(type, body), authorization: request.headers.authorization };
    calls.push(made);
    const at = faults.findIndex(({ on }) => on === id || on === '*');
    const [fault] = at === -1 ? [] : faults.splice(at, 1);
    if (fault?.instead === 'hang') return;
    if (fault?.instead === 'disconnect') return void request.socket.destroy();
    if (fault?.status !== undefined) return sendStatus(response, fault);
    try {
      if (fault?.error !== undefined) throw new SlackFailure(fault.error);
      sendJson(response, { ok: true, ...call(made) });
    } catch (error) {
      if (!(error instanceof SlackFailure)) throw error;
      sendJson(response, { ok: false, error: error.message });
    }
  };
  server.on('request', (request, response) => void answer(request, response).catch(() => response.destroy()));
  return {
    api: `${origin}/api`,
    state,
    socket,
    calls,
    downloads,
    fail: (fault) => void faults.push(fault),
    async close() {
      socket.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function sendStatus(response: ServerResponse, { status = 500, retryAfter }: SlackFault): void {
  const wait = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) };
  response.writeHead(status, { 'content-type': 'application/json', ...wait }).end('{"ok":false,"error":"ratelimited"}');
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Parameters of a form, in which values other than texts are JSON. */
function readParams(type: string, body: Buffer): Readonly<Record<string, unknown>> {
  if (type.startsWith('application/json')) return JSON.parse(body.toString()) as Record<string, unknown>;
  return Object.fromEntries([...new URLSearchParams(body.toString())].map(([name, value]) => [name, parse(value)]));
}

function parse(value: string): unknown {
  if (value === 'true' || value === 'false') return value === 'true';
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
