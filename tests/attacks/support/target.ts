// A gateway under attack: the public interfaces that attackers can reach, and a second client that must not notice them.
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ModelRequestRecord, Reply } from '#tests/support/model-server.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from '#tests/protocol/support/protocol-host.ts';
import { connected, RawSocket, UpgradeRefused, type RawFrame } from '#tests/protocol/support/raw-socket.ts';
import { MAX_WAIT_MS } from '#tests/support/wait-until.ts';

/** An HTTP response. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** An HTTP request with arbitrary headers. */
export interface HttpRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/** The result of a request on a socket: its response, or the close of the socket. */
export type Outcome = RawFrame & { readonly closed?: { readonly code: number; readonly reason: string } };

/** What an attack can use. */
export interface Target {
  readonly gateway: ProtocolHost;
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  /** Calls a method as the owner; throws when it is refused. */
  call<T = Record<string, unknown>>(method: string, params?: unknown): Promise<T>;
  /** Opens an attacker's socket that hasn't signed in. */
  socket(headers?: Readonly<Record<string, string>>): Promise<RawSocket>;
  /** How an upgrade with these headers is refused; fails if it isn't. */
  refusal(headers: Readonly<Record<string, string>>): Promise<RawFrame>;
  /** Connects a client that holds only these scopes. */
  client(scopes: readonly string[], changes?: Readonly<Record<string, unknown>>): Promise<RawSocket>;
  /** Creates an API key with these scopes. */
  key(scopes: readonly string[], more?: Readonly<Record<string, unknown>>): Promise<string>;
  http(path: string, options?: HttpRequest): Promise<HttpResponse>;
  /** Sends bytes on a plain TCP connection; returns what was received until the gateway hung up or `until` matched. */
  bytes(data: string | Uint8Array, until?: RegExp): Promise<string>;
  /** Resets the count of failed sign-ins, as the owner's next sign-in does. */
  resetFailures(): Promise<void>;
  /** Registers a text that attackers must not receive and the log must not contain. */
  secret(text: string): string;
}

/** A target with its teardown. */
export interface RunningTarget extends Target {
  /** Returns everything that attackers have received since the last call. */
  takeReceived(): string;
  readonly secrets: readonly string[];
  readonly bystander: Bystander;
  close(): Promise<void>;
}

/** How the gateway under attack is set up. */
export interface TargetOptions {
  readonly reply?: (request: ModelRequestRecord, index: number) => Reply | Promise<Reply>;
  /** A configuration patch that is applied after the start. */
  readonly configuration?: unknown;
  readonly pages?: string;
  /** The configuration file that it starts with. */
  readonly config?: Readonly<Record<string, unknown>>;
}

const PROVIDER_KEY = 'sk-ant-test-0000000000';

