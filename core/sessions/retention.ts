// Deletes sessions that have been inactive longer than their policy allows, and purges those deleted long ago.
import { SESSION_CLASSES } from '#contract/sessions/session-lifecycle.ts';
import type { Engine } from '../engine/engine.ts';
import type { Clock } from '../ports/clock.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { Log } from '../ports/log.ts';
import type { SessionQuery, SessionRecord } from '../ports/sessions-store.ts';
import type { Store } from '../ports/store.ts';
import { getRetentionDays } from './session-lifecycle.ts';
import { SerialQueue } from '../serial-queue.ts';
import { gatewayPrincipal } from '../principal.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Interval between checks while any session can expire, ms. */
const CHECK_INTERVAL_MS = 60 * 60_000;
/** Days for which a deletion can be undone. */
const RESTORABLE_DAYS = 30;
const PAGE = 200;

/** Dependencies of retention. */
export interface RetentionParts {
  readonly engine: Pick<Engine, 'sessions' | 'onNotice'>;
  readonly store: Pick<Store, 'sessions'>;
  readonly config: Pick<ConfigPort, 'settings' | 'onChange'>;
  readonly clock: Clock;
  readonly log: Log;
}

/** Enforces the policies; returns the stop function. A timer runs only while any session can expire. */
export function keepRetention(parts: RetentionParts): () => Promise<void> {
  const retention = new Retention(parts);
  retention.check();
  const stops = [
    parts.config.onChange(() => retention.check()),
    parts.engine.onNotice((notice) => {
      if (notice.kind === 'session' && notice.reason === 'patch' && 'retentionDays' in notice.record) retention.check();
    }),
  ];
  return async () => {
    for (const stop of stops) stop();
    await retention.stop();
  };
}

class Retention {
  readonly #parts: RetentionParts;
  #cancel: (() => void) | undefined;
  readonly #checks = new SerialQueue();
  #stopped = false;

  constructor(parts: RetentionParts) {
    this.#parts = parts;
  }

  /** Checks now, one check at a time, and again later while any session can expire. */
  check(): void {
    const { log } = this.#parts;
    this.#checks
      .run(() => this.#checkOnce())
      .catch((error: unknown) => log.error('Expired sessions could not be deleted.', { error: String(error) }));
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#cancel?.();
    await this.#checks.idle();
  }

  async #checkOnce(): Promise<void> {
    if (this.#stopped) return;
    this.#cancel?.();
    this.#cancel = undefined;
    const { engine, clock } = this.#parts;
    await engine.sessions.purgeDeleted(clock.now() - RESTORABLE_DAYS * DAY_MS);
    const least = await this.#leastDays();
    if (least === undefined) return;
    await this.#expire({ updatedBefore: clock.now() - least * DAY_MS });
    if (!this.#stopped) this.#cancel = clock.after(CHECK_INTERVAL_MS, () => this.check());
  }

  /** The shortest time after which any session can expire. */
  async #leastDays(): Promise<number | undefined> {
    const { config, store } = this.#parts;
    const settings = config.settings();
    const ofClasses = SESSION_CLASSES.map((name) => settings.sessions[name].retentionDays);
    const own = await store.sessions.leastRetentionDays();
    const days = [...ofClasses, own ?? 0].filter((count) => count > 0);
    return days.length === 0 ? undefined : Math.min(...days);
  }

  /** Pinned, archived and active sessions are kept. */
  async #expire(age: Pick<SessionQuery, 'updatedBefore'>): Promise<void> {
    const { store } = this.#parts;
    for (let kept = 0; !this.#stopped;) {
      const page = { pinned: false, sortBy: 'oldest', limit: PAGE, offset: kept } as const;
      const { sessions } = await store.sessions.list({ ...age, ...page });
      for (const record of sessions) if (!(await this.#expireOne(record))) kept += 1;
      if (sessions.length < PAGE) return;
    }
  }

  async #expireOne(record: SessionRecord): Promise<boolean> {
    const { config, clock, engine, log } = this.#parts;
    const days = getRetentionDays(config.settings(), record);
    if (days === 0 || record.runStatus === 'running' || record.updatedAt > clock.now() - days * DAY_MS) return false;
    log.info('An inactive session was deleted by its retention policy.', { sessionKey: record.key, days });
    return engine.sessions.delete(record.key, gatewayPrincipal('retention'));
  }
}
