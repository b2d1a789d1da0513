// Finds a port. When the wanted one is taken it asks who has it and takes the next.
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HostStartError, type HostAddress } from './host-api.ts';

/** Ports tried after the wanted one. */
const MAX_NEXT = 20;
/** Time in which the owner of a port must say who it is, ms. */
const ASK_TIMEOUT_MS = 500;
const MAX_ANSWER_BYTES = 4 * 1024;
/** Sockets that wait for the whole head of a request, ms: slow senders are ended. */
export const HEADERS_TIMEOUT_MS = 10_000;
export const REQUEST_TIMEOUT_MS = 30_000;
const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

/** A listening server, and who kept it from the wanted port. */
export interface Listening {
  readonly server: Server;
  readonly address: HostAddress;
  /** Who has the wanted port; absent when it was free. */
  readonly taken?: string;
}

/** Listens on `bind:port` or a port after it. @throws {HostStartError} */
export async function listen(bind: string, port: number): Promise<Listening> {
  if (!LOOPBACK.has(bind))
    throw new HostStartError(
      'no-port',
      `Gatehouse itself listens on loopback, not on ${bind}. To be reached over the network, switch it on in Settings, Phone & devices, or set gateway.bind in the configuration.`,
    );
  const server = createServer({ headersTimeout: HEADERS_TIMEOUT_MS, requestTimeout: REQUEST_TIMEOUT_MS });
  let taken: string | undefined;
  for (let offset = 0; offset <= MAX_NEXT; offset += 1) {
    const code = await tryListen(server, bind, port === 0 ? 0 : port + offset);
    if (code === undefined)
      return { server, address: addressOf(server, bind), ...(taken === undefined ? {} : { taken }) };
    if (code !== 'EADDRINUSE')
      throw new HostStartError(
        'no-port',
        `Gatehouse cannot listen on ${bind}:${port} (${code}). Choose another port with --port.`,
      );
    taken ??= await whoHas(bind, port);
  }
  throw new HostStartError(
    'no-port',
    `The ports ${port} to ${port + MAX_NEXT} are all taken; ${port} by ${taken ?? 'another program'}. Choose another with --port.`,
  );
}

/** The error code, or undefined when it listens. */
function tryListen(server: Server, host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off('listening', onListening);
      resolve(error.code ?? 'EUNKNOWN');
    };
    const onListening = (): void => {
      server.off('error', onError);
      resolve(undefined);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen({ host, port });
  });
}

function addressOf(server: Server, bind: string): HostAddress {
  // The server listens on a TCP port, so the address is no pipe's name.
  const { port } = server.address() as AddressInfo;
  const host = bind === '::1' ? '[::1]' : bind;
  return { host: bind, port, origin: `http://${host}:${port}` };
}

/** Asks the owner of a port for its start-up report, as every gateway of this protocol answers it. */
function whoHas(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/startupz', timeout: ASK_TIMEOUT_MS }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
        if (body.length > MAX_ANSWER_BYTES) response.destroy();
      });
      response.on('close', () => resolve(describeOwner(body)));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve('another program'));
  });
}

function describeOwner(body: string): string {
  try {
    const report: unknown = JSON.parse(body);
    if (typeof report === 'object' && report !== null && 'version' in report && typeof report.version === 'string')
      return `a gateway of version ${report.version}`;
  } catch {
    // Not a gateway's answer.
  }
  return 'another program';
}
