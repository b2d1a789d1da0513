// The core of a gateway: dispatcher, `hello-ok`, engine notices, and ticks while clients are connected.
import { EVENTS } from '#contract/wire/events.ts';
import { defined } from '#contract/types/defined.ts';
import { MAIN_KEY, formatSessionKey } from '#contract/types/ids.ts';
import { PROTOCOL_VERSION } from '#contract/wire/frames.ts';
import {
  CAP_READ_ONLY,
  SERVER_CAPABILITIES,
  MAX_BUFFERED_BYTES,
  MAX_FRAME_BYTES,
  TICK_INTERVAL_MS,
} from '#contract/wire/limits.ts';
import type { EngineNotice } from '#core/engine/notices.ts';
import type { AuthSettings } from '#core/ports/settings.ts';
import type { IssuedToken } from '../access/identity/device-registry.ts';
import type { HandshakeContext } from '../access/sign-in/handshake.ts';
import type { Peer } from '../access/sign-in/request-origin.ts';
import { QueueNotices } from '../feeds/queue-notices.ts';
import { publishSchedule } from '../feeds/schedule-notices.ts';
import { HealthBroadcast } from '../monitoring/health-broadcast.ts';
import { questionRequested, questionResolved } from '../openclaw/question-shapes.ts';
import { toTask } from '../openclaw/tasks/task-shape.ts';
import { toAvailable } from '../openclaw/update-shapes.ts';
import type { Connection } from './connections/connection.ts';
import { Dispatcher } from './dispatch/dispatcher.ts';
import type { MethodEntry } from './dispatch/handler.ts';
import { RawJson } from './dispatch/raw-json.ts';
import { GatewayRuntime } from './runtime.ts';
import type { GatewayServices } from './services.ts';

/** Ticks between two `health` events. */
const TICKS_PER_HEALTH = 2;
const RESTART_CLOSE = 1012;

/** Notices that don't change the health. */
const QUIET_NOTICES: ReadonlySet<EngineNotice['kind']> = new Set(['live', 'console', 'setup', 'changes', 'budgets']);

/** One gateway; `createGateway` adds transports and HTTP. */
export class GatewayCore extends GatewayRuntime {
  readonly dispatcher: Dispatcher;
  /** Parts of `hello-ok` that never change. */
  readonly #fixedHello: string;
  readonly #healthBroadcast: HealthBroadcast;
  readonly #queueNotices: QueueNotices;
  readonly #stopFollowing: readonly (() => void)[];
  #cancelTick: (() => void) | undefined;
  #ticks = 0;

