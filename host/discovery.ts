// Discovery: announces the gateway to apps on the local network while other machines can connect to it. Off unless it is turned on.
import { hash } from 'node:crypto';
import { hostname } from 'node:os';
import type {
  DiscoveryMode,
  DiscoveryStatus,
  NetworkAccessStatus,
  RevealedFact,
} from '#contract/types/network-access.ts';
import { errorMessage } from '#contract/wire/errors.ts';
import { defined } from '#contract/types/defined.ts';
import type { Announced, Announcement, Announcer } from '#core/ports/announcer.ts';
import type { Log } from '#core/ports/log.ts';
import { SerialQueue } from '#core/serial-queue.ts';

/** What apps that speak the OpenClaw protocol look for. */
const SERVICE_TYPE = 'openclaw-gw';
const FULL_TYPE = `_${SERVICE_TYPE}._tcp`;
const DNS_LABEL_CHARS = 40;
const ID_CHARS = 8;

/** Dependencies of discovery. */
export interface DiscoveryParts {
  readonly announcer: Announcer;
  readonly settings: () => { readonly discovery: DiscoveryMode };
  readonly version: string;
  readonly log: Log;
}

/** The announcement of one gateway. */
export class Discovery {
  readonly #parts: DiscoveryParts;
  readonly #queue = new SerialQueue();
  #active: { readonly key: string; readonly announced: Announced } | undefined;
  #error: string | undefined;
  /** What failed isn't tried again until something changes. */
  #failedKey: string | undefined;

  constructor(parts: DiscoveryParts) {
    this.#parts = parts;
  }

  /** Names under which apps on the local network may connect. */
  hosts(): readonly string[] {
    return this.#active === undefined ? [] : [`${this.#active.announced.hostname.toLowerCase()}.local`];
  }

  /** Announces what the settings and the listeners say, and adds the result to the status. */
  apply(access: NetworkAccessStatus): Promise<NetworkAccessStatus> {
    return this.#queue.run(async () => {
      const mode = this.#parts.settings().discovery;
      const announcement = mode === 'off' ? undefined : this.#describe(mode, access);
      await this.#announce(announcement);
      return { ...access, discovery: this.#status(mode, access) };
    });
  }

  /** Ends the announcement. */
  async close(): Promise<void> {
    await this.#queue.run(() => this.#announce(undefined));
  }

  async #announce(announcement: Announcement | undefined): Promise<void> {
    const key = announcement === undefined ? undefined : JSON.stringify(announcement);
    if (key === (this.#active?.key ?? this.#failedKey)) return;
    const { announcer, log } = this.#parts;
    this.#error = undefined;
    this.#failedKey = undefined;
    const wasActive = this.#active !== undefined;
    this.#active = undefined;
    if (announcement === undefined || key === undefined) {
      if (wasActive) log.info('No longer announced on the local network.');
      return announcer.stop();
    }
    try {
      this.#active = { key, announced: await announcer.announce(announcement) };
      log.info('Announced on the local network.', { type: FULL_TYPE, name: this.#active.announced.name });
    } catch (error) {
      this.#failedKey = key;
      this.#error = errorMessage(error);
      log.warn("Couldn't announce the gateway on the local network.", { error: this.#error });
    }
  }

  /** Nothing is announced while nobody can connect. */
  #describe(mode: Exclude<DiscoveryMode, 'off'>, access: NetworkAccessStatus): Announcement | undefined {
    const addresses = access.addresses.filter(({ url }) => url !== undefined);
    if (addresses.length === 0) return undefined;
    const { name, hostname: local, facts } = this.#toFacts(mode, access);
    return {
      type: SERVICE_TYPE,
      name,
      hostname: local,
      port: access.port,
      addresses: addresses.map(({ host, network }) => ({ host, network })),
      facts,
    };
  }

  #toFacts(mode: Exclude<DiscoveryMode, 'off'>, { port, fingerprint = '' }: NetworkAccessStatus) {
    const digest = fingerprint.replaceAll(':', '').toLowerCase();
    const computer =
      hostname()
        .split('.')[0]
        ?.replaceAll(/[^A-Za-z0-9-]/g, '-')
        .slice(0, DNS_LABEL_CHARS) ?? '';
    // Two gateways on one network need different names. The certificate is public anyway.
    const id = hash('sha256', digest).slice(0, ID_CHARS);
    const local = mode === 'full' && computer !== '' ? `${computer}-gatehouse` : `gatehouse-${id}`;
    const name = mode === 'full' && computer !== '' ? `Gatehouse on ${computer}` : `Gatehouse ${id}`;
    const facts = {
      role: 'gateway',
      transport: 'gateway',
      displayName: name,
      lanHost: `${local}.local`,
      gatewayPort: String(port),
      gatewayTls: '1',
      ...(digest === '' ? {} : { gatewayTlsSha256: digest }),
      gatewayDirectReachable: '1',
      ...(mode === 'full' ? { gatehouseVersion: this.#parts.version } : {}),
    };
    return { name, hostname: local, facts };
  }

  #status(mode: DiscoveryMode, access: NetworkAccessStatus): DiscoveryStatus {
    const reveal = (which: Exclude<DiscoveryMode, 'off'>): readonly RevealedFact[] => {
      const { name, hostname: local, facts } = this.#toFacts(which, access);
      const addresses = access.addresses.filter(({ url }) => url !== undefined).map(({ host }) => host);
      return [
        { name: 'service', value: `${name}.${FULL_TYPE}.local` },
        { name: 'host', value: `${local}.local` },
        ...(addresses.length === 0 ? [] : [{ name: 'addresses', value: addresses.join(', ') }]),
        ...Object.entries(facts).map(([key, value]) => ({ name: key, value })),
      ];
    };
    return {
      mode,
      isAnnounced: this.#active !== undefined,
      type: FULL_TYPE,
      ...defined({ error: this.#error }),
      reveals: { minimal: reveal('minimal'), full: reveal('full') },
    };
  }
}
