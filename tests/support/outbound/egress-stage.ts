// An egress proxy for tests: its ledger, servers behind it, and clients in front of it.
import { createServer, request as httpRequest, type IncomingMessage, type RequestListener } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { OutboundError } from '#core/ports/outbound.ts';
import type { Destination, LiveConnection, OutboundLedger } from '#core/ports/outbound-ledger.ts';
import {
  createEgressProxies,
  type EgressProxy,
  type EgressRequest,
} from '#adapters/outbound/egress-proxy/open-egress-proxy.ts';
import { LIMITS, type Limits } from '#adapters/outbound/egress-proxy/limits.ts';

/** Whose connections they are. */
export const OWNER = { machine: 'docker', agentId: 'main', sessionKey: 'agent:main:main' };

/** A ledger that keeps what it was told. */
export function createLedger(blocked: readonly string[] = []) {
  const opened: { destination: Destination; connection: LiveConnection; ended: boolean }[] = [];
  const refused: Destination[] = [];
  const ledger: OutboundLedger = {
    open(_caller, destination, connection) {
      if (blocked.includes(destination.host)) throw new OutboundError('blocked', `${destination.host} is blocked.`);
      const entry = { destination, connection, ended: false };
      opened.push(entry);
      return (outcome) => {
        if (outcome === 'refused' && !entry.ended) refused.push(destination);
        entry.ended = true;
      };
    },
    refuse: (_caller, destination) => void refused.push(destination),
    recordUntracked: () => undefined,
  };
  return { ledger, opened, refused };
}

export async function openProxy(
  request: Partial<EgressRequest> = {},
  {
    resolve = async () => ['127.0.0.1'],
    limits = {},
    blocked = [],
  }: {
    readonly resolve?: (name: string) => Promise<readonly string[]>;
    readonly limits?: Partial<Limits>;
    readonly blocked?: readonly string[];
  } = {},
) {
  const books = createLedger(blocked);
  const proxies = createEgressProxies({
    ledger: books.ledger,
    credentials: async () => [],
    resolve,
    limits: { ...LIMITS, ...limits },
  });
  const proxy = await proxies.open({
    level: 'hosts',
    hosts: [],
    setting: 'machines.docker.hosts',
    listen: 'loopback',
    owner: OWNER,
    signal: new AbortController().signal,
    ...request,
  });
  onTestFinished(() => proxy.close());
  return { proxy, ...books };
}

export async function startSite(answer: RequestListener) {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  // A TCP server has a port.
  const { port } = server.address() as AddressInfo;
  return { port, seen, host: `127.0.0.1:${port}` };
}

/** Sends raw bytes to the proxy, and returns everything that it answers until it closes the connection. */
export async function exchange(
  proxy: EgressProxy,
  text: string,
  { authorize = true, end = false } = {},
): Promise<string> {
  const socket = dialProxy(proxy);
  const [line = '', ...rest] = text.split('\r\n');
  socket.write([line, ...(authorize ? [authorization(proxy)] : []), ...rest].join('\r\n'));
  if (end) socket.end();
  let answer = '';
  for await (const chunk of socket.setEncoding('latin1')) answer += String(chunk);
  return answer;
}

export function dialProxy({ address }: EgressProxy): Socket {
  return address.kind === 'loopback' ? connect(address.port, '127.0.0.1') : connect(address.socketPath);
}

export function authorization({ address }: EgressProxy): string {
  const { username = '', password = '' } = address.kind === 'loopback' ? new URL(address.url) : {};
  return `Proxy-Authorization: Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

/** A request with the complete URL, as clients send it to a proxy. */
export async function get(proxy: EgressProxy, url: string, headers: Readonly<Record<string, string>> = {}) {
  const { address } = proxy;
  const target =
    address.kind === 'loopback' ? { host: '127.0.0.1', port: address.port } : { socketPath: address.socketPath };
  const [name = '', value = ''] = authorization(proxy).split(': ');
  const message = await new Promise<IncomingMessage>((resolve, reject) =>
    httpRequest({ ...target, path: url, headers: { host: 'ignored.example', [name]: value, ...headers }, agent: false })
      .on('response', resolve)
      .on('error', reject)
      .end(),
  );
  let text = '';
  for await (const chunk of message) text += String(chunk);
  return { status: message.statusCode, headers: message.headers, text };
}
