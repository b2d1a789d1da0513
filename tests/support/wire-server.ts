// A local model server whose wire format is exchangeable and which can misbehave in every way that servers do.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A part of an answer. */
export type ScenePart =
  | { readonly say: readonly string[] }
  | { readonly think: string }
  /** `json` is the text of the arguments, sent in two pieces where the format allows it. */
  | { readonly call: string; readonly id: string; readonly json: string };

/** What the server does with the next model call. */
export type Scene =
  | {
      readonly parts: readonly ScenePart[];
      /** `early`: ends the stream properly but without the closing events. `cut`: destroys the connection. */
      readonly end?: 'whole' | 'early' | 'cut' | 'hang' | 'endless';
      readonly stop?: 'stop' | 'length';
      readonly headers?: Readonly<Record<string, string>>;
      /** Bytes per write; default: all at once. */
      readonly bytesPerWrite?: number;
    }
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly message: string }
  | { readonly raw: string; readonly contentType: string }
  /** Takes the request and never answers. */
  | { readonly silent: true };

/** How a family of servers writes answers. */
export interface WireFormat {
  readonly contentType: string;
  begin(): string;
  part(part: ScenePart, index: number): readonly string[];
  end(calls: boolean, stop: 'stop' | 'length'): string;
  error(status: number, message: string): unknown;
  /** Answers to anything that is no model call; undefined for model calls. */
  other(path: string, models: readonly string[]): unknown;
}

/** Tokens that every format reports. */
export const SCENE_USAGE = { input: 90, output: 20, cacheRead: 10, cacheWrite: 0 } as const;

/** A started server. */
export interface WireServer {
  readonly url: string;
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingMessage['headers'];
    readonly body: Record<string, unknown>;
  }[];
  /** Sets the answer, which may depend on the body of the request. */
  play(scene: Scene | ((body: Record<string, unknown>) => Scene)): void;
  /** Requests that are being answered now. */
  open(): number;
  close(): Promise<void>;
}

/** Starts a server on a free port. */
export async function startWireServer(
  format: WireFormat,
  models: readonly string[] = ['test-model'],
): Promise<WireServer> {
  const requests: { path: string; headers: IncomingMessage['headers']; body: Record<string, unknown> }[] = [];
  let choose: (body: Record<string, unknown>) => Scene = () => ({ parts: [{ say: ['ok'] }] });
  let open = 0;
  const server = createServer((request, response) => {
    open += 1;
    response.on('close', () => (open -= 1));
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const path = request.url ?? '/';
      const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>);
      requests.push({ path, headers: request.headers, body });
      const scene = choose(body);
      const other = format.other(path, models);
      if (other !== undefined && !('status' in scene)) return sendJson(response, 200, {}, other);
      perform(format, scene, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    play: (next) => (choose = typeof next === 'function' ? next : () => next),
    open: () => open,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function perform(format: WireFormat, scene: Scene, response: ServerResponse): void {
  if ('silent' in scene) return;
  if ('status' in scene)
    return sendJson(response, scene.status, scene.headers ?? {}, format.error(scene.status, scene.message));
  if ('raw' in scene) return void response.writeHead(200, { 'content-type': scene.contentType }).end(scene.raw);
  response.writeHead(200, { 'content-type': format.contentType, ...scene.headers });
  const pieces = [format.begin(), ...scene.parts.flatMap((part, index) => format.part(part, index))];
  const end = scene.end ?? 'whole';
  if (end === 'whole')
    pieces.push(
      format.end(
        scene.parts.some((part) => 'call' in part),
        scene.stop ?? 'stop',
      ),
    );
  writeAll(response, pieces.join(''), scene.bytesPerWrite, () => {
    if (end === 'cut') setTimeout(() => response.destroy(), 20);
    if (end === 'whole' || end === 'early') response.end();
    if (end === 'endless') flood(response, format);
  });
}

function writeAll(response: ServerResponse, text: string, bytesPerWrite: number | undefined, then: () => void): void {
  const bytes = Buffer.from(text);
  const size = bytesPerWrite ?? bytes.length;
  let at = 0;
  const next = (): void => {
    if (at >= bytes.length) return then();
    response.write(bytes.subarray(at, at + size));
    at += size;
    setImmediate(next);
  };
  next();
}

function flood(response: ServerResponse, format: WireFormat): void {
  const piece = format.part({ say: ['x'.repeat(4096)] }, 0).join('');
  const more = (): void => {
    while (!response.destroyed && response.write(piece)) continue;
    if (!response.destroyed) response.once('drain', more);
  };
  more();
}

function sendJson(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  body: unknown,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
