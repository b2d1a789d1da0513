// A WebSocket without a client: sends what it is told, keeps what it gets.
import { WebSocket, type ClientOptions } from 'ws';
import { TOKEN } from './protocol-host.ts';

/** A frame as it came. */
export interface RawFrame {
  readonly type: string;
  readonly id?: string;
  readonly ok?: boolean;
  readonly event?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
  readonly error?: {
    readonly code: string;
    readonly message: string;
    readonly details?: Readonly<Record<string, unknown>>;
    readonly retryable?: boolean;
    readonly retryAfterMs?: number;
  };
  readonly seq?: number;
}

/** An upgrade that was answered with an HTTP status. */
export class UpgradeRefused extends Error {
  readonly status: number;
  /** `error.code` of the body. */
  readonly code: unknown;

  constructor(status: number, body: string) {
    super(`The upgrade was refused with ${status}.`);
    this.status = status;
    const parsed = body === '' ? {} : (JSON.parse(body) as { readonly error?: { readonly code?: unknown } });
    this.code = parsed.error?.code;
  }

  /** The refusal like a response, so that tests read both in the same way. */
  static toFrame(error: unknown): RawFrame {
    if (!(error instanceof UpgradeRefused)) throw error;
    const { status, code, message } = error;
    return { type: 'res', ok: false, error: { code: String(status), message, details: { code } } };
  }
}

/** An open socket. */
export class RawSocket {
  readonly frames: RawFrame[] = [];
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #socket: WebSocket;
  readonly #waiting = new Set<() => void>();

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data) => {
      this.frames.push(JSON.parse(String(data)));
      for (const check of this.#waiting) check();
    });
    this.closed = new Promise((resolve) => {
      socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
    });
  }

  /** Opens one. Rejects when the upgrade is refused. */
  static open(url: string, options: ClientOptions = {}): Promise<RawSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(url, options);
      const raw = new RawSocket(socket);
      socket.on('error', reject);
      socket.on('open', () => resolve(raw));
      socket.on('unexpected-response', (_request, response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (text: string) => (body += text));
        response.on('end', () => reject(new UpgradeRefused(response.statusCode ?? 0, body)));
      });
    });
  }

  /** Sends text as it is, or a value as JSON. */
  send(frame: unknown): void {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  sendBinary(bytes: Uint8Array): void {
    this.#socket.send(bytes);
  }

  /** The first frame, past or future, that fits. */
  frame(fits: (frame: RawFrame) => boolean): Promise<RawFrame> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = this.frames.find(fits);
        if (found === undefined) return;
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  answer(id: string): Promise<RawFrame> {
    return this.frame((frame) => frame.type === 'res' && frame.id === id);
  }

  event(name: string, fits: (payload: Readonly<Record<string, unknown>>) => boolean = () => true): Promise<RawFrame> {
    return this.frame((frame) => frame.event === name && fits(frame.payload ?? {}));
  }

  /** The challenge's nonce. */
  async nonce(): Promise<string> {
    return String((await this.event('connect.challenge')).payload?.['nonce']);
  }

  async request(id: string, method: string, params?: unknown): Promise<RawFrame> {
    this.send({ type: 'req', id, method, ...(params === undefined ? {} : { params }) });
    return this.answer(id);
  }

  /** Stops reading. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  close(): void {
    this.#socket.close();
  }
}

/** Params of `connect` for a command-line client with all scopes. */
export function connectParams(changes: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    minProtocol: 4,
    maxProtocol: 4,
    client: { id: 'cli', mode: 'cli', version: '1.0.0', platform: 'linux' },
    role: 'operator',
    scopes: ['operator.admin', 'operator.read', 'operator.write', 'operator.approvals'],
    caps: [],
    auth: { token: TOKEN },
    ...changes,
  };
}

/** Opens a socket and passes the handshake. */
export async function connected(
  url: string,
  changes: Readonly<Record<string, unknown>> = {},
  options: ClientOptions = {},
): Promise<RawSocket> {
  const socket = await RawSocket.open(url, options);
  const answer = await socket.request('connect', 'connect', connectParams(changes));
  if (answer.ok !== true) throw new Error(`refused: ${answer.error?.message}`);
  return socket;
}
