// What every part of a running gateway may use.
import type { EventName, EventPayloads } from '#contract/wire/events.ts';
import type { Connection } from './connections/connection.ts';
import type { GatewayServices } from './services.ts';

/** Services, connections and events of one running gateway. */
export interface GatewayBase {
  readonly services: GatewayServices;
  connections(): Iterable<Connection>;
  /** Sends an event to every connection that holds its scope and that `to` accepts. */
  publish<E extends EventName>(event: E, payload: EventPayloads[E], to?: (connection: Connection) => boolean): void;
}
