// The health payload: computed on request, cached until a session or the problems change or a second has passed.
import { defined } from '#contract/types/defined.ts';
import { ACK_MAX_CHARACTERS } from '#core/jobs/heartbeat-text.ts';
import { RawJson } from '../server/dispatch/raw-json.ts';
import { processMemory } from './process-memory.ts';
import type { GatewayServices } from '../server/services.ts';

/** Longest time that a payload is cached, ms. */
const MAX_AGE_MS = 1_000;
const RECENT_SESSIONS = 5;

/** Creates and caches health payloads. */
export class HealthReport {
  readonly #services: GatewayServices;
  #cached: { readonly texts: HealthTexts; readonly at: number; readonly problems: string } | undefined;
  #making: Promise<HealthTexts> | undefined;
  #version = 1;

  constructor(services: GatewayServices) {
    this.#services = services;
  }

  version(): number {
    return this.#version;
  }

  /** Called when a session changed, so that the cached payload is outdated. */
  changed(): void {
    this.#cached = undefined;
  }

  /** Both payloads as JSON text; synchronous when they are cached. */
  texts(): HealthTexts | Promise<HealthTexts> {
    const now = this.#services.clock.monotonic();
    const { problems } = this.#services.store;
    if (this.#cached !== undefined && now - this.#cached.at < MAX_AGE_MS && this.#cached.problems === problems.join())
      return this.#cached.texts;
    this.#making ??= this.#make(now).finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  async #make(at: number): Promise<HealthTexts> {
    const payload = await healthPayload(this.#services);
    const published = JSON.stringify(payload);
    // A solved problem is noticed even if nothing else is saved.
    await this.#services.store.isWritable();
    const problems = this.#services.store.problems.join();
    const more = JSON.stringify(ownFacts(this.#services));
    const texts = {
      published: new RawJson(published),
      full: new RawJson(`${published.slice(0, -1)},${more.slice(1)}`),
      lasting: JSON.stringify([problems, payload.defaultAgentId, payload.agents.map(withoutSessions)]),
    };
    this.#version += 1;
    this.#cached = { texts, at, problems };
    return texts;
  }
}

/** The payload of the published schema (snapshot, event), and the one with our additional fields (method). */
export interface HealthTexts {
  readonly published: RawJson;
  readonly full: RawJson;
  /** The facts that only change when something happened: without times, figures, and recent sessions. */
  readonly lasting: string;
}

function ownFacts({ clock, engine, identity, store }: GatewayServices): Readonly<Record<string, unknown>> {
  const { user, system } = process.cpuUsage();
  return {
    uptimeMs: Math.max(0, Math.round(clock.now() - identity.startedAt)),
    memoryBytes: processMemory().rss,
    cpuMs: Math.round((user + system) / 1000),
    activeRuns: engine.runs.active().length,
    problems: store.problems,
  };
}

/** Names of the parts that can't serve requests, for readiness probes. */
export async function failingParts({ engine, store }: GatewayServices): Promise<readonly string[]> {
  // Other `store.problems` (shown by health) don't count: requests are served without the secrets of another key.
  try {
    await engine.sessions.list({ limit: 1, offset: 0 });
    return (await store.isWritable()) ? [] : ['store'];
  } catch {
    // The store logs the cause.
    return ['store'];
  }
}

async function healthPayload(services: GatewayServices) {
  const { clock, config } = services;
  const startedAt = clock.monotonic();
  const settings = config.settings();
  const now = clock.now();
  const all = await sessionSummary(services, undefined, now);
  const agents = await Promise.all(
    settings.agents.map(async (agent) => ({
      agentId: agent.agentId,
      name: agent.name,
      isDefault: agent.agentId === settings.defaultAgentId,
      heartbeat: getHeartbeat(services, agent.agentId),
      sessions: settings.agents.length === 1 ? all : await sessionSummary(services, agent.agentId, now),
    })),
  );
  return {
    ok: true,
    ts: now,
    durationMs: Math.round(clock.monotonic() - startedAt),
    channels: {},
    channelOrder: [],
    channelLabels: {},
    heartbeatSeconds: Math.round((getHeartbeat(services, settings.defaultAgentId).everyMs ?? 0) / 1000),
    defaultAgentId: settings.defaultAgentId,
    agents,
    sessions: all,
  };
}

function withoutSessions({ sessions: _sessions, ...agent }: { readonly sessions: unknown }) {
  return agent;
}

const NO_HEARTBEAT = { enabled: false, every: 'off', everyMs: null, prompt: '', target: 'none', ackMaxChars: 0 };

/** An agent's heartbeat. It has no target: its text stays in the agent's main session. */
function getHeartbeat({ schedules }: GatewayServices, agentId: string) {
  const found = schedules.heartbeats().find((heartbeat) => heartbeat.agentId === agentId);
  if (found?.everyMs === undefined) return NO_HEARTBEAT;
  const { enabled, every, everyMs, prompt } = found;
  return { enabled, every, everyMs, prompt, target: 'none', ackMaxChars: ACK_MAX_CHARACTERS };
}

async function sessionSummary(
  { engine, identity }: GatewayServices,
  agentId: string | undefined,
  now: number,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const query = { limit: RECENT_SESSIONS, offset: 0, ...defined({ agentId }) };
    const { sessions, total } = await engine.sessions.list(query);
    const recent = sessions.map(({ key, updatedAt }) => ({ key, updatedAt, age: now - updatedAt }));
    return { path: identity.home, count: total, recent };
  } catch {
    // Health is reported anyway. Its problems say what is wrong with the database.
    return { path: identity.home, count: 0, recent: [] };
  }
}
