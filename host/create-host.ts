// The host: opens the parts, puts the gateway on a port, and gives everything back at the end.
import { join } from 'node:path';
import { keepRetention } from '#core/sessions/retention.ts';
import { createGateway, type Gateway } from '#gateway/create-gateway.ts';
import { HostStartError, type Host, type HostAddress, type HostOptions } from './host-api.ts';
import { returnMemoryWhenIdle } from './idle-memory.ts';
import { keepFilesPrivate } from './private-files.ts';
import { listen } from './listen.ts';
import { NetworkAccess } from './network-access.ts';
import { describeVulnerableNode } from './node-version.mjs';
import { openServices, type OpenServices } from './open-services.ts';
import { catchStrayRejections } from './stray-rejections.ts';
import { toStartError } from './start-failure.ts';

const NOT_BEYOND_THIS_MACHINE = { bind: 'loopback', addresses: [] } as const;

interface Running {
  readonly open: OpenServices;
  readonly gateway: Gateway;
  readonly stopListening: () => Promise<void>;
  readonly stopCatching: () => void;
  readonly stopMemory: () => void;
  readonly stopRetention: () => Promise<void>;
}

/** Makes a host; nothing is opened before `start`. */
export function createHost(options: HostOptions): Host {
  return new LocalHost(options);
}

class LocalHost implements Host {
  readonly #options: HostOptions;
  #running: Running | undefined;

  constructor(options: HostOptions) {
    this.#options = options;
  }

  async start(): Promise<HostAddress> {
    if (this.#running !== undefined) throw new HostStartError('in-use', 'This host was started already.');
    keepFilesPrivate();
    try {
      const open = await openServices(this.#options);
      return await this.#serve(open).catch(async (error: unknown) => {
        await inOrder(open, [
          () => open.services.schedules.stop(),
          () => open.services.engine.stop(),
          () => open.close(),
        ]);
        throw error;
      });
    } catch (error) {
      throw toStartError(error);
    }
  }

  async stop(reason: string): Promise<void> {
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    const { open, gateway, stopListening, stopCatching, stopMemory, stopRetention } = running;
    open.services.log.info('stopping', { reason });
    gateway.announceShutdown(reason);
    await inOrder(open, [
      () => open.services.schedules.stop(),
      stopRetention,
      () => open.services.engine.stop(),
      () => gateway.close(),
      stopListening,
    ]);
    stopMemory();
    stopCatching();
    await open.close();
  }

  connect(channel: Parameters<Host['connect']>[0]): void {
    this.#require().gateway.accept(channel);
  }

  async browserLink(): Promise<string> {
    return (await this.#require().gateway.browserLink()).url;
  }

  /** Recovers what the last process left, then listens: nobody is served by half a host. */
  async #serve(open: OpenServices): Promise<HostAddress> {
    const { services, home } = open;
    const { pages } = this.#options;
    const gateway = createGateway(services, pages === undefined ? {} : { pages });
    await services.engine.recover();
    await services.schedules.start();
    const { server, address, taken } = await listen(this.#options.bind, this.#options.port);
    const reach = new NetworkAccess({
      port: address.port,
      folder: join(services.identity.home, 'tls'),
      settings: () => services.config.settings().gateway ?? NOT_BEYOND_THIS_MACHINE,
      log: services.log,
      onRequest: (request, response) => gateway.onRequest(request, response),
      onUpgrade: (request, socket, head) => gateway.onUpgrade(request, socket, head),
      ...(this.#options.addresses === undefined ? {} : { addresses: this.#options.addresses }),
    });
    const { origin, port } = address;
    gateway.listensAt({ origin, port, remoteHosts: () => reach.hosts(), reach: () => reach.apply() });
    await reach.apply();
    const stopFollowing = services.config.onChange(() => void reach.apply());
    // Without a listener a failed accept (no file descriptors left) would end the process.
    server.on('error', (error) => services.log.error('the listening socket failed', { error: String(error) }));
    server.on('request', (request, response) => gateway.onRequest(request, response));
    server.on('upgrade', (request, socket, head) => gateway.onUpgrade(request, socket, head));
    home.setPort(address.port);
    if (taken !== undefined)
      services.log.warn(`port ${this.#options.port} is taken by ${taken}; listening on ${address.port} instead`);
    const vulnerable = describeVulnerableNode(process.versions.node);
    if (vulnerable !== undefined) services.log.warn(vulnerable);
    services.log.info('listening', { origin: address.origin, version: services.identity.version });
    const stopListening = async (): Promise<void> => {
      stopFollowing();
      await reach.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    };
    const stopCatching = catchStrayRejections(services.log);
    this.#running = {
      open,
      gateway,
      stopListening,
      stopCatching,
      stopMemory: returnMemoryWhenIdle(services),
      stopRetention: keepRetention(services),
    };
    return taken === undefined
      ? address
      : { ...address, notice: `Port ${this.#options.port} is taken by ${taken}; using ${address.port} instead.` };
  }

  #require(): Running {
    if (this.#running === undefined) throw new HostStartError('in-use', 'The host is not started.');
    return this.#running;
  }
}

/** One step after the other; a step that fails is logged and keeps no other from being taken. */
async function inOrder({ services }: OpenServices, steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) {
    await step().catch((error: unknown) => services.log.error('a step of the stop failed', { error: String(error) }));
  }
}
