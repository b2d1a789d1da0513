// What every part of a running gateway may use.
import type { EventName, EventPayloads } from '#contract/wire/events.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import type { ListenBeside } from '../preview/preview-listener.ts';
import type { Connection } from './connections/connection.ts';
import type { GatewayServices } from './services.ts';

/** Services, connections and events of one running gateway. */
export interface GatewayBase {
  readonly services: GatewayServices;
  connections(): Iterable<Connection>;
  /** Sends an event to every connection that holds its scope. */
  publish<E extends EventName>(event: E, payload: EventPayloads[E]): void;
}

/** Where the gateway listens, once it does. */
export interface ListenAddress {
  readonly origin: string;
  readonly port: number;
  /** Hosts beyond loopback, where it requires TLS. */
  readonly remoteHosts?: () => readonly string[];
  /** Opens another listener on a host at which the gateway listens. */
  readonly listenBeside?: ListenBeside;
  /** Applies the network access settings, and returns the addresses. */
  readonly applyNetworkAccess?: () => Promise<NetworkAccessStatus>;
}
