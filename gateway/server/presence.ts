// Presence: one entry per connection, and the gateway's own.
import { hostname, platform, release } from 'node:os';
import { defined } from '#contract/types/defined.ts';
import type { EventPayloads } from '#contract/wire/events.ts';
import type { PublishedType } from '#contract/wire/published.ts';
import type { Connection } from './connections/connection.ts';
import type { GatewayServices } from './services.ts';

type PresenceEntry = PublishedType<'PresenceEntry'>;
type PresenceChanges = EventPayloads['presence.changed'];

/** What a client reports about its device, apart from its identity and scopes, which the connection has. */
export type PresenceReport = Omit<
  Partial<PresenceEntry>,
  'ts' | 'onlineSince' | 'deviceId' | 'instanceId' | 'roles' | 'scopes'
>;

/** The connected clients, and the version of their list. */
export class Presence {
  readonly #self: PresenceEntry;
  readonly #connections = new Set<Connection>();
  readonly #reports = new WeakMap<Connection, PresenceReport>();
  #version = 1;

  constructor(services: GatewayServices) {
    this.#self = {
      ts: services.identity.startedAt,
      host: hostname(),
      version: services.identity.version,
      platform: `${platform()} ${release()}`,
      mode: 'gateway',
      reason: 'self',
      instanceId: services.identity.bootId,
    };
  }

  version(): number {
    return this.#version;
  }

  /** All entries, the gateway first; `also` is included although not yet registered. */
  entries(also?: Connection): readonly PresenceEntry[] {
    const clients = also === undefined ? [...this.#connections] : [...this.#connections, also];
    return [this.#self, ...clients.map((client) => this.#describe(client))];
  }

  /** The entries of clients that are connected, and the instances of those that no longer are. */
  changes(changed: ReadonlySet<Connection>): PresenceChanges {
    const present = [...changed.intersection(this.#connections)].map((client) => this.#describe(client));
    return { present, gone: [...changed.difference(this.#connections)].map(getInstance) };
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
    this.#version += 1;
  }

  /** Adds what a client reports about its device to its earlier reports. */
  report(connection: Connection, facts: PresenceReport): void {
    this.#reports.set(connection, { ...this.#reports.get(connection), ...facts });
    this.#version += 1;
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
    this.#version += 1;
  }

  #describe(client: Connection): PresenceEntry {
    return { ...toEntry(client), ...this.#reports.get(client) };
  }
}

function getInstance({ client, id }: Connection): string {
  return client.instanceId ?? id;
}

function toEntry(connection: Connection): PresenceEntry {
  const { client, role, since } = connection;
  const { scopes, deviceId } = connection.principal;
  const { deviceFamily, modelIdentifier, timeZone } = client;
  return {
    ts: since,
    host: client.displayName ?? client.id,
    version: client.version,
    platform: client.platform,
    mode: client.mode,
    reason: 'connect',
    onlineSince: since,
    roles: [role],
    scopes,
    instanceId: getInstance(connection),
    ...defined({ deviceId, deviceFamily, modelIdentifier, timeZone }),
  };
}
