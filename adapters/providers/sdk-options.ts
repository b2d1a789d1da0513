// Options that all SDK clients get.
import type { ProviderSetup } from './define-provider.ts';
import { createFetch } from './http-fetch.ts';

/** Largest value of a timer, ms. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** No retries, log output, or time limit of the SDK's own: retries are core's, and silence is judged by `http-fetch.ts`. */
export function sdkOptions({ idleTimeoutMs }: ProviderSetup) {
  return { maxRetries: 0, timeout: LONGEST_TIMER_MS, logLevel: 'off', fetch: createFetch(idleTimeoutMs) } as const;
}
