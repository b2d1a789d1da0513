// Who is connected: one entry per connection, and the gateway's own.
import { hostname, platform, release } from 'node:os';
import type { PublishedType } from '#contract/wire/published.ts';
import type { Connection } from './connections/connection.ts';
import type { GatewayServices } from './services.ts';

type PresenceEntry = PublishedType<'PresenceEntry'>;

/** The list of who is connected, and its version. */
export class Presence {
  readonly #self: PresenceEntry;
  readonly #connections = new Set<Connection>();
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

  /** Entries of everybody, the gateway first; `also` is counted in though not yet registered. */
  entries(also?: Connection): readonly PresenceEntry[] {
    const clients = also === undefined ? [...this.#connections] : [...this.#connections, also];
    return [this.#self, ...clients.map(entryOf)];
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
    this.#version += 1;
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
    this.#version += 1;
  }
}

function entryOf({ client, role, scopes, since, deviceId, id }: Connection): PresenceEntry {
  return {
    ts: since,
    host: client.displayName ?? client.id,
    version: client.version,
    platform: client.platform,
    mode: client.mode,
    reason: 'connect',
    onlineSince: since,
    roles: [role],
    scopes: [...scopes],
    instanceId: client.instanceId ?? id,
    ...(deviceId === undefined ? {} : { deviceId }),
    ...(client.deviceFamily === undefined ? {} : { deviceFamily: client.deviceFamily }),
    ...(client.modelIdentifier === undefined ? {} : { modelIdentifier: client.modelIdentifier }),
    ...(client.timeZone === undefined ? {} : { timeZone: client.timeZone }),
  };
}
