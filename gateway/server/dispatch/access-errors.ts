// Errors that the dispatcher and handlers share: a missing scope, and failed work on files.
import { GatewayError } from '#contract/wire/errors.ts';
import type { FileError } from '#core/ports/machine.ts';

/** The error for a caller that lacks `scope`; `required` are all that it needs. */
export function missingScope(scope: string, required: readonly string[] = [scope]): GatewayError {
  return new GatewayError('FORBIDDEN', `missing scope: ${scope}`, {
    details: { code: 'MISSING_SCOPE', missingScope: scope, requiredScopes: [...required] },
  });
}

/** What a machine refuses, as an error that a client understands. */
export function toGatewayError(error: FileError): GatewayError {
  const details = { code: `FILE_${error.code.toUpperCase().replaceAll('-', '_')}`, reason: error.code };
  const isOurs = error.code === 'no-space' || error.code === 'io';
  return new GatewayError(isOurs ? 'UNAVAILABLE' : 'INVALID_REQUEST', error.message, {
    details,
    cause: error,
    ...(isOurs ? { retryable: error.code === 'no-space' } : {}),
  });
}
