// Options of all SDK clients.
import type { ProviderSetup } from './define-provider.ts';
import { createFetch } from './http-fetch.ts';

/** Largest value of a timer, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Disables retries, logs, and timeouts of the SDK: core retries, and `http-fetch.ts` limits silence. */
export function sdkOptions({ idleTimeoutMs }: ProviderSetup) {
  return { maxRetries: 0, timeout: LONGEST_TIMER_MS, logLevel: 'off', fetch: createFetch(idleTimeoutMs) } as const;
}
