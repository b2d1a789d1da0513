// A gateway under attack: what attackers may use (its public doors), and a witness who must not notice anything.
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ModelRequestRecord, Reply } from '#tests/support/model-server.ts';
import { MODEL, startProtocolHost, TOKEN, type ProtocolHost } from '#tests/protocol/support/protocol-host.ts';
import { connected, RawSocket, type RawFrame } from '#tests/protocol/support/raw-socket.ts';

/** An answer over HTTP. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A request over HTTP with any header. */
export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array;
}

/** What became of a request on a socket: its answer, or the end of the socket. */
export type Outcome = RawFrame & { readonly closed?: { readonly code: number; readonly reason: string } };

/** What the owner's calls and the attackers' sockets look like to a case. */
export interface Stage {
  readonly gateway: ProtocolHost;
  readonly url: string;
  readonly origin: string;
  readonly port: number;
  /** A call of the owner; fails when it is refused. */
  call<T = Record<string, unknown>>(method: string, params?: unknown): Promise<T>;
  /** An attacker's socket, not signed in. */
  socket(headers?: Readonly<Record<string, string>>): Promise<RawSocket>;
  /** Somebody who holds only these scopes. */
  client(scopes: readonly string[], changes?: Readonly<Record<string, unknown>>): Promise<RawSocket>;
  /** A program's key with these scopes. */
  key(scopes: readonly string[], more?: Readonly<Record<string, unknown>>): Promise<string>;
  http(path: string, asked?: Asked): Promise<Answer>;
  /** Bytes on a plain connection; what came back until the other side hung up or `until` fits. */
  bytes(data: string | Uint8Array, until?: RegExp): Promise<string>;
  /** Clears the count of failures, as the owner's next sign-in does. */
  forgive(): Promise<void>;
  /** Texts that must not be heard or logged, besides the gateway's own secrets. */
  secret(text: string): string;
}

/** A stage with its end. */
export interface OpenStage extends Stage {
  /** Everything that attackers were told. */
  heard(): string;
  readonly secrets: readonly string[];
  readonly witness: Witness;
  close(): Promise<void>;
}

/** How the gateway under attack is made. */
export interface StageOptions {
  readonly reply?: (request: ModelRequestRecord, index: number) => Reply | Promise<Reply>;
  /** A patch of the configuration. */
  readonly configuration?: unknown;
  readonly pages?: string;
  /** The configuration with which it starts. */
  readonly config?: Readonly<Record<string, unknown>>;
}

const PROVIDER_KEY = 'sk-ant-test-0000000000';
const LONGEST_WAIT_MS = 15_000;

/** Starts one. */
export async function openStage({ reply, configuration, pages, config }: StageOptions = {}): Promise<OpenStage> {
  const gateway = await startProtocolHost(reply ?? (() => ({ steps: [{ say: 'Yes.' }] })), {
    ...(pages === undefined ? {} : { pages }),
    ...(config === undefined ? {} : { config }),
  });
  const owner = await connected(gateway.url, { scopes: ['operator.admin'] });
  const witness = new Witness(await connected(gateway.url, { scopes: ['operator.read'] }));
  const { origin, port } = gateway.address;
  const heard: (() => string)[] = [];
  const secrets = [TOKEN, PROVIDER_KEY];
  let calls = 0;
  const keep = <T extends RawSocket>(socket: T): T => {
    heard.push(() => JSON.stringify(socket.frames));
    return socket;
  };
  const call = async <T>(method: string, params: unknown = {}): Promise<T> => {
    const answer = await owner.request(`owner-${(calls += 1)}`, method, params);
    if (answer.ok !== true) throw new Error(`${method}: ${answer.error?.message}`);
    // The shape is the caller's business: a wrong one fails its expectations.
    return answer.payload as T;
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
    socket: async (headers) => keep(await RawSocket.open(gateway.url, headers === undefined ? {} : { headers })),
    client: async (scopes, changes = {}) => keep(await connected(gateway.url, { scopes, ...changes })),
    async key(scopes, more = {}) {
      const made = await call<{ readonly key: string }>('apiKeys.create', { name: 'attacker', scopes, ...more });
      return made.key;
    },
    async http(path, asked = {}) {
      const answer = await askOverHttp(port, path, asked);
      heard.push(() => JSON.stringify(answer));
      return answer;
    },
    async bytes(data, until) {
      const text = await sendBytes(port, data, until);
      heard.push(() => text);
      return text;
    },
    async forgive() {
      (await connected(gateway.url)).close();
      (await connected(gateway.url, {}, { headers: { Origin: origin } })).close();
    },
    secret(text) {
      secrets.push(text);
      return text;
    },
    heard: () => heard.map((text) => text()).join('\n'),
    secrets,
    witness,
    async close() {
      witness.stop();
      owner.close();
      await gateway.stop();
    },
  };
}

/** Calls all the time, and is answered all the time. */
export class Witness {
  readonly #socket: RawSocket;
  #answered = 0;
  #stopped = false;
  #flaw: string | undefined;

  constructor(socket: RawSocket) {
    this.#socket = socket;
    void socket.closed.then(({ code }) => {
      if (!this.#stopped) this.#flaw = `the witness was cut off with ${code}`;
    });
    void this.#callOn();
  }

  /** Fails when something was not as always; waits until it is answered once more. */
  async saysAllIsWell(): Promise<void> {
    const before = this.#answered;
    for (const began = Date.now(); this.#answered === before && this.#flaw === undefined;) {
      if (Date.now() - began > LONGEST_WAIT_MS) this.#flaw = 'the witness is not answered any more';
      await delay(2);
    }
    expect(this.#flaw).toBeUndefined();
  }

  stop(): void {
    this.#stopped = true;
    this.#socket.close();
  }

  async #callOn(): Promise<void> {
    while (!this.#stopped) {
      const id = `witness-${this.#answered}`;
      const answer = await this.#socket.request(id, 'health');
      if (answer.ok !== true) this.#flaw = `the witness was refused: ${answer.error?.message}`;
      this.#socket.frames.length = 0;
      this.#answered += 1;
      await delay(5);
    }
  }
}

let asked = 0;

/** Asks on a socket; the end of the socket is an answer, too. */
export async function ask(socket: RawSocket, method: string, params?: unknown): Promise<Outcome> {
  return Promise.race([socket.request(`a${(asked += 1)}`, method, params), endOf(socket)]);
}

/** The end of a socket as an outcome. */
export async function endOf(socket: RawSocket): Promise<Outcome> {
  return { type: 'closed', closed: await socket.closed };
}

/** Waits until `check` holds. */
export async function until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
  for (const began = Date.now(); !(await check());) {
    if (Date.now() - began > LONGEST_WAIT_MS) throw new Error(`It never came: ${what}`);
    await delay(5);
  }
}

function askOverHttp(port: number, path: string, { method = 'GET', headers = {}, body }: Asked): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const given = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
    );
    const sent = request({ host: '127.0.0.1', port, path, method, headers: given, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

function sendBytes(port: number, data: string | Uint8Array, fits?: RegExp): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(data));
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(text);
    };
    const timer = setTimeout(end, LONGEST_WAIT_MS);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (fits?.test(text) === true) end();
    });
    socket.on('close', end);
    socket.on('error', end);
  });
}
