// Saves one value of the configuration file. A change that somebody else made to the same value meanwhile isn't overwritten.
import type { ConfigSnapshot } from '#contract/types/configuration.ts';
import { RequestError, type GatewayClient } from '#contract/wire/client-api.ts';
import { patchFor, valueAt } from './config-fields.ts';

/** The value that the file has now instead of the one that was shown, and the hash of that file. */
export interface ValueConflict {
  readonly theirs: unknown;
  readonly mine: unknown;
  readonly base: Pick<ConfigSnapshot, 'hash' | 'parsed'>;
}

/** What a save led to. */
export type Saved = { readonly restart: readonly string[] } | { readonly conflict: ValueConflict };

/** Whether a write was rejected because the file has changed. */
export function isStale(error: unknown): boolean {
  return error instanceof RequestError && error.details['code'] === 'CONFIG_HASH_STALE';
}

/**
 * Sets the value at `path` in the file that was shown as `base`; null resets it. If the file changed elsewhere, the change is applied
 * to the newer file. @throws {RequestError} if the value is invalid or can't be written.
 */
export async function saveValue(
  client: GatewayClient,
  base: Pick<ConfigSnapshot, 'hash' | 'parsed'>,
  path: readonly string[],
  value: unknown,
): Promise<Saved> {
  const raw = JSON.stringify(patchFor(path, value));
  const write = async (baseHash: string): Promise<Saved> => {
    const { needsRestart } = await client.request('config.patch', { raw, baseHash });
    return { restart: needsRestart };
  };
  try {
    return await write(base.hash);
  } catch (error) {
    if (!isStale(error)) throw error;
  }
  const now = await client.request('config.get', {});
  const theirs = valueAt(now.parsed, path);
  if (JSON.stringify(theirs) === JSON.stringify(valueAt(base.parsed, path))) return write(now.hash);
  return { conflict: { theirs, mine: value, base: now } };
}
