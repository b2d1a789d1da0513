// Errors shared by the dispatcher and handlers: missing scopes, and file errors.
import { GatewayError } from '#contract/wire/errors.ts';
import type { GitError } from '#core/ports/git.ts';
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

const TEMPORARY: ReadonlySet<GitError['code']> = new Set(['missing', 'locked', 'no-space', 'timed-out']);

/** A failure of git as a client sees it. */
export function fromGitError(error: GitError): GatewayError {
  const details = { code: `GIT_${error.code.toUpperCase().replaceAll('-', '_')}`, reason: error.code };
  const isTemporary = TEMPORARY.has(error.code);
  return new GatewayError(isTemporary ? 'UNAVAILABLE' : 'INVALID_REQUEST', error.message, {
    details,
    cause: error,
    ...(isTemporary ? { retryable: true } : {}),
  });
}
