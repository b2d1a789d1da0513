// Maps errors of services to start errors of the host.
import { ConfigurationInvalid } from '#adapters/configuration/open-configuration.ts';
import { HomeInUse } from '#adapters/home/lock.ts';
import { HomeUnusable } from '#adapters/home/open-home.ts';
import { SealingKeyError } from '#adapters/secrets/sealing-key.ts';
import { StoreOpenError } from '#adapters/sqlite/store-open-error.ts';
import { HostStartError } from './host-api.ts';

/** The start error for an error; unexpected errors are returned unchanged. */
export function toStartError(error: unknown): unknown {
  if (error instanceof HomeInUse) return new HostStartError('in-use', error.message, { cause: error });
  if (error instanceof HomeUnusable || error instanceof SealingKeyError)
    return new HostStartError('no-home', error.message, { cause: error });
  if (error instanceof ConfigurationInvalid)
    return new HostStartError('config-invalid', error.message, { cause: error });
  if (error instanceof StoreOpenError)
    return new HostStartError(
      error.code === 'newer' ? 'store-newer' : error.code === 'locked' ? 'in-use' : 'store-damaged',
      error.message,
      { cause: error },
    );
  return error;
}
