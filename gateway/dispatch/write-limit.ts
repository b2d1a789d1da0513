// Control-plane writes are limited per method and client, so that a broken script cannot rewrite the configuration for ever.
import { unavailable } from '#contract/errors.ts';
import type { Connection } from '../connections/connection.ts';

/** The protocol's control-plane writes, as far as we have them, and our whole-file write beside them. */
const LIMITED: ReadonlySet<string> = new Set([
  'config.apply',
  'config.patch',
  'config.set',
  'cron.add',
  'cron.remove',
  'cron.run',
  'cron.update',
  'gateway.restart.request',
  'models.authLogout',
  'models.authSetApiKey',
]);
const MAX_WRITES = 30;
const WINDOW_MS = 60_000;
/** Clients remembered; all are forgotten together when there are more. */
const MAX_CLIENTS = 1_000;

/** Counts writes of the last minute. */
export class WriteLimit {
  readonly #now: () => number;
  readonly #writes = new Map<string, readonly number[]>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts one call. @throws {GatewayError} when there were too many. */
  admit(method: string, connection: Connection): void {
    if (!LIMITED.has(method)) return;
    const key = `${method} ${connection.deviceId ?? connection.address}`;
    const now = this.#now();
    const recent = (this.#writes.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
    const oldest = recent[0];
    if (recent.length >= MAX_WRITES && oldest !== undefined) {
      const retryAfterMs = Math.ceil(oldest + WINDOW_MS - now);
      throw unavailable(`too many ${method} calls; try again later`, {
        retryAfterMs,
        details: { method, limit: '30 per 60s' },
      });
    }
    if (this.#writes.size >= MAX_CLIENTS) this.#writes.clear();
    this.#writes.set(key, [...recent, now]);
  }
}
