// Errors in the format of the OpenAI API.
import { defined } from '#contract/types/defined.ts';
import type { GatewayError } from '#contract/wire/errors.ts';
import type { RunError } from '#contract/sessions/session-events.ts';
import { HttpError, sendJson, toStatus, type Exchange } from '../route.ts';

/** An expected failure with its status and `error` object. */
export class OpenAiError extends HttpError {
  readonly body: { readonly message: string; readonly type: string; readonly code?: string; readonly param?: string };
  /** When the request may succeed, if known, ms from now. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, body: OpenAiError['body'], retryAfterMs?: number) {
    super(status, body.message);
    this.body = body;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Whether clients of the OpenAI API call a path, and therefore expect every error in its format. */
export function isOpenAiPath(path: string): boolean {
  return path === '/v1' || path.startsWith('/v1/');
}

/** The body of an error. OpenAI's has all four fields. */
export function toErrorBody(error: Readonly<Record<string, unknown>>) {
  return { error: { param: null, code: null, ...error } };
}

/** The error for an invalid request. */
export function badRequest(message: string, param?: string): OpenAiError {
  return new OpenAiError(400, { message, type: 'invalid_request_error', ...defined({ param }) });
}

const RUN_ERRORS: Readonly<Record<string, readonly [number, string]>> = {
  'rate-limit': [429, 'rate_limit_error'],
  quota: [429, 'insufficient_quota'],
  overloaded: [503, 'api_error'],
  'context-too-long': [400, 'invalid_request_error'],
  'bad-request': [400, 'invalid_request_error'],
  refused: [400, 'invalid_request_error'],
  timeout: [504, 'api_error'],
  aborted: [409, 'aborted'],
};

/** The failure of a run. */
export function runFailure(error: Pick<RunError, 'code' | 'message' | 'hint' | 'retryAfterMs'>): OpenAiError {
  const [status, type] = RUN_ERRORS[error.code] ?? [502, 'api_error'];
  const code = error.code === 'context-too-long' ? 'context_length_exceeded' : error.code;
  const message = error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  return new OpenAiError(status, { message, type, code }, error.retryAfterMs);
}

/** An expected failure as an OpenAI error. */
export function toOpenAiError(error: GatewayError): OpenAiError {
  if (error instanceof OpenAiError) return error;
  const status = toStatus(error);
  const type = status === 503 ? 'api_error' : 'invalid_request_error';
  const { details, retryAfterMs } = error.extras;
  return new OpenAiError(status, { message: error.message, type, ...defined({ code: details?.code }) }, retryAfterMs);
}

/** Responds with an error. Gatehouse has already retried where that helps, so clients shouldn't. */
export function refuse(exchange: Exchange, { status, body, retryAfterMs }: OpenAiError): void {
  exchange.response.setHeader('x-should-retry', 'false');
  if (retryAfterMs !== undefined) exchange.response.setHeader('Retry-After', Math.ceil(retryAfterMs / 1000));
  sendJson(exchange, status, toErrorBody(body));
}
