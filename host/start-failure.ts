// Maps errors of services to start errors of the host.
import { ConfigurationInvalid } from '#adapters/configuration/open-configuration.ts';
import { HomeInUse } from '#adapters/home/lock.ts';
import { HomeUnusable } from '#adapters/home/open-home.ts';
import { SealingKeyError } from '#adapters/secrets/sealing-key.ts';
import { StoreOpenError } from '#adapters/sqlite/store-open-error.ts';
import { HostStartError } from './host-api.ts';

/** The start error for an error; unexpected errors are returned unchanged. */
export function toStartError(error: unknown): unknown {
  const code = findCode(error);
  if (code === undefined || !(error instanceof Error)) return error;
  return new HostStartError(code, error.message, { cause: error });
}

function findCode(error: unknown): HostStartError['code'] | undefined {
  if (error instanceof HomeInUse) return 'in-use';
  if (error instanceof HomeUnusable || error instanceof SealingKeyError) return 'no-home';
  if (error instanceof ConfigurationInvalid) return 'config-invalid';
  if (!(error instanceof StoreOpenError)) return undefined;
  return error.code === 'newer' ? 'store-newer' : error.code === 'locked' ? 'in-use' : 'store-damaged';
}
