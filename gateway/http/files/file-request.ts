// What the file routes share: the session's workspace, and failures.
import { errorDetails, type GatewayError } from '#contract/wire/errors.ts';
import { FileError } from '#core/ports/machine.ts';
import { toGatewayError } from '../../server/dispatch/access-errors.ts';
import { HttpError, sendJson, type Exchange } from '../route.ts';

/** Status by the `details.code` of an error; all others are 400. */
const STATUS: ReadonlyMap<unknown, number> = new Map([
  ['FILE_NOT_FOUND', 404],
  ['UPLOAD_NOT_FOUND', 404],
  ['FILE_OUTSIDE_WORKSPACE', 403],
  ['FILE_DENIED', 403],
  ['FILE_EXISTS', 409],
  ['UPLOAD_OFFSET', 409],
  ['UPLOAD_INCOMPLETE', 409],
  ['FILE_CHANGED', 412],
  ['FILE_TOO_LARGE', 413],
  ['UPLOAD_TOO_LARGE', 413],
  ['FILE_NO_SPACE', 507],
]);

/** The session key in the query. @throws {HttpError} */
function readSessionKey({ query }: Exchange): string {
  const key = query.get('sessionKey') ?? '';
  if (key === '' || key.length > 512) throw new HttpError(400, 'The query must have a sessionKey.');
  return key;
}

/** Opens the workspace of the session in the query. @throws {HttpError} */
export async function openWorkspace(exchange: Exchange) {
  return exchange.core.services.engine.workspaces.openSession(readSessionKey(exchange));
}

/** Runs a handler; file errors become errors of the API. */
export function withFileErrors(handle: (exchange: Exchange) => Promise<void>): (exchange: Exchange) => Promise<void> {
  return async (exchange) => {
    try {
      await handle(exchange);
    } catch (error) {
      throw error instanceof FileError ? toGatewayError(error) : error;
    }
  };
}

/** Responds to a failure. */
export function refuseFile(exchange: Exchange, error: GatewayError, status: number): void {
  const { code, reason: _reason, ...details } = errorDetails(error.toShape());
  const found = error instanceof HttpError ? status : (STATUS.get(code) ?? status);
  const body = { type: typeof code === 'string' ? code.toLowerCase() : 'invalid_request', message: error.message };
  sendJson(exchange, found, { ok: false, error: { ...body, ...details } });
}
