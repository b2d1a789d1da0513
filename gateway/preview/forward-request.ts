// Forwards requests and upgrades to a port of a machine, over connections that the machine opens.
import { Agent, request as openRequest, type ClientRequest, type OutgoingHttpHeaders } from 'node:http';
import { Duplex } from 'node:stream';
import { FileError, type MachinePorts } from '#core/ports/machine.ts';
import { untilAborted } from '#core/runs/wait.ts';

/** Connections at a time. Some machines start a process for each. */
const MAX_CONNECTIONS = 16;
const MAX_IDLE = 6;
/** Time to connect, ms. */
const CONNECT_MS = 10_000;

/** A way to a port. */
export class PortClient {
  readonly #ports: MachinePorts;
  readonly #port: number;
  readonly #agent: Agent;
  readonly #closing = new AbortController();

  constructor(ports: MachinePorts, port: number) {
    this.#ports = ports;
    this.#port = port;
    this.#agent = new PortAgent(() => this.connect());
  }

  /** Opens a connection. @throws {FileError} */
  async connect(): Promise<Duplex> {
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(CONNECT_MS)]);
    const opening = this.#ports.connect(this.#port, signal);
    const stream = await untilAborted(opening, signal);
    if (stream === undefined) {
      opening.then(
        (late) => late.destroy(),
        () => undefined,
      );
      throw new FileError(
        'unavailable',
        `Nothing answered on the machine within ${CONNECT_MS / 1000} s. Retry, or check whether the server is still running.`,
      );
    }
    if (!(stream instanceof Duplex)) throw new TypeError('The machine returned no stream.');
    return stream;
  }

  /** Sends the head of a request; the caller sends the body. */
  request(method: string, path: string, headers: OutgoingHttpHeaders): ClientRequest {
    return openRequest({ agent: this.#agent, method, path, headers, setHost: false });
  }

  /** Requests a WebSocket on a new connection. */
  upgrade(path: string, headers: OutgoingHttpHeaders): ClientRequest {
    const agent = new PortAgent(() => this.connect());
    const upgrading = { ...headers, connection: 'Upgrade', upgrade: 'websocket' };
    return openRequest({ agent, method: 'GET', path, headers: upgrading, setHost: false });
  }

  /** Closes the connections that aren't in use. */
  closeIdle(): void {
    for (const sockets of Object.values(this.#agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy();
  }

  close(): void {
    this.#closing.abort();
    this.#agent.destroy();
  }
}

class PortAgent extends Agent {
  readonly #open: () => Promise<Duplex>;

  constructor(open: () => Promise<Duplex>) {
    super({ keepAlive: true, maxSockets: MAX_CONNECTIONS, maxFreeSockets: MAX_IDLE });
    this.#open = open;
  }

  override createConnection(
    _options: unknown,
    done: (error: Error | null, stream: Duplex) => void,
  ): Duplex | undefined {
    this.#open().then(
      (stream) => done(null, stream),
      (error: unknown) => fail(error instanceof Error ? error : new Error(String(error)), done),
    );
    return undefined;
  }
}

/** Without a connection, there is no stream to pass on, so one that failed takes its place. */
function fail(error: Error, done: (error: Error | null, stream: Duplex) => void): void {
  const failed = new Duplex({ read: () => undefined, write: (_chunk, _encoding, next) => next() });
  failed.on('error', () => undefined);
  done(error, failed);
  failed.destroy();
}
