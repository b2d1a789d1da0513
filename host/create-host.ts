// The host: opens all services, serves the gateway on a port, and closes everything on stop.
import { defined } from '#contract/types/defined.ts';
import { keepRetention } from '#core/sessions/retention.ts';
import { createGateway, type Gateway } from '#gateway/create-gateway.ts';
import { HostStartError, type Host, type HostAddress, type HostOptions } from './host-api.ts';
import { returnMemoryWhenIdle } from './idle-memory.ts';
import { listen } from './listen.ts';
import { describeVulnerableNode } from './node-version.mjs';
import { openNetwork } from './open-network.ts';
import { openServices, type OpenServices } from './open-services.ts';
import { logUnhandledErrors } from './unhandled-errors.ts';
import { scheduleWarmUp } from './warm-up.ts';
import { ConfigurationInvalid } from '#adapters/configuration/open-configuration.ts';
import { HomeInUse } from '#adapters/home/lock.ts';
import { HomeUnusable } from '#adapters/home/open-home.ts';
import { SealingKeyError } from '#adapters/secrets/sealing-key.ts';
import { trustExtraAuthorities } from '#adapters/tls/extra-authorities.ts';
import { StoreOpenError } from '#adapters/sqlite/store-open-error.ts';

interface Running {
  readonly open: OpenServices;
  readonly gateway: Gateway;
  readonly stopListening: () => Promise<void>;
  readonly stopErrorLogging: () => void;
  readonly stopMemory: () => void;
  readonly stopRetention: () => Promise<void>;
  readonly stopWarmUp: () => void;
}

/** Creates a host; nothing is opened before `start`. */
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
    if (this.#running !== undefined) throw new HostStartError('in-use', 'The host has already been started.');
    try {
      const open = await openServices(this.#options);
      if (process.versions['electron'] !== undefined)
        trustExtraAuthorities(this.#options.environment, open.services.log);
      return await this.#serve(open).catch(async (error: unknown) => {
        const { channels, schedules, engine } = open.services;
        await runSteps(open, [() => channels.stop(), () => schedules.stop(), () => engine.stop(), () => open.close()]);
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
    const { open, gateway, stopListening, stopErrorLogging, stopMemory, stopRetention, stopWarmUp } = running;
    stopWarmUp();
    open.services.log.info('Stopping.', { reason });
    gateway.announceShutdown(reason);
    await runSteps(open, [
      () => open.services.escalations.stop(),
      () => open.services.channels.stop(),
      async () => open.services.backups.stop(),
      () => open.services.schedules.stop(),
      stopRetention,
      () => open.services.engine.stop(),
      () => gateway.close(),
      stopListening,
    ]);
    stopMemory();
    stopErrorLogging();
    await open.close();
  }

  connect(channel: Parameters<Host['connect']>[0]): void {
    this.#require().gateway.accept(channel);
  }

  async browserLink(): Promise<string> {
    return (await this.#require().gateway.browserLink()).url;
  }

  async defaultModel() {
    const { engine, config } = this.#require().open.services;
    const { defaultAgentId, defaultModel } = config.settings();
    const model = await engine.providers.defaultModel(defaultAgentId);
    const chosen = this.#options.model ?? engine.agents.require(defaultAgentId).model;
    return {
      model,
      isAutomatic: model !== undefined && defaultModel === undefined && (chosen === '' || chosen === undefined),
    };
  }

  /** Recovers the state of the previous process, then listens, so that no client connects to a half-started host. */
  async #serve(open: OpenServices): Promise<HostAddress> {
    const { services, home } = open;
    const { pages, families } = this.#options;
    const gateway = createGateway(services, defined({ pages, methods: families?.methods }));
    const onRequest: Gateway['onRequest'] = (request, response) => gateway.onRequest(request, response);
    const onUpgrade: Gateway['onUpgrade'] = (request, socket, head) => gateway.onUpgrade(request, socket, head);
    open.attendTo(() => gateway.attention());
    const { isReadOnly, problems } = services.store;
    if (!isReadOnly) await startWork(services);
    const { server, address, numericHost, portOwner } = await listen(this.#options.bind, this.#options.port);
    const { origin, port } = address;
    const { addresses } = this.#options;
    const shared = { services, port, numericHost, onRequest, onUpgrade, ...defined({ addresses }) };
    const { close: closeNetwork, ...network } = await openNetwork(shared);
    gateway.listensAt({ origin, port, ...network });
    // Without a listener, a failed accept (such as too many open files) would end the process.
    server.on('error', (error) => services.log.error('The listening socket failed.', { error: String(error) }));
    server.on('request', onRequest);
    server.on('upgrade', onUpgrade);
    home.setAddress({ host: numericHost, port });
    const notice =
      portOwner === undefined
        ? undefined
        : `Port ${this.#options.port} is in use by ${portOwner}; using ${port} instead.`;
    if (notice !== undefined) services.log.warn(notice);
    const notices = [notice, ...(isReadOnly ? problems : [])].filter((text) => text !== undefined);
    const vulnerable = describeVulnerableNode(process.versions.node);
    if (vulnerable !== undefined) services.log.warn(vulnerable);
    services.log.info('Listening.', { origin: address.origin, version: services.identity.version });
    const stopListening = async (): Promise<void> => {
      await closeNetwork();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    };
    const stopErrorLogging = logUnhandledErrors(services.log);
    this.#running = {
      open,
      gateway,
      stopListening,
      stopErrorLogging,
      stopMemory: returnMemoryWhenIdle(services),
      stopRetention: isReadOnly ? async () => {} : keepRetention(services),
      stopWarmUp: scheduleWarmUp(services, gateway),
    };
    return { ...address, ...(notices.length === 0 ? {} : { notice: notices.join('\n') }) };
  }

  #require(): Running {
    if (this.#running === undefined) throw new HostStartError('in-use', 'The host is not running.');
    return this.#running;
  }
}

/** Cleans up after the previous process, then starts what runs without a request. */
async function startWork(services: OpenServices['services']): Promise<void> {
  await recover(services);
  await services.schedules.start();
  await services.channels.start();
  await services.backups.start();
}

/** Cleans up after the previous process. Nothing runs yet. */
async function recover({ engine, uploads, terminals, escalations }: OpenServices['services']): Promise<void> {
  await engine.recover();
  await escalations.start();
  await uploads.recover();
  await terminals.purge(() => false);
}

/** Runs shutdown steps in order; a failed step is logged and doesn't stop the others. */
async function runSteps({ services }: OpenServices, steps: readonly (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) {
    await step().catch((error: unknown) => services.log.error('A shutdown step failed.', { error: String(error) }));
  }
}

/** The start error for an error; unexpected errors are returned unchanged. */
function toStartError(error: unknown): unknown {
  const code = findCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  return new HostStartError(code, error.message, { cause: error });
}

function findCode(error: unknown): HostStartError['code'] | undefined {
  if (error instanceof HomeInUse) return 'in-use';
  if (error instanceof HomeUnusable || error instanceof SealingKeyError) return 'no-home';
  if (error instanceof ConfigurationInvalid) return 'config-invalid';
  if (!(error instanceof StoreOpenError)) return undefined;
  return error.code === 'newer' ? 'store-newer' : error.code === 'locked' ? 'in-use' : 'store-damaged';
}
