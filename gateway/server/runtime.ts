// The running gateway as handlers and feeds see it: its parts, connections, and events.
import { EVENTS, type EventName, type EventPayloads } from '#contract/wire/events.ts';
import type { NetworkAccessStatus } from '#contract/types/network-access.ts';
import { unavailable } from '#contract/wire/errors.ts';
import { BrowserSignIn } from '../access/sign-in/browser-sign-in.ts';
import { LoginLimiter } from '../access/sign-in/login-limiter.ts';
import { GatewayPassword } from '../access/sign-in/password.ts';
import { FreshProofs } from '../access/identity/fresh-proofs.ts';
import { Identity } from '../access/identity/identity.ts';
import { ConnectionLimits } from '../access/limits/connection-limits.ts';
import { RateLimits } from '../access/limits/rate-limits.ts';
import { ConsoleFeed } from '../feeds/console-feed.ts';
import { SessionFeed } from '../feeds/session-feed.ts';
import { ClientAttention } from '../monitoring/attention.ts';
import { Diagnostics } from '../monitoring/diagnostics.ts';
import { HealthReport } from '../monitoring/health.ts';
import { Metrics } from '../monitoring/metrics.ts';
import { ResourceSampler } from '../monitoring/resource-sampler.ts';
import { OpenClawFeed } from '../openclaw/feed/openclaw-feed.ts';
import type { Connection } from './connections/connection.ts';
import { RequestBudget } from './connections/request-budget.ts';
import { SendBudget } from './connections/send-budget.ts';
import type { GatewayBase, ListenAddress } from './gateway-base.ts';
import { PresenceBroadcast } from './presence-broadcast.ts';
import { Presence, type PresenceReport } from './presence.ts';
import type { GatewayServices } from './services.ts';

/** Failed hook calls of one source within a minute before it is locked out. */
const MAX_HOOK_FAILURES = 20;

/** State of a part; `close` is called when the gateway closes. */
interface Closeable {
  close?(): void | Promise<void>;
}

/** Creates the state of one part. */
export type StateMaker<T> = (gateway: GatewayRuntime) => T;

/** One running gateway. */
export class GatewayRuntime implements GatewayBase {
  readonly services: GatewayServices;
  readonly health: HealthReport;
  readonly presence: Presence;
  readonly browsers: BrowserSignIn;
  readonly password: GatewayPassword;
  readonly identity: Identity;
  readonly proofs: FreshProofs;
  readonly sessionFeed: SessionFeed;
  readonly openClawFeed: OpenClawFeed;
  readonly consoleFeed = new ConsoleFeed();
  readonly limiter: LoginLimiter;
  /** Separate from sign-ins, so that a service with an old token locks out no client. */
  readonly hookLimiter: LoginLimiter;
  readonly rates: RateLimits;
  readonly connectionLimits: ConnectionLimits;
  readonly sendBudget = new SendBudget();
  readonly requestBudget = new RequestBudget();
  readonly attention = new ClientAttention();
  readonly metrics = new Metrics();
  readonly diagnostics: Diagnostics;
  readonly resources: ResourceSampler;
  /** Connections that wait for an approval they requested, by its id. */
  readonly approvalWaiters = new Map<string, string>();
  readonly #connections = new Set<Connection>();
  readonly #broadcast: PresenceBroadcast;
  readonly #states = new Map<StateMaker<unknown>, Closeable>();
  #address: ListenAddress | undefined;

  constructor(services: GatewayServices) {
    const now = (): number => services.clock.monotonic();
    this.services = services;
    this.diagnostics = new Diagnostics(services.clock);
    this.resources = new ResourceSampler(services);
    this.health = new HealthReport(services);
    this.presence = new Presence(services);
    this.#broadcast = new PresenceBroadcast({
      clock: services.clock,
      presence: this.presence,
      connections: () => this.#connections,
      stateVersion: () => JSON.stringify(this.stateVersion()),
    });
    this.browsers = new BrowserSignIn(services.store.settings, services.clock);
    this.password = new GatewayPassword(services.store.secrets);
    this.identity = new Identity(this);
    this.proofs = new FreshProofs(this);
    this.sessionFeed = new SessionFeed(services.clock);
    this.openClawFeed = new OpenClawFeed(this);
    this.limiter = new LoginLimiter(now);
    this.hookLimiter = new LoginLimiter(now, MAX_HOOK_FAILURES);
    this.rates = new RateLimits(now, () => services.config.settings().limits.rates);
    this.connectionLimits = new ConnectionLimits(() => services.config.settings().limits.connections);
  }

  address(): ListenAddress | undefined {
    return this.#address;
  }

  /** Sets the listening address. */
  listensAt(address: ListenAddress): void {
    this.#address = address;
  }

  /** The addresses at which other machines can connect now. @throws {GatewayError} before the gateway listens. */
  async networkAccess(): Promise<NetworkAccessStatus> {
    if (this.#address === undefined) throw unavailable("The gateway isn't listening yet.");
    const status = await this.#address.applyNetworkAccess?.();
    return status ?? { mode: 'loopback', port: this.#address.port, addresses: [] };
  }

  connections(): ReadonlySet<Connection> {
    return this.#connections;
  }

  publish<E extends EventName>(event: E, payload: EventPayloads[E]): void {
    this.publishRaw(event, () => JSON.stringify(payload));
  }

  protected publishRaw(event: EventName, payload: () => string, stateVersion?: string): void {
    let text: string | undefined;
    for (const connection of this.#connections)
      if (connection.holds(EVENTS[event].scope)) connection.sendRaw(event, (text ??= payload()), stateVersion);
  }

  protected stateVersion() {
    return { presence: this.presence.version(), health: this.health.version() };
  }

  /** State of one part of the gateway, created on first use. */
  state<T extends Closeable>(make: StateMaker<T>): T {
    const known = this.#states.get(make);
    // Each entry was created by the maker that is its key.
    if (known !== undefined) return known as T;
    const made = make(this);
    this.#states.set(make, made);
    return made;
  }

  /** Stores and publishes what a client reports about its device. */
  reportPresence(connection: Connection, facts: PresenceReport): void {
    this.presence.report(connection, facts);
    this.#broadcast.changed(connection);
  }

  /** Registers a connection that completed the handshake. */
  connected(connection: Connection): void {
    this.#connections.add(connection);
    this.presence.add(connection);
    const { client, address } = connection;
    this.services.log.part('gateway').info('Client connected.', { client: client.id, mode: client.mode, address });
    this.#broadcast.changed(connection);
  }

  /** Removes a closed connection. */
  disconnected(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    this.presence.remove(connection);
    this.#broadcast.changed(connection);
  }

  /** Closes the state of every part. */
  async close(): Promise<void> {
    this.#broadcast.stop();
    await Promise.all([...this.#states.values()].map(async (state) => state.close?.()));
    this.#states.clear();
  }
}
