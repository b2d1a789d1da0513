// Tells clients who is connected. Changes are collected and sent together, because each one concerns every client.
import { EVENTS } from '#contract/wire/events.ts';
import type { Clock } from '#core/ports/clock.ts';
import type { Connection } from './connections/connection.ts';
import type { Presence } from './presence.ts';

/** Shortest time between two broadcasts, ms: with few clients, and with many. */
const INTERVAL_MS = 250;
const CROWDED_INTERVAL_MS = 1_000;
/** Clients from which on it is longer: the list grows with each of them and is sent to each of them. */
const CROWD = 50;

/** What a broadcast needs to know. */
export interface PresenceSource {
  readonly clock: Pick<Clock, 'after'>;
  readonly presence: Presence;
  connections(): ReadonlySet<Connection>;
  /** The `stateVersion` of the event, as JSON text. */
  stateVersion(): string;
}

/** Sends the changes: to Gatehouse clients only what changed, to others the whole list. */
export class PresenceBroadcast {
  readonly #source: PresenceSource;
  readonly #changed = new Set<Connection>();
  #cancel: (() => void) | undefined;

  constructor(source: PresenceSource) {
    this.#source = source;
  }

  /** Called when a client has connected, reported something, or disconnected. */
  changed(connection: Connection): void {
    this.#changed.add(connection);
    const count = this.#source.connections().size;
    const ms = count < CROWD ? INTERVAL_MS : CROWDED_INTERVAL_MS;
    this.#cancel ??= this.#source.clock.after(ms, () => this.#send());
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = undefined;
  }

  #send(): void {
    this.#cancel = undefined;
    const { presence } = this.#source;
    const changed = new Set(this.#changed);
    this.#changed.clear();
    const version = this.#source.stateVersion();
    let list: string | undefined;
    let changes: string | undefined;
    for (const connection of this.#source.connections()) {
      if (!connection.holds(EVENTS.presence.scope) || isOnly(changed, connection)) continue;
      if (connection.ownFeed)
        connection.sendRaw('presence.changed', (changes ??= JSON.stringify(presence.changes(changed))), version);
      else connection.sendRaw('presence', (list ??= JSON.stringify({ presence: presence.entries() })), version);
    }
  }
}

/** A client knows about itself. */
function isOnly(changed: ReadonlySet<Connection>, connection: Connection): boolean {
  return changed.size === 1 && changed.has(connection);
}
