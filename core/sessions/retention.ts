// Deletes sessions that have been inactive longer than their policy allows, and purges sessions and rules deleted long ago.
import { SESSION_CLASSES } from '#contract/sessions/session-lifecycle.ts';
import { RESTORABLE_DAYS } from '#contract/types/sessions.ts';
import type { Engine } from '../engine/engine.ts';
import type { EnginePorts } from '../engine/engine-ports.ts';
import type { ConfigPort } from '../ports/configuration.ts';
import type { SessionRecord } from '../ports/sessions-store.ts';
import type { Store } from '../ports/store.ts';
import { gatewayPrincipal } from '../principal.ts';
import { SerialQueue } from '../serial-queue.ts';
import { getRetentionDays } from './session-lifecycle.ts';

const DAY_MS = 24 * 60 * 60_000;
/** Interval between checks while any session can expire, ms. */
const CHECK_INTERVAL_MS = 60 * 60_000;
const PAGE = 200;
/** Days for which expired share links stay in the list. */
const EXPIRED_LINK_DAYS = 30;

/** Dependencies of retention. */
export interface RetentionParts extends Pick<EnginePorts, 'clock' | 'log'> {
  readonly engine: Pick<Engine, 'sessions' | 'rules' | 'projects' | 'onNotice'>;
  readonly store: Pick<Store, 'sessions' | 'shareLinks'>;
  readonly config: Pick<ConfigPort, 'settings' | 'onChange'>;
}

/** Enforces the policies; returns the stop function. A timer runs only while any session can expire. */
export function keepRetention(parts: RetentionParts): () => Promise<void> {
  const { engine, config, clock, log, store } = parts;
  const checks = new SerialQueue();
  const stopping = new AbortController();
  let cancelTimer = () => {};
  const checkOnce = async (): Promise<void> => {
    if (stopping.signal.aborted) return;
    cancelTimer();
    await engine.sessions.purgeDeleted(clock.now() - RESTORABLE_DAYS * DAY_MS);
    await store.shareLinks.prune(clock.now() - EXPIRED_LINK_DAYS * DAY_MS);
    await engine.rules.purge();
    await engine.projects.purge();
    const days = await findShortestRetention(parts);
    if (days === undefined) return;
    await expireSessions(parts, clock.now() - days * DAY_MS, stopping.signal);
    if (!stopping.signal.aborted) cancelTimer = clock.after(CHECK_INTERVAL_MS, check);
  };
  const check = (): void => {
    checks
      .run(checkOnce)
      .catch((error: unknown) => log.error("Couldn't delete expired sessions.", { error: String(error) }));
  };
  check();
  const unsubscribe = [
    config.onChange(check),
    engine.onNotice((notice) => {
      if (notice.kind === 'session' && notice.reason === 'patch' && 'retentionDays' in notice.record) check();
    }),
  ];
  return async () => {
    stopping.abort();
    for (const stop of unsubscribe) stop();
    cancelTimer();
    await checks.idle();
  };
}

/** The shortest time after which any session can expire, days. */
async function findShortestRetention({ config, store }: RetentionParts): Promise<number | undefined> {
  const { sessions } = config.settings();
  const own = await store.sessions.leastRetentionDays();
  const days = [...SESSION_CLASSES.map((name) => sessions[name].retentionDays), own ?? 0].filter((count) => count > 0);
  return days.length === 0 ? undefined : Math.min(...days);
}

/** Pinned, archived, and active sessions are kept. */
async function expireSessions(parts: RetentionParts, updatedBefore: number, signal: AbortSignal): Promise<void> {
  for (let kept = 0; !signal.aborted;) {
    const page = { updatedBefore, pinned: false, sortBy: 'oldest', limit: PAGE, offset: kept } as const;
    const { sessions } = await parts.store.sessions.list(page);
    for (const record of sessions) if (!(await expireSession(parts, record))) kept += 1;
    if (sessions.length < PAGE) return;
  }
}

/** Returns false when the session is kept. */
async function expireSession({ config, clock, engine, log }: RetentionParts, record: SessionRecord): Promise<boolean> {
  const days = getRetentionDays(config.settings(), record);
  if (days === 0 || record.runStatus === 'running' || record.updatedAt > clock.now() - days * DAY_MS) return false;
  log.info('An inactive session was deleted by its retention policy.', { sessionKey: record.key, days });
  return engine.sessions.delete(record.key, gatewayPrincipal('retention'));
}