  constructor(services: GatewayServices, methods: ReadonlyMap<string, MethodEntry>) {
    super(services);
    this.diagnostics.record('gateway.started', { version: services.identity.version });
    this.#healthBroadcast = new HealthBroadcast({
      clock: services.clock,
      log: services.log.part('gateway'),
      health: this.health,
      connections: () => this.connections(),
      stateVersion: () => JSON.stringify(this.stateVersion()),
    });
    this.#queueNotices = new QueueNotices(services.clock, () => {
      const waiting = services.engine.queuedRuns.status().runs.length;
      this.publish('runs.queue.changed', { waiting, ts: services.clock.now() });
    });
    this.#fixedHello = fixedHello([...methods.keys()], services.store.isReadOnly);
    this.dispatcher = new Dispatcher(this, methods);
    this.#stopFollowing = [
      services.engine.onNotice((notice) => this.#notice(notice)),
      services.store.onProblemsChange(() => this.#healthChanged()),
      services.jobs.onNotice(({ job }) => this.publish('task', { action: 'upserted', task: toTask(job) })),
      services.schedules.onNotice((notice) => publishSchedule(this, notice)),
      services.backups.onChange(() => this.publish('settings.changed', { what: 'backups', ts: services.clock.now() })),
      services.updates.onChange(() => this.#updatesChanged()),
      ...services.managers.map((manager) =>
        manager.onChange(() => this.publish('machines.changed', { ts: services.clock.now() })),
      ),
      ...services.managers.map((manager) => manager.onAlert((alert) => this.publish('machines.alert', alert))),
      services.config.onChange((paths) => {
        if (paths.some((path) => path.startsWith('gateway.auth'))) this.#authChanged();
        this.#configChanged().catch((error: unknown) => this.#logError("Couldn't notify clients of a change.", error));
      }),
    ];
  }

  /** Dependencies of a handshake with this client. */
  handshakeContext(peer: Peer, nonce: string): HandshakeContext {
    const { clock, token } = this.services;
    const { limiter, identity, browsers, password } = this;
    const authMode = this.#authMode();
    return { peer, nonce, now: clock.now(), token, authMode, limiter, identity, browsers, password };
  }

  /** The payload of `hello-ok`. */
  async hello(connection: Connection, issued: readonly IssuedToken[] = []): Promise<RawJson> {
    const { identity } = this.services;
    const hello = {
      type: 'hello-ok',
      protocol: PROTOCOL_VERSION,
      server: { version: identity.version, bootId: identity.bootId, connId: connection.id },
      auth: { role: connection.role, scopes: connection.principal.scopes, ...issuedFields(issued) },
    };
    const snapshot = await this.#snapshot(connection);
    return new RawJson(`${JSON.stringify(hello).slice(0, -1)},${this.#fixedHello},"snapshot":${snapshot}}`);
  }

  async #snapshot(connection: Connection): Promise<string> {
    const { clock, config, identity } = this.services;
    const settings = config.settings();
    const admin = connection.holds('operator.admin')
      ? { configPath: config.path, stateDir: identity.home, authMode: this.#authMode() }
      : {};
    const health = await this.health.texts();
    this.#healthBroadcast.told(health);
    const facts = {
      presence: connection.holds(EVENTS.presence.scope) ? this.presence.entries(connection) : [],
      stateVersion: this.stateVersion(),
      uptimeMs: Math.max(0, Math.round(clock.now() - identity.startedAt)),
      sessionDefaults: {
        defaultAgentId: settings.defaultAgentId,
        mainKey: MAIN_KEY,
        mainSessionKey: formatSessionKey(settings.defaultAgentId, MAIN_KEY),
        scope: 'per-sender',
        modelConfigured: this.#hasModel(),
      },
      ...admin,
    };
    return `${JSON.stringify(facts).slice(0, -1)},"health":${health.published.text}}`;
  }

  override connected(connection: Connection): void {
    super.connected(connection);
    if (this.#cancelTick === undefined) this.#nextTick();
  }

  override disconnected(connection: Connection): void {
    super.disconnected(connection);
    if (this.connections().size === 0) this.#stopTicking();
  }

  /** Closes every connection and releases all resources. */
  override async close(): Promise<void> {
    for (const stop of this.#stopFollowing) stop();
    for (const connection of this.connections()) connection.close(RESTART_CLOSE, 'service restart');
    this.#stopTicking();
    this.#healthBroadcast.stop();
    this.#queueNotices.stop();
    await super.close();
  }

  #notice(notice: EngineNotice): void {
    switch (notice.kind) {
      case 'live':
        this.sessionFeed.live(notice.sessionKey, notice.event);
        break;
      case 'event':
        this.sessionFeed.event(notice.sessionKey, notice.event);
        this.#question(notice);
        break;
      case 'approval':
        this.publish('approvals.changed', { approval: notice.approval });
        break;
      case 'changes':
        this.publish('changes.changed', { sessionKey: notice.sessionKey, ts: this.services.clock.now() });
        break;
      case 'console':
        this.consoleFeed.send(notice.output);
        break;
      case 'queue':
        this.#queueNotices.changed();
        break;
      case 'settings':
        this.publish('settings.changed', { what: notice.what, ts: this.services.clock.now() });
        break;
      case 'budgets': {
        const { warning } = notice;
        this.publish('budgets.changed', { ts: this.services.clock.now(), ...defined({ warning }) });
        break;
      }
      case 'projects':
        this.publish('projects.changed', { ts: this.services.clock.now() });
        break;
      case 'dispatches':
        this.publish('dispatches.changed', { ts: this.services.clock.now() });
        break;
      case 'setup': {
        const { kind: _, ...setup } = notice;
        this.publish('projects.setup', setup);
        break;
      }
      case 'session':
        break;
    }
    if (notice.kind === 'settings') this.#healthChanged();
    else if (!QUIET_NOTICES.has(notice.kind)) this.health.changed();
    this.metrics.notice(notice);
    this.diagnostics.notice(notice);
    this.openClawFeed.notice(notice);
  }

  #updatesChanged(): void {
    const { updates, clock } = this.services;
    const state = updates.state();
    this.publish('updates.changed', { ts: clock.now() });
    if (state.phase === 'ready') this.publish('update.available', { updateAvailable: toAvailable(state) });
  }

  #question({ event, sessionKey, agentId }: Extract<EngineNotice, { kind: 'event' }>): void {
    if (event.type === 'question.asked')
      this.publish('question.requested', questionRequested(event, { sessionKey, agentId }));
    if (event.type === 'question.resolved') this.publish('question.resolved', questionResolved(event));
  }

  /** Whether messages can be sent: an agent has a model, or there is a default one. */
  #hasModel(): boolean {
    const { config, engine } = this.services;
    return config.settings().agents.some(({ agentId }) => engine.agents.model(agentId) !== undefined);
  }

  #authMode(): AuthSettings['mode'] {
    return this.services.config.settings().gateway.auth.mode;
  }

  /** Clients signed in with the previous mode must sign in again. On this machine the token is valid in every mode. */
  #authChanged(): void {
    this.identity.disconnectEntries(['password', 'proxy']);
    if (this.#authMode() !== 'token') this.identity.disconnectEntries(['token'], ({ isLocal }) => !isLocal);
  }

  async #configChanged(): Promise<void> {
    this.#healthChanged();
    const { clock, config } = this.services;
    const { path, hash } = await config.snapshot();
    this.publish('config.changed', { path, hash, ts: clock.now() });
    this.publish('settings.changed', { what: 'agents', ts: clock.now() });
  }

  #nextTick(): void {
    const due = this.services.clock.monotonic() + TICK_INTERVAL_MS;
    this.#cancelTick = this.services.clock.after(TICK_INTERVAL_MS, () => this.#tick(due));
  }

  #stopTicking(): void {
    this.#cancelTick?.();
    this.#cancelTick = undefined;
  }

  #tick(due: number): void {
    this.#ticks += 1;
    this.diagnostics.timerCame(this.services.clock.monotonic() - due);
    this.resources.tick();
    this.publish('tick', { ts: this.services.clock.now() });
    if (this.#ticks % TICKS_PER_HEALTH === 0) {
      this.diagnostics.sampleMemory();
      this.#healthBroadcast.send();
    }
    this.#nextTick();
  }

  #healthChanged(): void {
    this.health.changed();
    this.#healthBroadcast.changed();
  }

  #logError(message: string, error: unknown): void {
    this.services.log.part('gateway').error(message, { error: String(error) });
  }
}

/** Features and limits, as fields of a JSON object. */
function fixedHello(methods: readonly string[], isReadOnly: boolean): string {
  const capabilities = isReadOnly ? [...SERVER_CAPABILITIES, CAP_READ_ONLY] : SERVER_CAPABILITIES;
  const features = { methods, events: Object.keys(EVENTS), capabilities };
  const policy = {
    maxPayload: MAX_FRAME_BYTES,
    maxBufferedBytes: MAX_BUFFERED_BYTES,
    tickIntervalMs: TICK_INTERVAL_MS,
  };
  return JSON.stringify({ features, policy }).slice(1, -1);
}

/** The device's token for the role of the connection, and those for its other roles. */
function issuedFields([own, ...others]: readonly IssuedToken[]) {
  if (own === undefined) return {};
  const { deviceToken, issuedAtMs } = own;
  return { deviceToken, issuedAtMs, ...(others.length === 0 ? {} : { deviceTokens: others }) };
}
