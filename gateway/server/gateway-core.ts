// The inside of a gateway: connections, dispatcher, feeds and the ticking that only happens while somebody listens.
import { EVENTS, type EventName, type EventPayloads } from '#contract/wire/events.ts';
import { MAIN_KEY, formatSessionKey } from '#contract/types/ids.ts';
import { PROTOCOL_VERSION } from '#contract/wire/frames.ts';
import { SERVER_CAPABILITIES, MAX_BUFFERED_BYTES, MAX_FRAME_BYTES, TICK_INTERVAL_MS } from '#contract/wire/limits.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { AuthSettings } from '#core/ports/settings.ts';
import type { Connection } from './connections/connection.ts';
import { Dispatcher } from './dispatch/dispatcher.ts';
import type { MethodEntry } from './dispatch/handler.ts';
import { RawJson } from './dispatch/raw-json.ts';
import { OpenClawFeed } from '../openclaw/feed/openclaw-feed.ts';
import { SessionFeed } from '../feeds/session-feed.ts';
import { HealthReport } from '../monitoring/health.ts';
import type { IssuedToken } from '../access/identity/device-registry.ts';
import { FreshProofs } from '../access/identity/fresh-proofs.ts';
import { Identity } from '../access/identity/identity.ts';
import { RateLimits } from '../access/limits/rate-limits.ts';
import { Metrics } from '../monitoring/metrics.ts';
import { Presence, type PresenceReport } from './presence.ts';
import type { GatewayRuntime, ListenAddress, StateMaker } from './runtime.ts';
import { questionRequested, questionResolved } from '../openclaw/question-shapes.ts';
import { toTask } from '../openclaw/tasks/task-shape.ts';
import { publishSchedule } from '../feeds/schedule-notices.ts';
import type { GatewayServices } from './services.ts';
import { Diagnostics } from '../monitoring/diagnostics.ts';
import { BrowserSignIn } from '../access/sign-in/browser-sign-in.ts';
import type { HandshakeContext } from '../access/sign-in/handshake.ts';
import { LoginLimiter } from '../access/sign-in/login-limiter.ts';
import { GatewayPassword } from '../access/sign-in/password.ts';
import type { Peer } from '../access/sign-in/request-origin.ts';

/** Ticks between two `health` events. */
const TICKS_PER_HEALTH = 2;
const RESTART_CLOSE = 1012;
/** Wrong tokens of one source at the hooks within a minute. */
const MAX_HOOK_FAILURES = 20;

/** The state of one gateway; `createGateway` puts transports and HTTP around it. */
export class GatewayCore implements GatewayRuntime {
  readonly services: GatewayServices;
  readonly health: HealthReport;
  readonly presence: Presence;
  readonly browsers: BrowserSignIn;
  readonly password: GatewayPassword;
  readonly identity: Identity;
  readonly proofs: FreshProofs;
  readonly sessionFeed: SessionFeed;
  readonly openClawFeed: OpenClawFeed;
  readonly dispatcher: Dispatcher;
  readonly limiter: LoginLimiter;
  /** Counted apart from sign-ins: a service with an old token locks no program out. */
  readonly hookLimiter: LoginLimiter;
  readonly rates: RateLimits;
  readonly metrics = new Metrics();
  readonly diagnostics: Diagnostics;
  readonly approvalWaiters = new Map<string, string>();
  readonly #methodNames: readonly string[];
  readonly #connections = new Set<Connection>();
  readonly #states = new Map<StateMaker<unknown>, { close?(): void | Promise<void> }>();
  readonly #stopFollowing: readonly (() => void)[];
  #address: ListenAddress | undefined;
  #cancelTick: (() => void) | undefined;
  #ticks = 0;

