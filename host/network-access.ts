// TLS listeners for network access, on the addresses that the configuration allows. Follows configuration changes.
import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { loadCertificate, type Certificate } from '#adapters/tls/certificate.ts';
import { toUrlHost, type NetworkAddress, type NetworkAccessStatus } from '#contract/types/network-access.ts';
import { defined } from '#contract/types/defined.ts';
import type { Log } from '#core/ports/log.ts';
import type { Settings } from '#core/ports/settings.ts';
import type { ListenerHandlers, OpenListener } from '#gateway/preview/preview-listener.ts';
import { REQUEST_LIMITS, tryListen } from './listen.ts';
import { closeServer, startBeside, trackServer, type TrackedServer } from './listen-beside.ts';
import { chosenAddresses, machineAddresses, toBindMode, type MachineAddress } from './network-addresses.ts';
import { SerialQueue } from '#core/serial-queue.ts';

const TLS_HANDSHAKE_MS = 10_000;

/** Dependencies of the listeners. */
export interface NetworkAccessParts {
  /** The loopback port, which the network listeners use too. */
  readonly port: number;
  /** Folder of the self-signed certificate. */
  readonly folder: string;
  readonly settings: () => Pick<Settings['gateway'], 'bind' | 'addresses' | 'tls'>;
  readonly log: Log;
  readonly onRequest: (request: IncomingMessage, response: ServerResponse) => void;
  readonly onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** The machine's addresses; replaced by tests. */
  readonly addresses?: () => readonly MachineAddress[];
}

/** The listeners for network access. */
export class NetworkAccess {
  readonly #parts: NetworkAccessParts;
  readonly #servers = new Map<string, TrackedServer<Server>>();
  /** Listeners of previews, by host. They end with network access. */
  readonly #beside = new Map<OpenListener, { readonly host: string; readonly onClose: () => void }>();
  readonly #errors = new Map<string, string>();
  #certificate: Certificate | undefined;
  readonly #queue = new SerialQueue();

  constructor(parts: NetworkAccessParts) {
    this.#parts = parts;
  }

  /** Addresses with an active listener. */
  hosts(): readonly string[] {
    return [...this.#servers.keys()];
  }

  /** Opens another listener on an address with an active one; undefined if there is none. */
  async listenBeside(host: string, handlers: ListenerHandlers): Promise<OpenListener | undefined> {
    const certificate = this.#certificate;
    if (certificate === undefined || !this.#servers.has(host)) return undefined;
    const opened = await startBeside(trackServer(createTlsServer(certificate), handlers), host, 'https');
    if (opened === undefined) return undefined;
    this.#beside.set(opened, { host, onClose: () => handlers.onClose() });
    return {
      ...opened,
      close: async () => {
        this.#beside.delete(opened);
        await opened.close();
      },
    };
  }

  /** Starts and stops listeners to match the configuration and the machine's addresses, and returns the status. */
  apply(): Promise<NetworkAccessStatus> {
    return this.#queue.run(() => this.#apply());
  }

  async close(): Promise<void> {
    await this.#queue.idle();
    await Promise.all(this.hosts().map((host) => this.#stop(host)));
  }

  async #apply(): Promise<NetworkAccessStatus> {
    const { settings, addresses = machineAddresses } = this.#parts;
    const { bind, addresses: custom, tls } = settings();
    const machine = addresses();
    const mode = toBindMode(bind);
    const wanted = chosenAddresses(mode, custom, machine);
    this.#errors.clear();
    const hosts = new Set(wanted.map(({ host }) => host));
    const before = this.#certificate;
    if (wanted.length > 0) await this.#load(tls, [...hosts]);
    // A new certificate requires new listeners.
    const isReplaced = before !== undefined && before.fingerprint !== this.#certificate?.fingerprint;
    for (const host of this.hosts()) if (!hosts.has(host) || isReplaced) await this.#stop(host);
    for (const host of hosts) if (!this.#servers.has(host)) await this.#start(host);
    return this.#status(mode, machine);
  }

  #status(mode: NetworkAccessStatus['mode'], machine: readonly MachineAddress[]): NetworkAccessStatus {
    const { port } = this.#parts;
    const addresses = machine.map((address): NetworkAddress => {
      const { host } = address;
      const url = this.#servers.has(host) ? `https://${toUrlHost(host)}:${port}` : undefined;
      return { ...address, ...defined({ url, error: this.#errors.get(host) }) };
    });
    const { fingerprint, source: certificate } = (this.#servers.size > 0 && this.#certificate) || {};
    return { mode, port, addresses, ...defined({ fingerprint, certificate }) };
  }

  async #load(tls: Settings['gateway']['tls'], hosts: readonly string[]): Promise<void> {
    try {
      this.#certificate = await loadCertificate(this.#parts.folder, tls, hosts);
    } catch (error) {
      this.#certificate = undefined;
      this.#parts.log.error("The TLS certificate can't be used.", { error: String(error) });
      for (const host of hosts) this.#errors.set(host, `TLS certificate can't be used: ${String(error)}`);
    }
  }

  async #start(host: string): Promise<void> {
    if (this.#certificate === undefined) return;
    const { port, log, onRequest, onUpgrade } = this.#parts;
    const tracked = trackServer(createTlsServer(this.#certificate), { onRequest, onUpgrade });
    const { server } = tracked;
    const failure = await tryListen(server, host, port);
    if (failure !== undefined) {
      this.#errors.set(host, failure.message);
      log.warn("Can't listen on a network address.", { host, port, error: failure.message });
      return;
    }
    server.on('error', (error) => log.error('A network listener failed.', { host, error: String(error) }));
    this.#servers.set(host, tracked);
    log.info('Listening on a network address.', { host, port });
  }

  async #stop(host: string): Promise<void> {
    const listener = this.#servers.get(host);
    this.#servers.delete(host);
    if (listener === undefined) return;
    for (const beside of this.#beside.values()) if (beside.host === host) beside.onClose();
    await closeServer(listener);
    this.#parts.log.info('Stopped listening on a network address.', { host });
  }
}

function createTlsServer({ cert, key }: Certificate): Server {
  const tls = { cert, key, minVersion: 'TLSv1.2', handshakeTimeout: TLS_HANDSHAKE_MS } as const;
  return createServer({ ...tls, ...REQUEST_LIMITS });
}
