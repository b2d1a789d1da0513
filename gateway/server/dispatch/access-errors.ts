// Errors shared by the dispatcher and handlers: missing scopes, and file errors.
import { GatewayError } from '#contract/wire/errors.ts';
import type { FileError } from '#core/ports/machine.ts';

/** The error for a caller that lacks `scope`; `required` are all scopes that it needs. */
export function missingScope(scope: string, required: readonly string[] = [scope]): GatewayError {
  return new GatewayError('FORBIDDEN', `missing scope: ${scope}`, {
    details: { code: 'MISSING_SCOPE', missingScope: scope, requiredScopes: [...required] },
  });
}

/** A machine's error as a client sees it. */
export function toGatewayError(error: FileError): GatewayError {
  const details = { code: `FILE_${error.code.toUpperCase().replaceAll('-', '_')}`, reason: error.code };
  const isOurs = ['no-space', 'io', 'unavailable'].includes(error.code);
  return new GatewayError(isOurs ? 'UNAVAILABLE' : 'INVALID_REQUEST', error.message, {
    details,
    cause: error,
    ...(isOurs ? { retryable: error.code !== 'io' } : {}),
  });
}