  constructor(services: GatewayServices, methods: ReadonlyMap<string, MethodEntry>) {
    this.services = services;
    this.#methodNames = [...methods.keys()];
    this.diagnostics = new Diagnostics(services.clock);
    this.diagnostics.record('gateway.started', { version: services.identity.version });
    this.health = new HealthReport(services);
    this.presence = new Presence(services);
    this.browsers = new BrowserSignIn(services.store.settings, services.clock);
    this.password = new GatewayPassword(services.store.secrets);
    this.identity = new Identity(this);
    this.proofs = new FreshProofs(this);
    this.sessionFeed = new SessionFeed(services.clock);
    this.openClawFeed = new OpenClawFeed(this);
    this.dispatcher = new Dispatcher(this, methods);
    const now = (): number => services.clock.monotonic();
    this.limiter = new LoginLimiter(now);
    this.hookLimiter = new LoginLimiter(now, MAX_HOOK_FAILURES);
    this.rates = new RateLimits(now, () => services.config.settings().limits.rates);
    this.#stopFollowing = [
      services.engine.onNotice((notice) => this.#notice(notice)),
      services.jobs.onNotice(({ job }) => this.publish('task', { action: 'upserted', task: toTask(job) })),
      services.schedules.onNotice((notice) => publishSchedule(this, notice)),
      services.config.onChange((paths) => {
        if (paths.some((path) => path.startsWith('gateway.auth'))) this.#authChanged();
        this.#configChanged().catch((error: unknown) =>
          services.log.part('gateway').error("Couldn't notify clients of a change.", { error: String(error) }),
        );
      }),
    ];
  }

  address(): ListenAddress | undefined {
    return this.#address;
  }

  listensAt(address: ListenAddress): void {
    this.#address = address;
  }

  connections(): Iterable<Connection> {
    return this.#connections;
  }

  publish<E extends EventName>(
    event: E,
    payload: EventPayloads[E],
    to: (connection: Connection) => boolean = () => true,
  ): void {
    this.publishRaw(event, () => JSON.stringify(payload), to);
  }

  /** Serialises once, when the first connection wants it. */
  publishRaw(
    event: EventName,
    payload: () => string,
    to: (connection: Connection) => boolean = () => true,
    stateVersion?: string,
  ): void {
    let text: string | undefined;
    for (const connection of this.#connections) {
      if (connection.holds(EVENTS[event].scope) && to(connection))
        connection.sendRaw(event, (text ??= payload()), stateVersion);
    }
  }

  state<T extends { close?(): void | Promise<void> }>(make: StateMaker<T>): T {
    const known = this.#states.get(make);
    // Each maker's entry was made by that maker.
    if (known !== undefined) return known as T;
    const made = make(this);
    this.#states.set(make, made);
    return made;
  }

  handshakeContext(peer: Peer, nonce: string): HandshakeContext {
    const { clock, token } = this.services;
    const { limiter, identity, browsers, password } = this;
    const facts = { peer, nonce, now: clock.now(), token, authMode: this.#authMode() };
    return { ...facts, limiter, identity, browsers, password };
  }

  /** The payload of `hello-ok`. */
  async hello(connection: Connection, issued: readonly IssuedToken[] = []): Promise<RawJson> {
    const { identity } = this.services;
    const hello = {
      type: 'hello-ok',
      protocol: PROTOCOL_VERSION,
      server: { version: identity.version, bootId: identity.bootId, connId: connection.id },
      features: {
        methods: this.#methodNames,
        events: Object.keys(EVENTS),
        capabilities: SERVER_CAPABILITIES,
      },
      auth: { role: connection.role, scopes: connection.principal.scopes, ...issuedFields(issued) },
      policy: { maxPayload: MAX_FRAME_BYTES, maxBufferedBytes: MAX_BUFFERED_BYTES, tickIntervalMs: TICK_INTERVAL_MS },
    };
    const snapshot = await this.#snapshot(connection);
    return new RawJson(`${JSON.stringify(hello).slice(0, -1)},"snapshot":${snapshot}}`);
  }

  async #snapshot(connection: Connection): Promise<string> {
    const { clock, config, identity } = this.services;
    const settings = config.settings();
    const admin = connection.holds('operator.admin')
      ? { configPath: (await config.snapshot()).path, stateDir: identity.home, authMode: this.#authMode() }
      : {};
    const { published } = await this.health.texts();
    const facts = {
      presence: connection.holds(EVENTS.presence.scope) ? this.presence.entries(connection) : [],
      stateVersion: { presence: this.presence.version(), health: this.health.version() },
      uptimeMs: Math.max(0, Math.round(clock.now() - identity.startedAt)),
      sessionDefaults: {
        defaultAgentId: settings.defaultAgentId,
        mainKey: MAIN_KEY,
        mainSessionKey: formatSessionKey(settings.defaultAgentId, MAIN_KEY),
        scope: 'per-sender',
        modelConfigured: settings.defaultModel !== undefined || settings.agents.some(({ model }) => model !== ''),
      },
      ...admin,
    };
    return `${JSON.stringify(facts).slice(0, -1)},"health":${published.text}}`;
  }

  connected(connection: Connection): void {
    this.#connections.add(connection);
    this.presence.add(connection);
    this.services.log.part('gateway').info('Client connected.', {
      client: connection.client.id,
      mode: connection.client.mode,
      address: connection.address,
    });
    this.#publishPresence(connection);
    if (this.#cancelTick === undefined) this.#nextTick();
  }

  /** Takes what a client reports about its device, and tells the others. */
  reportPresence(connection: Connection, facts: PresenceReport): void {
    this.presence.report(connection, facts);
    this.#publishPresence(connection);
  }

  disconnected(connection: Connection): void {
    if (!this.#connections.delete(connection)) return;
    this.presence.remove(connection);
    this.#publishPresence(connection);
    if (this.#connections.size > 0) return;
    this.#cancelTick?.();
    this.#cancelTick = undefined;
  }

  /** Closes every connection and lets go of everything. */
  async close(): Promise<void> {
    for (const stop of this.#stopFollowing) stop();
    for (const connection of this.#connections) connection.close(RESTART_CLOSE, 'service restart');
    this.#cancelTick?.();
    await Promise.all([...this.#states.values()].map(async (state) => state.close?.()));
    this.#states.clear();
  }

  #notice(notice: EngineNotice): void {
    if (notice.kind === 'live') this.sessionFeed.live(notice.sessionKey, notice.event);
    else if (notice.kind === 'event') {
      this.sessionFeed.event(notice.sessionKey, notice.event);
      this.#question(notice);
    } else if (notice.kind === 'approval') this.publish('approvals.changed', { approval: notice.approval });
    else if (notice.kind === 'settings')
      this.publish('settings.changed', { what: notice.what, ts: this.services.clock.now() });
    if (notice.kind !== 'live') this.health.changed();
    this.metrics.notice(notice);
    this.diagnostics.notice(notice);
    this.openClawFeed.notice(notice);
  }

  #question({ event, sessionKey, agentId }: Extract<EngineNotice, { kind: 'event' }>): void {
    if (event.type === 'question.asked')
      this.publish('question.requested', questionRequested(event, { sessionKey, agentId }));
    if (event.type === 'question.resolved') this.publish('question.resolved', questionResolved(event));
  }

  #authMode(): AuthSettings['mode'] {
    return this.services.config.settings().gateway.auth.mode;
  }

  /** Another way in: what came in by the one before must show its credential again. The token counts here in every mode. */
  #authChanged(): void {
    this.identity.disconnectEntries(['password', 'proxy']);
    if (this.#authMode() !== 'token') this.identity.disconnectEntries(['token'], ({ isLocal }) => !isLocal);
  }

  async #configChanged(): Promise<void> {
    this.health.changed();
    const { clock, config } = this.services;
    const { path, hash } = await config.snapshot();
    this.publish('config.changed', { path, hash, ts: clock.now() });
    this.publish('settings.changed', { what: 'agents', ts: clock.now() });
  }

  #publishPresence(about: Connection): void {
    const stateVersion = JSON.stringify({ presence: this.presence.version(), health: this.health.version() });
    this.publishRaw(
      'presence',
      () => JSON.stringify({ presence: this.presence.entries() }),
      (connection) => connection !== about,
      stateVersion,
    );
  }

  #nextTick(): void {
    const due = this.services.clock.monotonic() + TICK_INTERVAL_MS;
    this.#cancelTick = this.services.clock.after(TICK_INTERVAL_MS, () => this.#tick(due));
  }

  #tick(due: number): void {
    this.#ticks += 1;
    this.diagnostics.timerCame(this.services.clock.monotonic() - due);
    this.publish('tick', { ts: this.services.clock.now() });
    if (this.#ticks % TICKS_PER_HEALTH === 0) {
      this.diagnostics.sampleMemory();
      void this.#publishHealth();
    }
    this.#nextTick();
  }

  async #publishHealth(): Promise<void> {
    try {
      const { published } = await this.health.texts();
      const stateVersion = JSON.stringify({ presence: this.presence.version(), health: this.health.version() });
      this.publishRaw(
        'health',
        () => published.text,
        () => true,
        stateVersion,
      );
    } catch (error) {
      this.services.log.part('gateway').error("Couldn't read the health status.", { error: String(error) });
    }
  }
}

/** The device's own token, and those of its other roles. */
function issuedFields([own, ...others]: readonly IssuedToken[]) {
  if (own === undefined) return {};
  const { deviceToken, issuedAtMs } = own;
  return { deviceToken, issuedAtMs, ...(others.length === 0 ? {} : { deviceTokens: others }) };
}