/** Starts a gateway with an owner and a bystander connected. */
export async function startTarget({ reply, configuration, pages, config }: TargetOptions = {}): Promise<RunningTarget> {
  const gateway = await startProtocolHost(reply ?? (() => ({ steps: [{ say: 'Yes.' }] })), {
    ...(pages === undefined ? {} : { pages }),
    ...(config === undefined ? {} : { config }),
  });
  const owner = await connected(gateway.url, { scopes: ['operator.admin'] });
  const bystander = new Bystander(await connected(gateway.url, { scopes: ['operator.read'] }));
  const { origin, port } = gateway.address;
  let received: (() => string)[] = [];
  const secrets = [TOKEN, PROVIDER_KEY];
  let calls = 0;
  const record = <T extends RawSocket>(socket: T): T => {
    received.push(() => JSON.stringify(socket.frames));
    return socket;
  };
  const call = async <T>(method: string, params: unknown = {}): Promise<T> => {
    const response = await owner.request(`owner-${(calls += 1)}`, method, params);
    if (response.ok !== true) throw new Error(`${method}: ${response.error?.message}`);
    // The caller knows the shape: a wrong one fails its expectations.
    return response.payload as T;
  };
  await call('setup.choose', { model: MODEL, workspace: gateway.workspace });
  if (configuration !== undefined) {
    const { hash } = await call<{ readonly hash: string }>('config.get');
    await call('config.patch', { raw: JSON.stringify(configuration), baseHash: hash });
  }
  return {
    gateway,
    url: gateway.url,
    origin,
    port,
    call,
    socket: async (headers) => record(await RawSocket.open(gateway.url, headers === undefined ? {} : { headers })),
    refusal: (headers) =>
      RawSocket.open(gateway.url, { headers }).then(
        () => expect.fail('The upgrade was accepted.'),
        (error: unknown) => UpgradeRefused.toFrame(error),
      ),
    client: async (scopes, changes = {}) => record(await connected(gateway.url, { scopes, ...changes })),
    async key(scopes, more = {}) {
      const made = await call<{ readonly key: string }>('apiKeys.create', { name: 'attacker', scopes, ...more });
      return made.key;
    },
    async http(path, options = {}) {
      const response = await sendHttp(port, path, options);
      received.push(() => JSON.stringify(response));
      return response;
    },
    async bytes(data, until) {
      const text = await sendBytes(port, data, until);
      received.push(() => text);
      return text;
    },
    async resetFailures() {
      (await connected(gateway.url)).close();
      (await connected(gateway.url, {}, { headers: { Origin: origin } })).close();
    },
    secret(text) {
      secrets.push(text);
      return text;
    },
    takeReceived() {
      const text = received.map((read) => read()).join('\n');
      received = [];
      return text;
    },
    secrets,
    bystander,
    async close() {
      bystander.stop();
      owner.close();
      await gateway.stop();
    },
  };
}

/** A client that calls `health` all the time and notices when a call fails or isn't answered. */
export class Bystander {
  readonly #socket: RawSocket;
  #answered = 0;
  #stopped = false;
  #problem: string | undefined;

  constructor(socket: RawSocket) {
    this.#socket = socket;
    void socket.closed.then(({ code }) => {
      if (!this.#stopped) this.#problem = `the bystander was disconnected with ${code}`;
    });
    void this.#keepCalling();
  }

  /** Fails when any call failed; otherwise waits for one more response. */
  async expectUnaffected(): Promise<void> {
    const before = this.#answered;
    for (const began = Date.now(); this.#answered === before && this.#problem === undefined;) {
      if (Date.now() - began > MAX_WAIT_MS) this.#problem = 'the bystander no longer gets responses';
      await delay(2);
    }
    expect(this.#problem).toBeUndefined();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket.close();
  }

  async #keepCalling(): Promise<void> {
    while (!this.#stopped) {
      const id = `bystander-${this.#answered}`;
      const response = await this.#socket.request(id, 'health');
      if (response.ok !== true) this.#problem = `the bystander was refused: ${response.error?.message}`;
      this.#socket.frames.length = 0;
      this.#answered += 1;
      await delay(5);
    }
  }
}

let requests = 0;

/** Sends a request on a socket; the close of the socket also counts as a result. */
export async function request(socket: RawSocket, method: string, params?: unknown): Promise<Outcome> {
  return Promise.race([socket.request(`a${(requests += 1)}`, method, params), closeOf(socket)]);
}

/** The close of a socket as an outcome. */
export async function closeOf(socket: RawSocket): Promise<Outcome> {
  return { type: 'closed', closed: await socket.closed };
}

function sendHttp(
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: HttpRequest,
): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const given = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    );
    const sent = httpRequest({ host: '127.0.0.1', port, path, method, headers: given, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function sendBytes(port: number, data: string | Uint8Array, until?: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(data));
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`The gateway neither hung up nor sent what was expected; it sent: ${text}`));
    }, MAX_WAIT_MS);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (until?.test(text) === true) end();
    });
    socket.on('close', end);
    socket.on('error', end);
  });
}
