// Sessions in memory: loaded once, kept while in use, evicted when idle and too many.
import { errorMessage, invalidRequest } from '#contract/wire/errors.ts';
import { parseSessionKey } from '#contract/types/ids.ts';
import { EMPTY_SESSION } from '#contract/sessions/session-fold.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { Publish } from '../engine/notices.ts';
import { Checkpoints } from './checkpoints.ts';
import { SessionActor } from './session-actor.ts';
import { readLog } from './read-log.ts';

/** Memory limit for folded views, bytes. */
const CACHE_BYTES = 8 * 1024 * 1024;
/** Minimum weight of a session, bytes. */
const BASE_WEIGHT = 2_000;

/** Time after which a session that was read from its checkpoint is loaded, ms. Until then, its page is being shown. */
const PRELOAD_DELAY_MS = 500;

/** Provides the single actor of each session. */
export class SessionCache {
  readonly checkpoints: Checkpoints;
  readonly #ports: EnginePorts;
  readonly #publish: Publish;
  readonly #isBusy: (key: string) => boolean;
  readonly #actors = new Map<string, SessionActor>();
  readonly #loading = new Map<string, Promise<SessionActor>>();

  constructor(ports: EnginePorts, publish: Publish, isBusy: (key: string) => boolean) {
    this.#ports = ports;
    this.checkpoints = new Checkpoints(ports, (actor) => this.#actors.get(actor.key) === actor);
    this.#publish = publish;
    this.#isBusy = isBusy;
  }

  /** The actor if it is in memory. */
  peek(key: string): SessionActor | undefined {
    return this.#actors.get(key);
  }

  /** The session's actor; for a session that does not exist yet, an empty one. @throws {GatewayError} when the key is invalid. */
  async load(key: string): Promise<SessionActor> {
    const known = this.#actors.get(key);
    if (known !== undefined) {
      this.#actors.delete(key);
      this.#actors.set(key, known);
      return known;
    }
    const loading = this.#loading.get(key) ?? this.#read(key);
    this.#loading.set(key, loading);
    try {
      return await loading;
    } finally {
      this.#loading.delete(key);
    }
  }

  /** Loads a session soon, because it is likely to be used. */
  preload(key: string): void {
    this.#ports.clock.after(PRELOAD_DELAY_MS, () => {
      // Whoever uses the session gets the same error.
      this.load(key).catch((error: unknown) =>
        this.#ports.log.warn("A session couldn't be loaded.", { session: key, error: errorMessage(error) }),
      );
    });
  }

  /** Evicts sessions that have been or are about to be removed from the store. */
  forget(isGone: (actor: SessionActor) => boolean): void {
    for (const [key, actor] of this.#actors) if (isGone(actor)) this.#actors.delete(key);
  }

  async #read(key: string): Promise<SessionActor> {
    const parts = parseSessionKey(key);
    if (parts === undefined)
      throw invalidRequest(
        `"${key}" is not a session key.`,
        'INVALID_SESSION_KEY',
        'Session keys look like agent:main:my-session.',
      );
    const record = await this.#ports.store.sessions.get(key);
    const log = record === undefined ? { view: EMPTY_SESSION, weight: 0 } : await readLog(this.#ports, key);
    const weight = log.weight + BASE_WEIGHT;
    const loaded = { key, agentId: parts.agentId, view: log.view, record, weight };
    const actor = new SessionActor(this.#ports, this.#publish, loaded);
    this.#actors.set(key, actor);
    this.#forgetIdle(key);
    // A checkpoint that can't be read is like none.
    this.checkpoints.loaded(actor).catch(() => undefined);
    return actor;
  }

  #forgetIdle(keep: string): void {
    let total = 0;
    for (const actor of this.#actors.values()) total += actor.weight;
    for (const [key, actor] of this.#actors) {
      if (total <= CACHE_BYTES) return;
      if (key === keep || actor.isBusy || this.#isBusy(key)) continue;
      this.#actors.delete(key);
      total -= actor.weight;
    }
  }
}
