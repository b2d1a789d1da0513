// The agent for WebSocket clients of channels: every connection is recorded in the outbound ledger, and goes through the HTTP proxy
// if there is one. Pass it as `agent` to `ws`, or to a client library that hands it on.
import { Agent as HttpAgent, request, type AgentOptions, type ClientRequestArgs } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect, Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import type { OutboundCaller } from '#contract/types/outbound.ts';
import type { EndConnection, OutboundLedger, Traffic } from '#core/ports/outbound-ledger.ts';
import type { Environment } from '../../configuration/substitution.ts';
import { findProxy, type Proxy } from '../../outbound/proxy.ts';
import { toDestination } from '../../outbound/resolve-host.ts';

/** Time to connect to a proxy, ms. */
const PROXY_TIMEOUT_MS = 15_000;

/** What the agent needs. */
export interface RecordedAgentOptions {
  readonly ledger: OutboundLedger;
  readonly caller: OutboundCaller;
  /** Environment variables with the HTTP proxy. */
  readonly environment: Environment;
}

type Connected = (error: Error | null, socket: Duplex) => void;
type Protocol = 'http:' | 'https:';

/**
 * Creates an agent for `ws:` (`http:`) or `wss:` (`https:`) addresses. Its connections aren't reused. One to a blocked destination
 * fails with an {@link OutboundError}.
 */
export function createRecordedAgent(protocol: Protocol, options: RecordedAgentOptions): HttpAgent {
  const open = (to: ClientRequestArgs, done?: Connected): undefined => {
    const url = new URL(`${protocol}//${bracket(to.host ?? 'localhost')}:${to.port ?? ''}`);
    openRecorded(url, to, options, done ?? (() => undefined));
  };
  const settings: AgentOptions = { keepAlive: false };
  if (protocol === 'http:')
    return new (class extends HttpAgent {
      override createConnection(to: ClientRequestArgs, done?: Connected): undefined {
        return open(to, done);
      }
    })(settings);
  return new (class extends HttpsAgent {
    override createConnection(to: ClientRequestArgs, done?: Connected): undefined {
      return open(to, done);
    }
  })(settings);
}

/** Records a connection, opens it, and passes the socket on once it can be written to. */
function openRecorded(url: URL, to: ClientRequestArgs, options: RecordedAgentOptions, done: Connected): void {
  const { ledger, caller, environment } = options;
  const attempt = new AbortController();
  let socket: Duplex | undefined;
  let end: EndConnection = () => undefined;
  const fail = (error: Error): void => {
    end();
    // Like an agent of Node, which never calls back during the call.
    process.nextTick(done, error);
  };
  try {
    const proxy = findProxy(url, environment);
    end = ledger.open(caller, toDestination(url), {
      traffic: () => countTraffic(socket),
      stop: (error) => (socket === undefined ? attempt.abort(error) : socket.destroy(error)),
    });
    void openRaw(url, to, proxy, attempt.signal).then((raw) => {
      socket = url.protocol === 'https:' ? secure(raw, to) : raw;
      socket.once('close', () => end());
      if (attempt.signal.aborted) socket.destroy(attempt.signal.reason as Error);
      done(null, socket);
    }, fail);
  } catch (error) {
    // The ledger and the proxy's settings throw errors.
    fail(error as Error);
  }
}

/** A plain connection to the target, directly or through the proxy. A direct one may still be connecting. */
async function openRaw(
  url: URL,
  to: ClientRequestArgs,
  proxy: Proxy | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  // The options of a request include those of its connection.
  if (proxy === undefined) return connect({ ...(to as { port: number }), host: to.host ?? 'localhost' });
  return openTunnel(url, proxy, signal);
}

/** A connection through the proxy. WebSockets need a tunnel, also without TLS (RFC 6455, section 4.1). */
function openTunnel(url: URL, proxy: Proxy, signal: AbortSignal): Promise<Socket> {
  const { host, port } = toDestination(url);
  const { username, password } = proxy.url;
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64');
  return new Promise((resolve, reject) => {
    const call = request(proxy.url, {
      method: 'CONNECT',
      path: `${host}:${port}`,
      headers: { host: `${host}:${port}`, ...(username === '' ? {} : { 'proxy-authorization': `Basic ${login}` }) },
      agent: false,
      signal,
      timeout: PROXY_TIMEOUT_MS,
    });
    call.on('connect', ({ statusCode }, socket) => {
      if (statusCode === 200 && socket instanceof Socket) return resolve(socket.setTimeout(0));
      socket.destroy();
      reject(new Error(`The proxy in ${proxy.variable} rejected the connection to ${host} with status ${statusCode}.`));
    });
    const why = `Couldn't connect through the proxy in ${proxy.variable}`;
    call.on('timeout', () => call.destroy(new Error(`${why}: it doesn't respond.`)));
    call.on('error', (error) => reject(signal.aborted ? error : new Error(`${why}.`, { cause: error })));
    call.end();
  });
}

function secure(socket: Socket, to: ClientRequestArgs): Duplex {
  // The agent of Node adds the options of TLS, such as `servername`, to those of the request.
  return connectTls({ ...(to as ConnectionOptions), socket });
}

function countTraffic(socket: Duplex | undefined): Traffic {
  // What waits for the connection counts as written.
  const isOpen = socket instanceof Socket && !socket.connecting && socket.remoteAddress !== undefined;
  if (!(socket instanceof Socket) || (!isOpen && socket.bytesRead === 0)) return { sent: 0, received: 0 };
  return { sent: socket.bytesWritten, received: socket.bytesRead };
}

/** A URL has IPv6 addresses in brackets. */
function bracket(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
